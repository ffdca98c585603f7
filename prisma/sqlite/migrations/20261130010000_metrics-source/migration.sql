-- CreateTable
CREATE TABLE "MetricsSource" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "displayName" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "tenant" TEXT,
    "username" TEXT,
    "passwordSealed" TEXT,
    "bearerTokenSealed" TEXT,
    "ok" BOOLEAN,
    "reason" TEXT NOT NULL DEFAULT 'not asked yet',
    "since" DATETIME,
    "flavour" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- AlterTable
ALTER TABLE "Service" ADD COLUMN "metricsSource" TEXT;
ALTER TABLE "Service" ADD COLUMN "metricsSelector" TEXT;
ALTER TABLE "Service" ADD COLUMN "healthFromUp" BOOLEAN NOT NULL DEFAULT false;
