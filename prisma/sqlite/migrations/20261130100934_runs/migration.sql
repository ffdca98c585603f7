-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "serviceId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "environment" TEXT,
    "readOnly" BOOLEAN NOT NULL DEFAULT false,
    "seed" INTEGER,
    "revision" INTEGER,
    "version" TEXT,
    "baseUrl" TEXT,
    "startedBy" TEXT NOT NULL,
    "requestedAt" DATETIME NOT NULL,
    "startedAt" DATETIME,
    "endedAt" DATETIME,
    "durationMs" INTEGER,
    "calls" INTEGER,
    "operations" INTEGER,
    "unproven" INTEGER,
    "errors" INTEGER NOT NULL DEFAULT 0,
    "warnings" INTEGER NOT NULL DEFAULT 0,
    "infos" INTEGER NOT NULL DEFAULT 0,
    "summary" TEXT NOT NULL DEFAULT '',
    "progress" JSONB,
    "commit" JSONB,
    CONSTRAINT "Run_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunBody" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "findings" BLOB NOT NULL,
    "outcome" BLOB NOT NULL,
    CONSTRAINT "RunBody_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LadderState" (
    "serviceId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "level" INTEGER,
    "steps" JSONB NOT NULL,
    "judgedAt" DATETIME NOT NULL,
    CONSTRAINT "LadderState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Run_serviceId_kind_requestedAt_idx" ON "Run"("serviceId", "kind", "requestedAt");

-- CreateIndex
CREATE INDEX "Run_state_idx" ON "Run"("state");

-- CreateIndex
CREATE INDEX "Run_requestedAt_idx" ON "Run"("requestedAt");

-- CreateIndex
CREATE INDEX "LadderState_level_idx" ON "LadderState"("level");

-- CreateIndex
CREATE INDEX "LadderState_judgedAt_idx" ON "LadderState"("judgedAt");
