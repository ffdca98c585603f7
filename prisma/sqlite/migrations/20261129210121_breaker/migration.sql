-- CreateTable
CREATE TABLE "BreakerState" (
    "serviceId" INTEGER NOT NULL,
    "lane" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "callee" TEXT NOT NULL,
    "calleeKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "at" DATETIME NOT NULL,
    "staleAt" DATETIME NOT NULL,
    "errorRatio" REAL,
    "requestRate" REAL,
    "rejectionRate" REAL,
    "facts" JSONB NOT NULL,

    PRIMARY KEY ("serviceId", "lane", "name"),
    CONSTRAINT "BreakerState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BreakerStep" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "serviceId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "missed" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "BreakerStep_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "BreakerState_calleeKey_idx" ON "BreakerState"("calleeKey");

-- CreateIndex
CREATE INDEX "BreakerState_at_idx" ON "BreakerState"("at");

-- CreateIndex
CREATE INDEX "BreakerStep_serviceId_at_idx" ON "BreakerStep"("serviceId", "at");

-- CreateIndex
CREATE INDEX "BreakerStep_at_idx" ON "BreakerStep"("at");
