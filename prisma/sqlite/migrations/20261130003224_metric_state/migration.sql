-- CreateTable
CREATE TABLE "MetricState" (
    "serviceId" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "gauges" JSONB NOT NULL,
    "runtime" TEXT NOT NULL,
    "version" TEXT,
    "versionFrom" TEXT,
    "startedAtSeconds" REAL,
    "restarts" INTEGER NOT NULL DEFAULT 0,
    "diagnosis" JSONB,

    PRIMARY KEY ("serviceId", "place"),
    CONSTRAINT "MetricState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "GaugePoint" (
    "serviceId" INTEGER NOT NULL,
    "stepSeconds" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "values" JSONB NOT NULL,

    PRIMARY KEY ("serviceId", "stepSeconds", "at"),
    CONSTRAINT "GaugePoint_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "GaugePoint_stepSeconds_at_idx" ON "GaugePoint"("stepSeconds", "at");
