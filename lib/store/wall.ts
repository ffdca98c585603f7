import { type NewWall, readyMadeWall, type Wall, wallDefaults } from '#lib/model/wall.ts';
import type { Db } from './db.ts';
import type { Wall as WallRow } from './generated/sqlite/client.ts';
import { cleanJson, cleanText } from './sql.ts';

/** What is kept beside the name; read over the defaults, so that a wall outlives a field that is added later. */
type Config = Omit<NewWall, 'name'>;

function toWall({ name, config, updatedAt }: WallRow): Wall {
  return { ...wallDefaults, ...(config as unknown as Config), name, readyMade: false, updatedAt: updatedAt.toISOString() };
}

const configOf = ({ name: _name, ...config }: NewWall) => JSON.parse(cleanJson(config)) as never;

/** A wall by its name; the ready-made one is there without a row. */
export async function findWall(db: Db, name: string): Promise<Wall | null> {
  const row = await db.wall.findUnique({ where: { name: cleanText(name) } });
  if (row) return toWall(row);
  return name === readyMadeWall.name ? readyMadeWall : null;
}

/** Every wall by name, the ready-made one first. */
export async function listWalls(db: Db): Promise<Wall[]> {
  const walls = (await db.wall.findMany({ orderBy: { name: 'asc' } })).map(toWall);
  const ready = walls.find(({ name }) => name === readyMadeWall.name) ?? readyMadeWall;
  return [ready, ...walls.filter(({ name }) => name !== readyMadeWall.name)];
}

/** Keeps a wall under its name, whether it was there or not. */
export async function keepWall(db: Db, wall: NewWall, by: string, nowMs: number): Promise<Wall> {
  const at = new Date(nowMs);
  const kept = { config: configOf(wall), updatedAt: at };
  return toWall(
    await db.wall.upsert({ where: { name: wall.name }, create: { name: wall.name, createdBy: by, createdAt: at, ...kept }, update: kept }),
  );
}

/** Forgets a wall with the screens that show it; how many screens those were. */
export async function deleteWall(db: Db, name: string): Promise<number> {
  await db.wall.deleteMany({ where: { name } });
  await db.wallPairing.deleteMany({ where: { wall: name } });
  return (await db.wallScreen.deleteMany({ where: { wall: name } })).count;
}
