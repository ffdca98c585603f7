-- AlterTable
ALTER TABLE "Dependency" ADD COLUMN     "declaredAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "ForgottenEdge" (
    "serviceId" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "kind" "DependencyKind" NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3),

    CONSTRAINT "ForgottenEdge_pkey" PRIMARY KEY ("serviceId","from","to","kind")
);

-- CreateTable
CREATE TABLE "GraphPosition" (
    "view" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "node" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "slot" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "GraphPosition_pkey" PRIMARY KEY ("view","version","node")
);

-- CreateTable
CREATE TABLE "GraphLayout" (
    "view" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "GraphLayout_pkey" PRIMARY KEY ("view","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "GraphPosition_view_version_rank_slot_key" ON "GraphPosition"("view", "version", "rank", "slot");

-- AddForeignKey
ALTER TABLE "ForgottenEdge" ADD CONSTRAINT "ForgottenEdge_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
