import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Token } from '#lib/model/account.ts';
import type { Role } from '#lib/model/role.ts';
import type { Db } from './db.ts';
import type { ApiToken } from './generated/sqlite/client.ts';
import { cleanText, isoOf } from './sql.ts';

/** A token with what only the store and `lib/auth` may see. */
export interface StoredToken extends Token {
  secretHash: string;
  /** Whose it is; null: nobody's, such as one given by the environment. */
  userId: number | null;
}

export interface NewStoredToken {
  id: string;
  name: string;
  role: Role;
  secretHash: string;
  userId: number | null;
  createdBy: string;
  expiresAtMs: number | null;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const madeToken = /^sbx_([0-9a-f]{16})\.([\w-]{43})$/;

/** A new token: `sbx_<id>.<secret>`. The text is shown once; only the hash of its secret is kept. */
export function makeToken(): { id: string; secret: string; text: string; secretHash: string } {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, secret, text: `sbx_${id}.${secret}`, secretHash: hashSecret(secret) };
}

export function hashSecret(secret: string): string {
  return sha256(secret);
}

/** Id and hash of a token whose text somebody else chose. */
export function describeGivenToken(text: string): { id: string; secretHash: string } {
  const secretHash = hashSecret(text);
  return { id: secretHash.slice(0, 16), secretHash };
}

function toStored({ expiresAt, lastUsedAt, createdAt, ...row }: ApiToken): StoredToken {
  return { ...row, expiresAt: isoOf(expiresAt), lastUsedAt: isoOf(lastUsedAt), createdAt: createdAt.toISOString() };
}

function toToken(row: ApiToken): Token {
  const { secretHash: _hash, userId: _user, ...token } = toStored(row);
  return token;
}

export async function insertToken(db: Db, { expiresAtMs, name, ...token }: NewStoredToken, nowMs: number): Promise<Token> {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs);
  return toToken(await db.apiToken.create({ data: { ...token, name: cleanText(name), expiresAt, createdAt: new Date(nowMs) } }));
}

export async function findToken(db: Db, id: string): Promise<StoredToken | null> {
  const row = await db.apiToken.findUnique({ where: { id: cleanText(id) } });
  return row && toStored(row);
}

/** The token that a text is, whether it was made here or given. Its expiry is for the caller to judge. */
export async function findTokenByText(db: Db, text: string): Promise<StoredToken | null> {
  const [, id, secret] = madeToken.exec(text) ?? [];
  const given = describeGivenToken(text);
  const made = id && secret ? { id, secretHash: hashSecret(secret) } : null;
  return (made && (await findIfFits(db, made))) ?? findIfFits(db, given);
}

async function findIfFits(db: Db, { id, secretHash }: { id: string; secretHash: string }): Promise<StoredToken | null> {
  const found = await findToken(db, id);
  const fits = timingSafeEqual(Buffer.from(sha256(found?.secretHash ?? '')), Buffer.from(sha256(secretHash)));
  return fits ? found : null;
}

export interface TokenPage {
  /** Only this user's; left out: everybody's. */
  owner?: { userId: number | null } | undefined;
  page: number;
  limit: number;
}

/** Tokens, newest first. */
export async function listTokens(db: Db, { owner, page, limit }: TokenPage): Promise<{ tokens: Token[]; total: number }> {
  const where = owner === undefined ? {} : { userId: owner.userId };
  const total = await db.apiToken.count({ where });
  const rows = await db.apiToken.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], skip: (page - 1) * limit, take: limit });
  return { tokens: rows.map(toToken), total };
}

export async function deleteToken(db: Db, id: string): Promise<void> {
  await db.apiToken.deleteMany({ where: { id: cleanText(id) } });
}

/** Keeps when a token was used last. */
export async function touchToken(db: Db, id: string, nowMs: number): Promise<void> {
  await db.apiToken.updateMany({ where: { id }, data: { lastUsedAt: new Date(nowMs) } });
}
