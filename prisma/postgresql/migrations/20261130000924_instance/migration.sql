-- AlterTable
ALTER TABLE "BreakerState" DROP CONSTRAINT "BreakerState_pkey",
ADD COLUMN     "instance" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "BreakerState_pkey" PRIMARY KEY ("serviceId", "instance", "lane", "name");

-- AlterTable
ALTER TABLE "BreakerStep" ADD COLUMN     "instance" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "ServiceState" ADD COLUMN     "expected" INTEGER,
ADD COLUMN     "reporting" INTEGER;

-- AlterTable
ALTER TABLE "SignalPoint" ADD COLUMN     "expected" INTEGER,
ADD COLUMN     "reporting" INTEGER;

-- CreateTable
CREATE TABLE "InstanceState" (
    "id" SERIAL NOT NULL,
    "serviceId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "verdict" "Verdict" NOT NULL DEFAULT 'unknown',
    "reason" TEXT NOT NULL DEFAULT 'never looked at',
    "since" TIMESTAMP(3) NOT NULL,
    "checkedAt" TIMESTAMP(3),
    "staleAt" TIMESTAMP(3),
    "durationMs" DOUBLE PRECISION,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "slows" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "version" TEXT,
    "startedAt" TIMESTAMP(3),
    "requestRate" DOUBLE PRECISION,
    "errorRatio" DOUBLE PRECISION,
    "latencyMsP95Low" DOUBLE PRECISION,
    "latencyMsP95High" DOUBLE PRECISION,
    "signalsAt" TIMESTAMP(3),
    "signalsReason" TEXT,

    CONSTRAINT "InstanceState_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InstancePoint" (
    "instanceId" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "requests" DOUBLE PRECISION,
    "errors" DOUBLE PRECISION,
    "clientErrors" DOUBLE PRECISION,
    "latency" JSONB,

    CONSTRAINT "InstancePoint_pkey" PRIMARY KEY ("instanceId","at")
);

-- CreateTable
CREATE TABLE "BucketBounds" (
    "key" TEXT NOT NULL,
    "boundsMs" JSONB NOT NULL,

    CONSTRAINT "BucketBounds_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "InstanceState_serviceId_url_key" ON "InstanceState"("serviceId", "url");

-- CreateIndex
CREATE INDEX "InstancePoint_at_idx" ON "InstancePoint"("at");

-- AddForeignKey
ALTER TABLE "InstanceState" ADD CONSTRAINT "InstanceState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InstancePoint" ADD CONSTRAINT "InstancePoint_instanceId_fkey" FOREIGN KEY ("instanceId") REFERENCES "InstanceState"("id") ON DELETE CASCADE ON UPDATE CASCADE;
