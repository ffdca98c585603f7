-- CreateTable
CREATE TABLE "TopicFlow" (
    "serviceId" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "role" "TopicRole" NOT NULL,
    "type" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "eventRate" DOUBLE PRECISION,
    "failureRate" DOUBLE PRECISION,
    "seenAt" TIMESTAMP(3),
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TopicFlow_pkey" PRIMARY KEY ("serviceId","topic","role","type","version")
);

-- CreateTable
CREATE TABLE "DeadLetterState" (
    "serviceId" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "waiting" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DeadLetterState_pkey" PRIMARY KEY ("serviceId","topic")
);

-- CreateIndex
CREATE INDEX "TopicFlow_topic_idx" ON "TopicFlow"("topic");

-- CreateIndex
CREATE INDEX "DeadLetterState_topic_idx" ON "DeadLetterState"("topic");

-- CreateIndex
CREATE INDEX "Operation_kind_path_idx" ON "Operation"("kind", "path");

-- AddForeignKey
ALTER TABLE "TopicFlow" ADD CONSTRAINT "TopicFlow_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeadLetterState" ADD CONSTRAINT "DeadLetterState_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
