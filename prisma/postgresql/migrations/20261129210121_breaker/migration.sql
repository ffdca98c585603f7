-- CreateTable
CREATE TABLE "BreakerState" (
    "serviceId" INTEGER NOT NULL,
    "lane" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "callee" TEXT NOT NULL,
    "calleeKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "staleAt" TIMESTAMP(3) NOT NULL,
    "errorRatio" DOUBLE PRECISION,
    "requestRate" DOUBLE PRECISION,
    "rejectionRate" DOUBLE PRECISION,
    "facts" JSONB NOT NULL,

    CONSTRAINT "BreakerState_pkey" PRIMARY KEY ("serviceId","lane","name")
);

-- CreateTable
CREATE TABLE "BreakerStep" (
    "id" SERIAL NOT NULL,
    "serviceId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "missed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "BreakerStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "BreakerState_calleeKey_idx" ON "BreakerState"("calleeKey");

-- CreateIndex
CREATE INDEX "BreakerState_at_idx" ON "BreakerState"("at");

-- CreateIndex
CREATE INDEX "BreakerStep_serviceId_at_idx" ON "BreakerStep"("serviceId", "at");

-- CreateIndex
CREATE INDEX "BreakerStep_at_idx" ON "BreakerStep"("at");

-- AddForeignKey
ALTER TABLE "BreakerState" ADD CONSTRAINT "BreakerState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BreakerStep" ADD CONSTRAINT "BreakerStep_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
