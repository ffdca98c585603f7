-- AlterTable
ALTER TABLE "ObservedEdge" ADD COLUMN     "calleeKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "callerKey" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Service" ADD COLUMN     "host" TEXT;

-- CreateIndex
CREATE INDEX "ObservedEdge_callerKey_idx" ON "ObservedEdge"("callerKey");

-- CreateIndex
CREATE INDEX "ObservedEdge_calleeKey_idx" ON "ObservedEdge"("calleeKey");

-- CreateIndex
CREATE INDEX "Service_host_idx" ON "Service"("host");

-- The host of what is registered already
UPDATE "Service" SET "host" = lower(substring("baseUrl" from '^https?://(\[[^\]]*\]|[^/:?#]+)')) WHERE "baseUrl" IS NOT NULL;
