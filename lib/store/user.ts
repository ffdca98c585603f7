import { AppError } from '#lib/errors.ts';
import type { User } from '#lib/model/account.ts';
import type { Role } from '#lib/model/role.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/sqlite/client.ts';
import { ensureGroup } from './group.ts';
import { cleanText, isoOf, isSqlite, join, selectRows, sql } from './sql.ts';

/** A user with what only the store and sign-in may see. */
export interface StoredUser extends User {
  passwordHash: string | null;
  /** Sessions carry it: one that carries another has ended. */
  sessionVersion: number;
}

export interface NewStoredUser {
  email: string;
  name: string;
  role: Role;
  teams: string[];
  passwordHash: string | null;
}

export interface UserChange {
  name?: string | undefined;
  role?: Role | undefined;
  teams?: string[] | undefined;
  disabled?: boolean | undefined;
  passwordHash?: string | undefined;
}

const withTeams = { teams: { include: { team: true } } } satisfies Prisma.UserInclude;
type UserRow = Prisma.UserGetPayload<{ include: typeof withTeams }>;

function toStored({ disabledAt, lastSeenAt, createdAt, teams, ...row }: UserRow): StoredUser {
  return {
    ...row,
    teams: teams.map(({ team }) => team.name).sort(),
    disabled: disabledAt !== null,
    lastSeenAt: isoOf(lastSeenAt),
    createdAt: createdAt.toISOString(),
  };
}

function toUser(row: UserRow): User {
  const { passwordHash: _hash, sessionVersion: _version, ...user } = toStored(row);
  return user;
}

export async function findUserByEmail(db: Db, email: string): Promise<StoredUser | null> {
  const row = await db.user.findUnique({ where: { email: cleanText(email).toLowerCase() }, include: withTeams });
  return row && toStored(row);
}

export async function findUserById(db: Db, id: number): Promise<StoredUser | null> {
  const row = await db.user.findUnique({ where: { id }, include: withTeams });
  return row && toStored(row);
}

/** Users that have every word of `q` in name or address, by address. */
export async function listUsers(
  db: Db,
  { q, page, limit }: { q?: string | undefined; page: number; limit: number },
): Promise<{ users: User[]; total: number }> {
  const words = cleanText(q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const text = sql`lower("name" || ' ' || "email")`;
  const contains = (word: string) => (isSqlite(db) ? sql`instr(${text}, ${word}) > 0` : sql`strpos(${text}, ${word}) > 0`);
  const where = words.length === 0 ? sql`1 = 1` : join(words.map(contains), ' AND ');
  const [counted] = await selectRows<{ total: number }>(db, sql`SELECT count(*) AS total FROM "User" WHERE ${where}`);
  const ids = await selectRows<{ id: number }>(
    db,
    sql`SELECT "id" FROM "User" WHERE ${where} ORDER BY "email", "id" LIMIT ${limit} OFFSET ${(page - 1) * limit}`,
  );
  const rows = await db.user.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    include: withTeams,
    orderBy: [{ email: 'asc' }, { id: 'asc' }],
  });
  return { users: rows.map(toUser), total: counted?.total ?? 0 };
}

async function memberships(db: Db, teams: string[]): Promise<{ teamId: number }[]> {
  const ids = [];
  for (const team of new Set(teams)) ids.push({ teamId: await ensureGroup(db, 'team', team) });
  return ids;
}

export async function insertUser(db: Db, user: NewStoredUser, nowMs: number): Promise<User> {
  const email = user.email.toLowerCase();
  const teams = await memberships(db, user.teams);
  try {
    const data = { email, name: cleanText(user.name), role: user.role, passwordHash: user.passwordHash, createdAt: new Date(nowMs) };
    return toUser(await db.user.create({ data: { ...data, teams: { create: teams } }, include: withTeams }));
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    throw new AppError('name_taken', 'A user with this e-mail address exists already.', {
      details: { issues: [{ path: 'email', message: 'is taken' }] },
    });
  }
}

/** Changes a user. A new role or password, a lock or its end, ends the user's sessions. */
export async function updateUser(db: Db, id: number, change: UserChange, nowMs: number): Promise<User> {
  const before = await findUserById(db, id);
  if (!before) throw unknownUser();
  const { name, role, teams, disabled, passwordHash } = change;
  const locks = disabled !== undefined && disabled !== before.disabled;
  const ends = locks || passwordHash !== undefined || (role !== undefined && role !== before.role);
  const row = await db.user.update({
    where: { id },
    data: {
      ...(name === undefined ? {} : { name: cleanText(name) }),
      ...(role === undefined ? {} : { role }),
      ...(passwordHash === undefined ? {} : { passwordHash }),
      ...(locks ? { disabledAt: disabled ? new Date(nowMs) : null } : {}),
      ...(ends ? { sessionVersion: { increment: 1 } } : {}),
      ...(teams === undefined ? {} : { teams: { deleteMany: {}, create: await memberships(db, teams) } }),
    },
    include: withTeams,
  });
  return toUser(row);
}

/** Removes a user with the tokens they made. */
export async function deleteUser(db: Db, id: number): Promise<void> {
  const { count } = await db.user.deleteMany({ where: { id } });
  if (count === 0) throw unknownUser();
}

export function countUsers(db: Db, { role, enabled }: { role?: Role; enabled?: boolean } = {}): Promise<number> {
  const where = { ...(role === undefined ? {} : { role }), ...(enabled === undefined ? {} : { disabledAt: enabled ? null : { not: null } }) };
  return db.user.count({ where });
}

/** Keeps when a user was seen last. */
export async function touchUser(db: Db, id: number, nowMs: number): Promise<void> {
  await db.user.updateMany({ where: { id }, data: { lastSeenAt: new Date(nowMs) } });
}

function unknownUser(): AppError {
  return new AppError('not_found', 'There is no such user.');
}
