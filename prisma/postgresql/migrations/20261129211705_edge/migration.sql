-- CreateTable
CREATE TABLE "ObservedEdge" (
    "serviceId" INTEGER NOT NULL,
    "caller" TEXT NOT NULL,
    "callee" TEXT NOT NULL,
    "kind" "DependencyKind" NOT NULL,
    "source" TEXT NOT NULL,
    "requestRate" DOUBLE PRECISION,
    "errorRatio" DOUBLE PRECISION,
    "latencyMsP95Low" DOUBLE PRECISION,
    "latencyMsP95High" DOUBLE PRECISION,
    "seenAt" TIMESTAMP(3),
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ObservedEdge_pkey" PRIMARY KEY ("serviceId","source","caller","callee","kind")
);

-- CreateIndex
CREATE INDEX "ObservedEdge_at_idx" ON "ObservedEdge"("at");

-- AddForeignKey
ALTER TABLE "ObservedEdge" ADD CONSTRAINT "ObservedEdge_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
