-- CreateTable
CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "role" TEXT NOT NULL DEFAULT 'guest',
    "sessionVersion" INTEGER NOT NULL DEFAULT 1,
    "disabledAt" DATETIME,
    "lastSeenAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Team" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,

    PRIMARY KEY ("teamId", "userId"),
    CONSTRAINT "TeamMember_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "TeamMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Domain" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "System" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Service" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "baseUrl" TEXT NOT NULL,
    "healthCheckPath" TEXT NOT NULL DEFAULT '/health',
    "metricsPath" TEXT,
    "openapiPath" TEXT,
    "timeoutSeconds" REAL NOT NULL DEFAULT 30,
    "maxRetries" INTEGER NOT NULL DEFAULT 3,
    "retryDelaySeconds" REAL NOT NULL DEFAULT 1,
    "circuitBreakerThreshold" INTEGER NOT NULL DEFAULT 5,
    "circuitBreakerTimeoutSeconds" REAL NOT NULL DEFAULT 60,
    "pollIntervalSeconds" INTEGER NOT NULL DEFAULT 15,
    "apiKeySealed" TEXT,
    "bearerTokenSealed" TEXT,
    "tier" INTEGER NOT NULL DEFAULT 3,
    "lifecycle" TEXT NOT NULL DEFAULT 'production',
    "maintenance" BOOLEAN NOT NULL DEFAULT false,
    "searchText" TEXT NOT NULL DEFAULT '',
    "domainId" INTEGER,
    "systemId" INTEGER,
    "teamId" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Service_domainId_fkey" FOREIGN KEY ("domainId") REFERENCES "Domain" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Service_systemId_fkey" FOREIGN KEY ("systemId") REFERENCES "System" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Service_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ServiceTag" (
    "serviceId" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("serviceId", "tag"),
    CONSTRAINT "ServiceTag_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ServiceLink" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "serviceId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    CONSTRAINT "ServiceLink_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Dependency" (
    "serviceId" INTEGER NOT NULL,
    "callee" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'http',
    "critical" BOOLEAN NOT NULL DEFAULT true,

    PRIMARY KEY ("serviceId", "callee", "kind"),
    CONSTRAINT "Dependency_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ServiceDatastore" (
    "serviceId" INTEGER NOT NULL,
    "datastore" TEXT NOT NULL,

    PRIMARY KEY ("serviceId", "datastore"),
    CONSTRAINT "ServiceDatastore_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ServiceTopic" (
    "serviceId" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "role" TEXT NOT NULL,

    PRIMARY KEY ("serviceId", "topic", "role"),
    CONSTRAINT "ServiceTopic_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ServiceState" (
    "serviceId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "verdict" TEXT NOT NULL DEFAULT 'unknown',
    "verdictRank" INTEGER NOT NULL DEFAULT 2,
    "reason" TEXT NOT NULL DEFAULT 'never looked at',
    "since" DATETIME NOT NULL,
    "checkedAt" DATETIME,
    "staleAt" DATETIME,
    "durationMs" REAL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "slows" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "version" TEXT,
    "certificateExpiresAt" DATETIME,
    "requestRate" REAL,
    "errorRatio" REAL,
    "latencyMsP95Low" REAL,
    "latencyMsP95High" REAL,
    "signalsAt" DATETIME,
    "signalSource" JSONB,
    CONSTRAINT "ServiceState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TargetState" (
    "serviceId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "durationMs" REAL NOT NULL,

    PRIMARY KEY ("serviceId", "kind"),
    CONSTRAINT "TargetState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Reading" (
    "serviceId" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "outcome" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "durationMs" REAL NOT NULL,
    "statusCode" INTEGER,
    "reason" TEXT NOT NULL,

    PRIMARY KEY ("serviceId", "at"),
    CONSTRAINT "Reading_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HealthRollup" (
    "serviceId" INTEGER NOT NULL,
    "stepSeconds" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "up" INTEGER NOT NULL DEFAULT 0,
    "degraded" INTEGER NOT NULL DEFAULT 0,
    "down" INTEGER NOT NULL DEFAULT 0,
    "unknown" INTEGER NOT NULL DEFAULT 0,
    "maintenance" INTEGER NOT NULL DEFAULT 0,
    "durationSumMs" REAL NOT NULL DEFAULT 0,
    "durationMaxMs" REAL NOT NULL DEFAULT 0,

    PRIMARY KEY ("serviceId", "stepSeconds", "at"),
    CONSTRAINT "HealthRollup_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SignalPoint" (
    "serviceId" INTEGER NOT NULL,
    "stepSeconds" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "seconds" REAL NOT NULL,
    "requests" REAL,
    "errors" REAL,
    "clientErrors" REAL,
    "latency" JSONB,

    PRIMARY KEY ("serviceId", "stepSeconds", "at"),
    CONSTRAINT "SignalPoint_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Change" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT,
    "data" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "AuditLine" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "actor" TEXT NOT NULL,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "correlationId" TEXT
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "userId" INTEGER,
    "expiresAt" DATETIME,
    "lastUsedAt" DATETIME,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "PollerLease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "owner" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "renewedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL
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
