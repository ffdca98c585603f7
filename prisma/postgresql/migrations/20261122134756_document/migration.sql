-- CreateEnum
CREATE TYPE "DocumentKind" AS ENUM ('openapi', 'asyncapi');

-- CreateEnum
CREATE TYPE "RevisionSource" AS ENUM ('fetched', 'uploaded', 'imported');

-- CreateEnum
CREATE TYPE "OperationKind" AS ENUM ('operation', 'webhook', 'channel');

-- AlterTable
ALTER TABLE "Service" ADD COLUMN     "tryWrites" BOOLEAN NOT NULL DEFAULT false,
ALTER COLUMN "baseUrl" DROP NOT NULL;

-- CreateTable
CREATE TABLE "RouteState" (
    "serviceId" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "requestRate" DOUBLE PRECISION,
    "errorRatio" DOUBLE PRECISION,
    "latencyMsP95Low" DOUBLE PRECISION,
    "latencyMsP95High" DOUBLE PRECISION,
    "seenAt" TIMESTAMP(3),
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RouteState_pkey" PRIMARY KEY ("serviceId","method","route")
);

-- CreateTable
CREATE TABLE "DocumentState" (
    "serviceId" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "etag" TEXT,
    "lastModified" TEXT,
    "textHash" TEXT,
    "checkedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DocumentState_pkey" PRIMARY KEY ("serviceId")
);

-- CreateTable
CREATE TABLE "Revision" (
    "id" SERIAL NOT NULL,
    "serviceId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" "DocumentKind" NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,
    "format" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "version" TEXT,
    "contentHash" TEXT NOT NULL,
    "source" "RevisionSource" NOT NULL,
    "sourceName" TEXT,
    "by" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "operations" INTEGER NOT NULL,
    "schemas" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "comparedWith" INTEGER,
    "breaking" INTEGER,
    "warnings" INTEGER,
    "infos" INTEGER,
    "lintScore" DOUBLE PRECISION,
    "reviewedAt" TIMESTAMP(3),
    "lintedAt" TIMESTAMP(3),

    CONSTRAINT "Revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RevisionBody" (
    "revisionId" INTEGER NOT NULL,
    "text" BYTEA NOT NULL,
    "canonical" BYTEA NOT NULL,
    "index" BYTEA NOT NULL,
    "findings" BYTEA NOT NULL,
    "comparison" BYTEA,
    "lint" BYTEA,

    CONSTRAINT "RevisionBody_pkey" PRIMARY KEY ("revisionId")
);

-- CreateTable
CREATE TABLE "Operation" (
    "id" SERIAL NOT NULL,
    "serviceId" INTEGER NOT NULL,
    "revisionId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kind" "OperationKind" NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "operationId" TEXT,
    "summary" TEXT,
    "tags" JSONB NOT NULL,
    "parameters" JSONB NOT NULL,
    "deprecated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SchemaEntry" (
    "id" SERIAL NOT NULL,
    "serviceId" INTEGER NOT NULL,
    "revisionId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "pointer" TEXT NOT NULL,
    "properties" JSONB NOT NULL,

    CONSTRAINT "SchemaEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Acceptance" (
    "serviceId" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "Acceptance_pkey" PRIMARY KEY ("serviceId","fingerprint")
);

-- CreateTable
CREATE TABLE "Descriptor" (
    "id" SERIAL NOT NULL,
    "format" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT,
    "file" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Descriptor_pkey" PRIMARY KEY ("id")
);

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

-- AddForeignKey
ALTER TABLE "RouteState" ADD CONSTRAINT "RouteState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DocumentState" ADD CONSTRAINT "DocumentState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RevisionBody" ADD CONSTRAINT "RevisionBody_revisionId_fkey" FOREIGN KEY ("revisionId") REFERENCES "Revision"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Operation" ADD CONSTRAINT "Operation_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SchemaEntry" ADD CONSTRAINT "SchemaEntry_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Acceptance" ADD CONSTRAINT "Acceptance_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
