-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'user', 'guest');

-- CreateEnum
CREATE TYPE "Lifecycle" AS ENUM ('experimental', 'production', 'deprecated');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('up', 'degraded', 'down', 'unknown', 'maintenance');

-- CreateEnum
CREATE TYPE "DependencyKind" AS ENUM ('http', 'event', 'datastore');

-- CreateEnum
CREATE TYPE "LinkKind" AS ENUM ('runbook', 'repository', 'dashboard', 'chat');

-- CreateEnum
CREATE TYPE "TopicRole" AS ENUM ('publishes', 'subscribes');

-- CreateEnum
CREATE TYPE "TargetKind" AS ENUM ('health', 'metrics', 'document');

-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "role" "Role" NOT NULL DEFAULT 'guest',
    "sessionVersion" INTEGER NOT NULL DEFAULT 1,
    "disabledAt" TIMESTAMP(3),
    "lastSeenAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("teamId","userId")
);

-- CreateTable
CREATE TABLE "Domain" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "System" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "System_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Service" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "baseUrl" TEXT NOT NULL,
    "healthCheckPath" TEXT NOT NULL DEFAULT '/health',
    "metricsPath" TEXT,
    "openapiPath" TEXT,
    "timeoutSeconds" DOUBLE PRECISION NOT NULL DEFAULT 30,
    "maxRetries" INTEGER NOT NULL DEFAULT 3,
    "retryDelaySeconds" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "circuitBreakerThreshold" INTEGER NOT NULL DEFAULT 5,
    "circuitBreakerTimeoutSeconds" DOUBLE PRECISION NOT NULL DEFAULT 60,
    "pollIntervalSeconds" INTEGER NOT NULL DEFAULT 15,
    "apiKeySealed" TEXT,
    "bearerTokenSealed" TEXT,
    "tier" INTEGER NOT NULL DEFAULT 3,
    "lifecycle" "Lifecycle" NOT NULL DEFAULT 'production',
    "maintenance" BOOLEAN NOT NULL DEFAULT false,
    "searchText" TEXT NOT NULL DEFAULT '',
    "domainId" INTEGER,
    "systemId" INTEGER,
    "teamId" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ServiceTag" (
    "serviceId" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "ServiceTag_pkey" PRIMARY KEY ("serviceId","tag")
);

-- CreateTable
CREATE TABLE "ServiceLink" (
    "id" SERIAL NOT NULL,
    "serviceId" INTEGER NOT NULL,
    "kind" "LinkKind" NOT NULL,
    "url" TEXT NOT NULL,

    CONSTRAINT "ServiceLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dependency" (
    "serviceId" INTEGER NOT NULL,
    "callee" TEXT NOT NULL,
    "kind" "DependencyKind" NOT NULL DEFAULT 'http',
    "critical" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "Dependency_pkey" PRIMARY KEY ("serviceId","callee","kind")
);

-- CreateTable
CREATE TABLE "ServiceDatastore" (
    "serviceId" INTEGER NOT NULL,
    "datastore" TEXT NOT NULL,

    CONSTRAINT "ServiceDatastore_pkey" PRIMARY KEY ("serviceId","datastore")
);

-- CreateTable
CREATE TABLE "ServiceTopic" (
    "serviceId" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "role" "TopicRole" NOT NULL,

    CONSTRAINT "ServiceTopic_pkey" PRIMARY KEY ("serviceId","topic","role")
);

-- CreateTable
CREATE TABLE "ServiceState" (
    "serviceId" INTEGER NOT NULL,
    "verdict" "Verdict" NOT NULL DEFAULT 'unknown',
    "verdictRank" INTEGER NOT NULL DEFAULT 2,
    "reason" TEXT NOT NULL DEFAULT 'never looked at',
    "since" TIMESTAMP(3) NOT NULL,
    "checkedAt" TIMESTAMP(3),
    "staleAt" TIMESTAMP(3),
    "durationMs" DOUBLE PRECISION,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "slows" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "version" TEXT,
    "certificateExpiresAt" TIMESTAMP(3),
    "requestRate" DOUBLE PRECISION,
    "errorRatio" DOUBLE PRECISION,
    "latencyMsP95Low" DOUBLE PRECISION,
    "latencyMsP95High" DOUBLE PRECISION,
    "signalsAt" TIMESTAMP(3),
    "signalSource" JSONB,

    CONSTRAINT "ServiceState_pkey" PRIMARY KEY ("serviceId")
);

-- CreateTable
CREATE TABLE "TargetState" (
    "serviceId" INTEGER NOT NULL,
    "kind" "TargetKind" NOT NULL,
    "url" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "durationMs" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "TargetState_pkey" PRIMARY KEY ("serviceId","kind")
);

-- CreateTable
CREATE TABLE "Reading" (
    "serviceId" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "durationMs" DOUBLE PRECISION NOT NULL,
    "statusCode" INTEGER,
    "reason" TEXT NOT NULL,

    CONSTRAINT "Reading_pkey" PRIMARY KEY ("serviceId","at")
);

-- CreateTable
CREATE TABLE "HealthRollup" (
    "serviceId" INTEGER NOT NULL,
    "stepSeconds" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "up" INTEGER NOT NULL DEFAULT 0,
    "degraded" INTEGER NOT NULL DEFAULT 0,
    "down" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "maintenance" INTEGER NOT NULL DEFAULT 0,
    "durationSumMs" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "durationMaxMs" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "HealthRollup_pkey" PRIMARY KEY ("serviceId","stepSeconds","at")
);

-- CreateTable
CREATE TABLE "SignalPoint" (
    "serviceId" INTEGER NOT NULL,
    "stepSeconds" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "requests" DOUBLE PRECISION,
    "errors" DOUBLE PRECISION,
    "clientErrors" DOUBLE PRECISION,
    "latency" JSONB,

    CONSTRAINT "SignalPoint_pkey" PRIMARY KEY ("serviceId","stepSeconds","at")
);

-- CreateTable
CREATE TABLE "Change" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT,
    "data" JSONB NOT NULL,

    CONSTRAINT "Change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditLine" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "correlationId" TEXT,

    CONSTRAINT "AuditLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "userId" INTEGER,
    "expiresAt" TIMESTAMP(3),
    "lastUsedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "PollerLease" (
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "renewedAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PollerLease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Team_name_key" ON "Team"("name");

-- CreateIndex
CREATE INDEX "TeamMember_userId_idx" ON "TeamMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Domain_name_key" ON "Domain"("name");

-- CreateIndex
CREATE UNIQUE INDEX "System_name_key" ON "System"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Service_name_key" ON "Service"("name");

-- CreateIndex
CREATE INDEX "Service_domainId_idx" ON "Service"("domainId");

-- CreateIndex
CREATE INDEX "Service_systemId_idx" ON "Service"("systemId");

-- CreateIndex
CREATE INDEX "Service_teamId_idx" ON "Service"("teamId");

-- CreateIndex
CREATE INDEX "ServiceTag_tag_idx" ON "ServiceTag"("tag");

-- CreateIndex
CREATE INDEX "ServiceLink_serviceId_idx" ON "ServiceLink"("serviceId");

-- CreateIndex
CREATE INDEX "Dependency_callee_idx" ON "Dependency"("callee");

-- CreateIndex
CREATE INDEX "ServiceTopic_topic_idx" ON "ServiceTopic"("topic");

-- CreateIndex
CREATE INDEX "Reading_at_idx" ON "Reading"("at");

-- CreateIndex
CREATE INDEX "HealthRollup_stepSeconds_at_idx" ON "HealthRollup"("stepSeconds", "at");

-- CreateIndex
CREATE INDEX "SignalPoint_stepSeconds_at_idx" ON "SignalPoint"("stepSeconds", "at");

-- CreateIndex
CREATE INDEX "Change_kind_at_idx" ON "Change"("kind", "at");

-- CreateIndex
CREATE INDEX "Change_at_idx" ON "Change"("at");

-- CreateIndex
CREATE INDEX "AuditLine_at_idx" ON "AuditLine"("at");

-- CreateIndex
CREATE INDEX "AuditLine_subject_idx" ON "AuditLine"("subject");

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Service" ADD CONSTRAINT "Service_domainId_fkey" FOREIGN KEY ("domainId") REFERENCES "Domain"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Service" ADD CONSTRAINT "Service_systemId_fkey" FOREIGN KEY ("systemId") REFERENCES "System"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Service" ADD CONSTRAINT "Service_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceTag" ADD CONSTRAINT "ServiceTag_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceLink" ADD CONSTRAINT "ServiceLink_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dependency" ADD CONSTRAINT "Dependency_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceDatastore" ADD CONSTRAINT "ServiceDatastore_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceTopic" ADD CONSTRAINT "ServiceTopic_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ServiceState" ADD CONSTRAINT "ServiceState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TargetState" ADD CONSTRAINT "TargetState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reading" ADD CONSTRAINT "Reading_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HealthRollup" ADD CONSTRAINT "HealthRollup_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignalPoint" ADD CONSTRAINT "SignalPoint_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
