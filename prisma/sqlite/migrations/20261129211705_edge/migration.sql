-- CreateTable
CREATE TABLE "ObservedEdge" (
    "serviceId" INTEGER NOT NULL,
    "caller" TEXT NOT NULL,
    "callee" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "requestRate" REAL,
    "errorRatio" REAL,
    "latencyMsP95Low" REAL,
    "latencyMsP95High" REAL,
    "seenAt" DATETIME,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("serviceId", "source", "caller", "callee", "kind"),
    CONSTRAINT "ObservedEdge_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ObservedEdge_at_idx" ON "ObservedEdge"("at");
