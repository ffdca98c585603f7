-- CreateTable
CREATE TABLE "MetricState" (
    "serviceId" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "gauges" JSONB NOT NULL,
    "runtime" TEXT NOT NULL,
    "version" TEXT,
    "versionFrom" TEXT,
    "startedAtSeconds" DOUBLE PRECISION,
    "restarts" INTEGER NOT NULL DEFAULT 0,
    "diagnosis" JSONB,

    CONSTRAINT "MetricState_pkey" PRIMARY KEY ("serviceId","place")
);

-- CreateTable
CREATE TABLE "GaugePoint" (
    "serviceId" INTEGER NOT NULL,
    "stepSeconds" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "values" JSONB NOT NULL,

    CONSTRAINT "GaugePoint_pkey" PRIMARY KEY ("serviceId","stepSeconds","at")
);

-- CreateIndex
CREATE INDEX "GaugePoint_stepSeconds_at_idx" ON "GaugePoint"("stepSeconds", "at");

-- AddForeignKey
ALTER TABLE "MetricState" ADD CONSTRAINT "MetricState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GaugePoint" ADD CONSTRAINT "GaugePoint_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
