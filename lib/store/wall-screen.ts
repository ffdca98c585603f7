import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { pairingAlphabet, pairingLength, pairingMinutes } from '#lib/model/wall/pairing.ts';
import type { WallScreen } from '#lib/model/wall.ts';
import type { Db } from './db.ts';
import type { WallScreen as ScreenRow } from './generated/sqlite/client.ts';
import { cleanText, isoOf } from './sql.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const isSame = (a: string, b: string) => timingSafeEqual(Buffer.from(hash(a)), Buffer.from(hash(b)));
const makeCode = () => Array.from({ length: pairingLength }, () => pairingAlphabet[randomInt(pairingAlphabet.length)]).join('');
const makeSecret = (prefix: string) => {
  const [id, secret] = [randomBytes(8).toString('hex'), randomBytes(32).toString('base64url')];
  return { id, text: `${prefix}_${id}.${secret}`, secretHash: hash(secret) };
};
const madeText = /^(sbw|sbp)_([0-9a-f]{16})\.([\w-]{43})$/;

function readText(prefix: 'sbw' | 'sbp', text: string): { id: string; secretHash: string } | null {
  const [, given, id, secret] = madeText.exec(text) ?? [];
  return given === prefix && id && secret ? { id, secretHash: hash(secret) } : null;
}

function toScreen({ secretHash: _hash, lastSeenAt, createdAt, ...row }: ScreenRow): WallScreen {
  return { ...row, lastSeenAt: isoOf(lastSeenAt), createdAt: createdAt.toISOString() };
}

/** More than these do not wait at once, whoever makes screens ask. */
const mostWaiting = 500;

export interface Pairing {
  /** What people type. */
  code: string;
  /** What the screen shows to claim its token: it knows it, and nobody else does. */
  claim: string;
  expiresAt: string;
}

/** Begins to pair a screen with a wall; null while too many wait. Forgets what has run out. */
export async function beginPairing(db: Db, wall: string, nowMs: number): Promise<Pairing | null> {
  const now = new Date(nowMs);
  await db.wallPairing.deleteMany({ where: { expiresAt: { lt: new Date(nowMs - pairingMinutes * 60_000) } } });
  if ((await db.wallPairing.count({ where: { expiresAt: { gte: now } } })) >= mostWaiting) return null;
  const { id, text, secretHash } = makeSecret('sbp');
  const code = makeCode();
  const expiresAt = new Date(nowMs + pairingMinutes * 60_000);
  await db.wallPairing.create({ data: { id, wall, codeHash: hash(code), secretHash, createdAt: now, expiresAt } });
  return { code, claim: text, expiresAt: expiresAt.toISOString() };
}

/** Lets the screen that shows a code have its wall; says why not where it cannot. */
export async function approvePairing(
  db: Db,
  { code, name, by }: { code: string; name: string; by: string },
  nowMs: number,
): Promise<{ wall: string } | 'unknown' | 'expired' | 'used'> {
  const row = await db.wallPairing.findUnique({ where: { codeHash: hash(code) } });
  if (!row) return 'unknown';
  if (row.expiresAt.getTime() <= nowMs) return 'expired';
  const approved = await db.wallPairing.updateMany({
    where: { id: row.id, approvedBy: null },
    data: { approvedBy: cleanText(by), screenName: cleanText(name) },
  });
  return approved.count === 1 ? { wall: row.wall } : 'used';
}

export type Claimed = { state: 'waiting' } | { state: 'expired' } | { state: 'paired'; token: string; screen: WallScreen };

/** Gives a screen its token, once, when somebody has entered its code. To be run in a transaction. */
export async function claimPairing(tx: Db, claim: string, wall: string, nowMs: number): Promise<Claimed> {
  const given = readText('sbp', claim);
  const row = given && (await tx.wallPairing.findUnique({ where: { id: given.id } }));
  if (!row || !isSame(row.secretHash, given.secretHash) || row.wall !== wall) return { state: 'expired' };
  if (row.approvedBy === null) return { state: row.expiresAt.getTime() <= nowMs ? 'expired' : 'waiting' };
  const { id, text, secretHash } = makeSecret('sbw');
  if ((await tx.wallPairing.deleteMany({ where: { id: row.id } })).count !== 1) return { state: 'expired' };
  const at = new Date(nowMs);
  const data = { id, secretHash, name: row.screenName ?? 'screen', wall, createdAt: at, createdBy: row.approvedBy, lastSeenAt: at };
  return { state: 'paired', token: text, screen: toScreen(await tx.wallScreen.create({ data })) };
}

/** The screen whose token a text is. */
export async function findScreenByText(db: Db, text: string): Promise<WallScreen | null> {
  const given = readText('sbw', text);
  const row = given && (await db.wallScreen.findUnique({ where: { id: given.id } }));
  return row && isSame(row.secretHash, given.secretHash) ? toScreen(row) : null;
}

export async function findScreen(db: Db, id: string): Promise<WallScreen | null> {
  const row = await db.wallScreen.findUnique({ where: { id: cleanText(id) } });
  return row && toScreen(row);
}

/** Screens by wall and name. */
export async function listScreens(db: Db): Promise<WallScreen[]> {
  return (await db.wallScreen.findMany({ orderBy: [{ wall: 'asc' }, { name: 'asc' }, { id: 'asc' }], take: 500 })).map(toScreen);
}

export async function deleteScreen(db: Db, id: string): Promise<void> {
  await db.wallScreen.deleteMany({ where: { id } });
}

/** Keeps when a screen was heard of last. */
export async function touchScreen(db: Db, id: string, nowMs: number): Promise<void> {
  await db.wallScreen.updateMany({ where: { id }, data: { lastSeenAt: new Date(nowMs) } });
}
