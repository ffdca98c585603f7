-- AlterTable
ALTER TABLE "Service" ADD COLUMN     "healthFromUp" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "metricsSelector" TEXT,
ADD COLUMN     "metricsSource" TEXT;

-- CreateTable
CREATE TABLE "MetricsSource" (
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "tenant" TEXT,
    "username" TEXT,
    "passwordSealed" TEXT,
    "bearerTokenSealed" TEXT,
    "ok" BOOLEAN,
    "reason" TEXT NOT NULL DEFAULT 'not asked yet',
    "since" TIMESTAMP(3),
    "flavour" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MetricsSource_pkey" PRIMARY KEY ("name")
);
