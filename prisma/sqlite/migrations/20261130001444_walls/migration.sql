-- CreateTable
CREATE TABLE "Wall" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "WallScreen" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "wall" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "lastSeenAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "WallPairing" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "wall" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "screenName" TEXT,
    "approvedBy" TEXT,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "Wall_name_key" ON "Wall"("name");

-- CreateIndex
CREATE INDEX "WallScreen_wall_idx" ON "WallScreen"("wall");

-- CreateIndex
CREATE UNIQUE INDEX "WallPairing_codeHash_key" ON "WallPairing"("codeHash");

-- CreateIndex
CREATE INDEX "WallPairing_expiresAt_idx" ON "WallPairing"("expiresAt");
