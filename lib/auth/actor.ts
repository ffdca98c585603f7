import { decode } from 'next-auth/jwt';
import { type Actor, allows, type Role } from '#lib/model/role.ts';
import { db as openDatabase, type PrismaClient } from '#lib/store/db.ts';
import { findTokenByText, touchToken } from '#lib/store/token.ts';
import { findUserById, type StoredUser, touchUser } from '#lib/store/user.ts';
import { readCookies, sessionCookieName } from './cookie.ts';
import { findScreenActor, screenCookieName } from './screen.ts';
import { authSecret } from './secret.ts';

export type { PrismaClient };

const touchEveryMs = 60_000;

export interface Admission {
  actor: Actor;
  /** What they showed. Only a cookie is sent by the browser unasked. */
  by: 'token' | 'cookie';
}

interface Asking {
  headers: Headers;
  nowMs: number;
  db: PrismaClient;
}

/** The database of this process, and who is asking. */
export async function admit(headers: Headers, nowMs: number): Promise<{ db: PrismaClient; admission: Admission | null }> {
  const db = await openDatabase();
  return { db, admission: await findAdmission({ headers, nowMs, db }) };
}

/** Who is asking: an API token if one is given, else whoever is signed in, else a screen. A token that does not hold is not made up for by a cookie. */
export async function findAdmission(asking: Asking): Promise<Admission | null> {
  const authorization = asking.headers.get('authorization');
  if (authorization !== null) {
    // Prometheus 2.42 sends the credentials of http_sd_configs without the scheme.
    const text = /^(?:Bearer +)?(\S+) *$/i.exec(authorization)?.[1];
    const actor = text ? await findTokenActor(asking, text) : null;
    return actor && { actor, by: 'token' };
  }
  const { [sessionCookieName()]: session, [screenCookieName()]: screen } = readCookies(asking.headers);
  const actor = (session ? await findSessionActor(asking, session) : null) ?? (screen ? await findScreenActor(asking, screen) : null);
  return actor && { actor, by: 'cookie' };
}

export async function findActor(asking: Asking): Promise<Actor | null> {
  return (await findAdmission(asking))?.actor ?? null;
}

const isDue = (last: string | null, nowMs: number) => last === null || nowMs - Date.parse(last) >= touchEveryMs;
const weaker = (a: Role, b: Role): Role => (allows(a, { role: b }) ? a : b);

async function findTokenActor({ db, nowMs }: Asking, text: string): Promise<Actor | null> {
  const token = await findTokenByText(db, text);
  if (!token || (token.expiresAt !== null && Date.parse(token.expiresAt) <= nowMs)) return null;
  const owner = token.userId === null ? null : await findUserById(db, token.userId);
  if (token.userId !== null && (!owner || owner.disabled)) return null;
  if (isDue(token.lastUsedAt, nowMs)) await touchToken(db, token.id, nowMs);
  return {
    kind: 'token',
    userId: token.userId,
    name: `token ${token.name}`,
    email: null,
    role: owner ? weaker(token.role, owner.role) : token.role,
    teams: owner?.teams ?? [],
  };
}

/** What a session cookie says, if it is ours and has not run out. */
async function readSession(cookie: string): Promise<{ userId: number; version: number } | null> {
  const claims = await decode({ token: cookie, secret: authSecret() }).catch(() => null);
  const userId = Number(claims?.sub);
  return Number.isInteger(userId) && typeof claims?.version === 'number' ? { userId, version: claims.version } : null;
}

async function findSessionActor({ db, nowMs }: Asking, cookie: string): Promise<Actor | null> {
  const session = await readSession(cookie);
  const user = session && (await findUserById(db, session.userId));
  if (!user || user.disabled || user.sessionVersion !== session.version) return null;
  if (isDue(user.lastSeenAt, nowMs)) await touchUser(db, user.id, nowMs);
  return actorOf(user);
}

function actorOf({ id, name, email, role, teams }: StoredUser): Actor {
  return { kind: 'user', userId: id, name, email, role, teams };
}
