-- AlterTable
ALTER TABLE "ServiceState" ADD COLUMN "expected" INTEGER;
ALTER TABLE "ServiceState" ADD COLUMN "reporting" INTEGER;

-- AlterTable
ALTER TABLE "SignalPoint" ADD COLUMN "expected" INTEGER;
ALTER TABLE "SignalPoint" ADD COLUMN "reporting" INTEGER;

-- CreateTable
CREATE TABLE "InstanceState" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "serviceId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "verdict" TEXT NOT NULL DEFAULT 'unknown',
    "reason" TEXT NOT NULL DEFAULT 'never looked at',
    "since" DATETIME NOT NULL,
    "checkedAt" DATETIME,
    "staleAt" DATETIME,
    "durationMs" REAL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "slows" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "version" TEXT,
    "startedAt" DATETIME,
    "requestRate" REAL,
    "errorRatio" REAL,
    "latencyMsP95Low" REAL,
    "latencyMsP95High" REAL,
    "signalsAt" DATETIME,
    "signalsReason" TEXT,
    CONSTRAINT "InstanceState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "InstancePoint" (
    "instanceId" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "seconds" REAL NOT NULL,
    "requests" REAL,
    "errors" REAL,
    "clientErrors" REAL,
    "latency" JSONB,

    PRIMARY KEY ("instanceId", "at"),
    CONSTRAINT "InstancePoint_instanceId_fkey" FOREIGN KEY ("instanceId") REFERENCES "InstanceState" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "BucketBounds" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "boundsMs" JSONB NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_BreakerState" (
    "serviceId" INTEGER NOT NULL,
    "instance" TEXT NOT NULL DEFAULT '',
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

    PRIMARY KEY ("serviceId", "instance", "lane", "name"),
    CONSTRAINT "BreakerState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_BreakerState" ("at", "callee", "calleeKey", "errorRatio", "facts", "lane", "name", "rejectionRate", "requestRate", "serviceId", "since", "staleAt", "state") SELECT "at", "callee", "calleeKey", "errorRatio", "facts", "lane", "name", "rejectionRate", "requestRate", "serviceId", "since", "staleAt", "state" FROM "BreakerState";
DROP TABLE "BreakerState";
ALTER TABLE "new_BreakerState" RENAME TO "BreakerState";
CREATE INDEX "BreakerState_calleeKey_idx" ON "BreakerState"("calleeKey");
CREATE INDEX "BreakerState_at_idx" ON "BreakerState"("at");
CREATE TABLE "new_BreakerStep" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "serviceId" INTEGER NOT NULL,
    "instance" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "missed" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "BreakerStep_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_BreakerStep" ("at", "from", "id", "missed", "name", "serviceId", "to") SELECT "at", "from", "id", "missed", "name", "serviceId", "to" FROM "BreakerStep";
DROP TABLE "BreakerStep";
ALTER TABLE "new_BreakerStep" RENAME TO "BreakerStep";
CREATE INDEX "BreakerStep_serviceId_at_idx" ON "BreakerStep"("serviceId", "at");
CREATE INDEX "BreakerStep_at_idx" ON "BreakerStep"("at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "InstanceState_serviceId_url_key" ON "InstanceState"("serviceId", "url");

-- CreateIndex
CREATE INDEX "InstancePoint_at_idx" ON "InstancePoint"("at");
