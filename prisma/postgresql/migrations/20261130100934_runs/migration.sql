-- CreateEnum
CREATE TYPE "RunKind" AS ENUM ('contract', 'resilience', 'load', 'chaos', 'e2e');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('queued', 'running', 'passed', 'failed', 'broken', 'cancelled');

-- CreateEnum
CREATE TYPE "RunOrigin" AS ENUM ('signalbox', 'pushed');

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL,
    "serviceId" INTEGER NOT NULL,
    "kind" "RunKind" NOT NULL,
    "state" "RunState" NOT NULL,
    "origin" "RunOrigin" NOT NULL,
    "environment" TEXT,
    "readOnly" BOOLEAN NOT NULL DEFAULT false,
    "seed" INTEGER,
    "revision" INTEGER,
    "version" TEXT,
    "baseUrl" TEXT,
    "startedBy" TEXT NOT NULL,
    "requestedAt" TIMESTAMP(3) NOT NULL,
    "startedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
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

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunBody" (
    "runId" TEXT NOT NULL,
    "findings" BYTEA NOT NULL,
    "outcome" BYTEA NOT NULL,

    CONSTRAINT "RunBody_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "LadderState" (
    "serviceId" INTEGER NOT NULL,
    "level" INTEGER,
    "steps" JSONB NOT NULL,
    "judgedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LadderState_pkey" PRIMARY KEY ("serviceId")
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

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunBody" ADD CONSTRAINT "RunBody_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LadderState" ADD CONSTRAINT "LadderState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
