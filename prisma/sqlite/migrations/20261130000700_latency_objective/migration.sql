-- AlterTable
ALTER TABLE "Service" ADD COLUMN "latencyObjectiveMs" REAL;
ALTER TABLE "Service" ADD COLUMN "latencyObjectivePercentile" INTEGER;
