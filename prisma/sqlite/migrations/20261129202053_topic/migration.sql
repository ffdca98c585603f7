-- CreateTable
CREATE TABLE "TopicFlow" (
    "serviceId" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "eventRate" REAL,
    "failureRate" REAL,
    "seenAt" DATETIME,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("serviceId", "topic", "role", "type", "version"),
    CONSTRAINT "TopicFlow_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DeadLetterState" (
    "serviceId" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "waiting" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("serviceId", "topic"),
    CONSTRAINT "DeadLetterState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "TopicFlow_topic_idx" ON "TopicFlow"("topic");

-- CreateIndex
CREATE INDEX "DeadLetterState_topic_idx" ON "DeadLetterState"("topic");

-- CreateIndex
CREATE INDEX "Operation_kind_path_idx" ON "Operation"("kind", "path");
