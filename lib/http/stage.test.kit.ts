import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { inject } from 'vitest';
import type { Role } from '#lib/model/role.ts';
import { db, type PrismaClient } from '#lib/store/db.ts';
import { hashPassword } from '#lib/store/password.ts';
import { insertToken, makeToken } from '#lib/store/token.ts';
import { findUserByEmail, insertUser, type StoredUser } from '#lib/store/user.ts';
import { approvePairing, beginPairing, claimPairing } from '#lib/store/wall-screen.ts';

const folder = mkdtempSync(join(inject('testbed').folder, 'http-'));
copyFileSync(join(inject('testbed').folder, 'base.db'), join(folder, 'signalbox.db'));
Object.assign(process.env, {
  SIGNALBOX_DATA_DIR: folder,
  DATABASE_URL: `file:${join(folder, 'signalbox.db')}`,
  SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1:*',
});

export const password = 'correct horse battery';
const passwordHash = hashPassword(password);

export interface Person {
  user: StoredUser;
  /** What a browser of theirs sends. */
  headers: Record<string, string>;
}

/** A signed-in person. */
export async function enrol(role: Role, teams: string[] = []): Promise<Person> {
  const database = await db();
  const email = `${role}-${randomUUID().slice(0, 8)}@example.com`;
  await insertUser(database, { email, name: email.split('@')[0] ?? email, role, teams, passwordHash: await passwordHash }, Date.now());
  const user = await findUserByEmail(database, email);
  if (!user) throw new Error('the user was not kept');
  return { user, headers: await sessionOf(user) };
}

export async function sessionOf(user: StoredUser): Promise<Record<string, string>> {
  const { authSecret } = await import('#lib/auth/secret.ts');
  const cookie = await encode({ token: { sub: String(user.id), version: user.sessionVersion }, secret: authSecret() });
  return { cookie: `next-auth.session-token=${cookie}` };
}

/** An API token, as a caller sends it. */
export async function issueToken(
  role: Role,
  { userId = null, expiresAtMs = null }: { userId?: number | null; expiresAtMs?: number | null } = {},
): Promise<{ id: string; headers: Record<string, string> }> {
  const { id, secretHash, text } = makeToken();
  await insertToken(await db(), { id, name: `${role} ${id}`, role, secretHash, userId, createdBy: 'test', expiresAtMs }, Date.now());
  return { id, headers: { authorization: `Bearer ${text}` } };
}

/** A screen that somebody has paired with a wall, and what it sends. */
export async function pairScreen(wall: string): Promise<{ id: string; headers: Record<string, string> }> {
  const [database, nowMs] = [await db(), Date.now()];
  const begun = await beginPairing(database, wall, nowMs);
  if (!begun) throw new Error('too many screens wait');
  await approvePairing(database, { code: begun.code, name: 'Kitchen', by: 'test' }, nowMs);
  const claimed = await claimPairing(database, begun.claim, wall, nowMs);
  if (claimed.state !== 'paired') throw new Error('the screen was not paired');
  return { id: claimed.screen.id, headers: { cookie: `signalbox.screen=${claimed.token}` } };
}

export function database(): Promise<PrismaClient> {
  return db();
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

interface CallOptions {
  headers?: Record<string, string>;
  body?: unknown;
}

const site = 'http://signalbox.test';

/** Calls the REST API as over the network: one fetch-style request, one response. */
export async function callApi<T = Record<string, unknown>>(
  method: string,
  path: string,
  { headers = {}, body }: CallOptions = {},
): Promise<Answer<T>> {
  const { answerCall } = await import('./call.ts');
  const carried = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const request = new Request(`${site}/api/v1${path}`, { method, ...carried, headers: { host: 'signalbox.test', ...type, ...headers } });
  return readAnswer<T>(await answerCall(request, 'rest'));
}

function bodyOf(text: string, headers: Headers): unknown {
  if (text === '') return null;
  return headers.get('content-type')?.includes('yaml') ? text : JSON.parse(text);
}

export async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: bodyOf(text, response.headers) as T };
}
