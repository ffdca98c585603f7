-- AlterTable
ALTER TABLE "Dependency" ADD COLUMN "declaredAt" DATETIME;

-- CreateTable
CREATE TABLE "ForgottenEdge" (
    "serviceId" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "until" DATETIME,

    PRIMARY KEY ("serviceId", "from", "to", "kind"),
    CONSTRAINT "ForgottenEdge_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "GraphPosition" (
    "view" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "node" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "slot" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("view", "version", "node")
);

-- CreateTable
CREATE TABLE "GraphLayout" (
    "view" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("view", "version")
);

-- CreateIndex
CREATE UNIQUE INDEX "GraphPosition_view_version_rank_slot_key" ON "GraphPosition"("view", "version", "rank", "slot");
