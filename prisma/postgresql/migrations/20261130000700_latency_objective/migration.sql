-- AlterTable
ALTER TABLE "Service" ADD COLUMN     "latencyObjectiveMs" DOUBLE PRECISION,
ADD COLUMN     "latencyObjectivePercentile" INTEGER;
