-- CreateTable
CREATE TABLE "Wall" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Wall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WallScreen" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "wall" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "lastSeenAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "WallScreen_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WallPairing" (
    "id" TEXT NOT NULL,
    "wall" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "screenName" TEXT,
    "approvedBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "WallPairing_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Wall_name_key" ON "Wall"("name");

-- CreateIndex
CREATE INDEX "WallScreen_wall_idx" ON "WallScreen"("wall");

-- CreateIndex
CREATE UNIQUE INDEX "WallPairing_codeHash_key" ON "WallPairing"("codeHash");

-- CreateIndex
CREATE INDEX "WallPairing_expiresAt_idx" ON "WallPairing"("expiresAt");
