-- CreateTable
CREATE TABLE "RouteState" (
    "serviceId" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "requestRate" REAL,
    "errorRatio" REAL,
    "latencyMsP95Low" REAL,
    "latencyMsP95High" REAL,
    "seenAt" DATETIME,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("serviceId", "method", "route"),
    CONSTRAINT "RouteState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DocumentState" (
    "serviceId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "url" TEXT NOT NULL,
    "etag" TEXT,
    "lastModified" TEXT,
    "textHash" TEXT,
    "checkedAt" DATETIME NOT NULL,
    CONSTRAINT "DocumentState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Revision" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "serviceId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,
    "format" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "version" TEXT,
    "contentHash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "sourceName" TEXT,
    "by" TEXT,
    "at" DATETIME NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "operations" INTEGER NOT NULL,
    "schemas" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "comparedWith" INTEGER,
    "breaking" INTEGER,
    "warnings" INTEGER,
    "infos" INTEGER,
    "lintScore" REAL,
    "reviewedAt" DATETIME,
    "lintedAt" DATETIME,
    CONSTRAINT "Revision_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RevisionBody" (
    "revisionId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "text" BLOB NOT NULL,
    "canonical" BLOB NOT NULL,
    "index" BLOB NOT NULL,
    "findings" BLOB NOT NULL,
    "comparison" BLOB,
    "lint" BLOB,
    CONSTRAINT "RevisionBody_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "Revision" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Operation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "serviceId" INTEGER NOT NULL,
    "revisionId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "operationId" TEXT,
    "summary" TEXT,
    "tags" JSONB NOT NULL,
    "parameters" JSONB NOT NULL,
    "deprecated" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "Operation_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SchemaEntry" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "serviceId" INTEGER NOT NULL,
    "revisionId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "pointer" TEXT NOT NULL,
    "properties" JSONB NOT NULL,
    CONSTRAINT "SchemaEntry_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Acceptance" (
    "serviceId" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "expiresAt" DATETIME,

    PRIMARY KEY ("serviceId", "fingerprint"),
    CONSTRAINT "Acceptance_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Descriptor" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "format" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT,
    "file" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "at" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Service" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "baseUrl" TEXT,
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
    "tryWrites" BOOLEAN NOT NULL DEFAULT false,
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
INSERT INTO "new_Service" ("apiKeySealed", "baseUrl", "bearerTokenSealed", "circuitBreakerThreshold", "circuitBreakerTimeoutSeconds", "createdAt", "description", "displayName", "domainId", "healthCheckPath", "id", "lifecycle", "maintenance", "maxRetries", "metricsPath", "name", "openapiPath", "pollIntervalSeconds", "retryDelaySeconds", "searchText", "systemId", "teamId", "tier", "timeoutSeconds", "updatedAt") SELECT "apiKeySealed", "baseUrl", "bearerTokenSealed", "circuitBreakerThreshold", "circuitBreakerTimeoutSeconds", "createdAt", "description", "displayName", "domainId", "healthCheckPath", "id", "lifecycle", "maintenance", "maxRetries", "metricsPath", "name", "openapiPath", "pollIntervalSeconds", "retryDelaySeconds", "searchText", "systemId", "teamId", "tier", "timeoutSeconds", "updatedAt" FROM "Service";
DROP TABLE "Service";
ALTER TABLE "new_Service" RENAME TO "Service";
CREATE UNIQUE INDEX "Service_name_key" ON "Service"("name");
CREATE INDEX "Service_domainId_idx" ON "Service"("domainId");
CREATE INDEX "Service_systemId_idx" ON "Service"("systemId");
CREATE INDEX "Service_teamId_idx" ON "Service"("teamId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Revision_serviceId_kind_current_idx" ON "Revision"("serviceId", "kind", "current");

-- CreateIndex
CREATE INDEX "Revision_lintedAt_idx" ON "Revision"("lintedAt");

-- CreateIndex
CREATE INDEX "Revision_reviewedAt_idx" ON "Revision"("reviewedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Revision_serviceId_number_key" ON "Revision"("serviceId", "number");

-- CreateIndex
CREATE INDEX "Operation_serviceId_idx" ON "Operation"("serviceId");

-- CreateIndex
CREATE UNIQUE INDEX "Operation_revisionId_key_key" ON "Operation"("revisionId", "key");

-- CreateIndex
CREATE INDEX "SchemaEntry_revisionId_idx" ON "SchemaEntry"("revisionId");

-- CreateIndex
CREATE INDEX "SchemaEntry_serviceId_idx" ON "SchemaEntry"("serviceId");

-- CreateIndex
CREATE INDEX "Descriptor_service_idx" ON "Descriptor"("service");

-- CreateIndex
CREATE UNIQUE INDEX "Descriptor_format_kind_namespace_name_key" ON "Descriptor"("format", "kind", "namespace", "name");
