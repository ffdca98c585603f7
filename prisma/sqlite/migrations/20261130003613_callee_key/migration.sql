-- AlterTable
ALTER TABLE "Service" ADD COLUMN "host" TEXT;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ObservedEdge" (
    "serviceId" INTEGER NOT NULL,
    "caller" TEXT NOT NULL,
    "callerKey" TEXT NOT NULL DEFAULT '',
    "callee" TEXT NOT NULL,
    "calleeKey" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "requestRate" REAL,
    "errorRatio" REAL,
    "latencyMsP95Low" REAL,
    "latencyMsP95High" REAL,
    "seenAt" DATETIME,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("serviceId", "source", "caller", "callee", "kind"),
    CONSTRAINT "ObservedEdge_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_ObservedEdge" ("at", "callee", "caller", "errorRatio", "kind", "latencyMsP95High", "latencyMsP95Low", "requestRate", "seenAt", "serviceId", "source") SELECT "at", "callee", "caller", "errorRatio", "kind", "latencyMsP95High", "latencyMsP95Low", "requestRate", "seenAt", "serviceId", "source" FROM "ObservedEdge";
DROP TABLE "ObservedEdge";
ALTER TABLE "new_ObservedEdge" RENAME TO "ObservedEdge";
CREATE INDEX "ObservedEdge_callerKey_idx" ON "ObservedEdge"("callerKey");
CREATE INDEX "ObservedEdge_calleeKey_idx" ON "ObservedEdge"("calleeKey");
CREATE INDEX "ObservedEdge_at_idx" ON "ObservedEdge"("at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Service_host_idx" ON "Service"("host");

-- The host of what is registered already
UPDATE "Service" SET "host" = (
    SELECT lower(CASE WHEN "rest" LIKE '[%' THEN substr("rest", 1, instr("rest", ']'))
        ELSE substr("rest", 1, min(instr("rest" || '/', '/'), instr("rest" || ':', ':')) - 1) END)
    FROM (SELECT substr("Service"."baseUrl", instr("Service"."baseUrl", '://') + 3) AS "rest")
) WHERE "baseUrl" IS NOT NULL;
