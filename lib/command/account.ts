import { AppError, validationError } from '#lib/errors.ts';
import type { NewToken, NewUser, Token, User, UserPatch } from '#lib/model/account.ts';
import { allows } from '#lib/model/role.ts';
import { type Db, inTransaction } from '#lib/store/db.ts';
import { hashPassword, verifyPassword } from '#lib/store/password.ts';
import { deleteToken, findToken, insertToken, makeToken } from '#lib/store/token.ts';
import { countUsers, deleteUser, findUserById, insertUser, type StoredUser, updateUser } from '#lib/store/user.ts';
import { audit, type CommandContext, requireRole } from './context.ts';

const dayMs = 86_400_000;

export async function createUser(ctx: CommandContext, { password, ...user }: NewUser): Promise<User> {
  requireRole(ctx, 'admin');
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx.db, async (tx) => {
    const created = await insertUser(tx, { ...user, passwordHash }, ctx.nowMs);
    await audit(tx, ctx, 'user.created', user.email, null, { name: user.name, role: user.role, teams: user.teams });
    return created;
  });
}

/** Changes a user. A new role, password or lock ends the user's sessions. */
export async function changeUser(ctx: CommandContext, { id, password, ...patch }: UserPatch & { id: number }): Promise<User> {
  requireRole(ctx, 'admin');
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return inTransaction(ctx.db, async (tx) => {
    const before = await findKnownUser(tx, id);
    if (patch.disabled || (patch.role && patch.role !== 'admin')) await refuseLastAdmin(tx, before);
    const changed = await updateUser(tx, id, { ...patch, passwordHash }, ctx.nowMs);
    const old = Object.fromEntries(Object.keys(patch).map((key) => [key, before[key as keyof StoredUser] ?? null]));
    await audit(tx, ctx, 'user.changed', before.email, old, { ...patch, ...(password === undefined ? {} : { password: 'changed' }) });
    return changed;
  });
}

export async function removeUser(ctx: CommandContext, id: number): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx.db, async (tx) => {
    const before = await findKnownUser(tx, id);
    await refuseLastAdmin(tx, before);
    await deleteUser(tx, id);
    await audit(tx, ctx, 'user.removed', before.email, { role: before.role, name: before.name }, null);
  });
}

/** Changes the asker's own password; every session of theirs ends. */
export async function changePassword(ctx: CommandContext, input: { current: string; next: string }): Promise<void> {
  const id = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  if (id === null) throw new AppError('forbidden', 'Only signed-in users have a password.');
  const user = await findKnownUser(ctx.db, id);
  if (!(await verifyPassword(input.current, user.passwordHash))) throw validationError([{ path: 'current', message: 'is not your password' }]);
  const passwordHash = await hashPassword(input.next);
  await inTransaction(ctx.db, async (tx) => {
    await updateUser(tx, id, { passwordHash }, ctx.nowMs);
    await audit(tx, ctx, 'user.changed', user.email, null, { password: 'changed' });
  });
}

/** Makes an API token, at most as strong as its maker. The text is in this answer only. */
export async function createToken(ctx: CommandContext, input: NewToken): Promise<Token & { token: string }> {
  requireRole(ctx, 'user');
  if (!allows(input.role, ctx.actor)) throw validationError([{ path: 'role', message: `must not exceed your own role, ${ctx.actor.role}` }]);
  const { id, secretHash, text } = makeToken();
  const expiresAtMs = input.expiresInDays === null ? null : ctx.nowMs + input.expiresInDays * dayMs;
  return inTransaction(ctx.db, async (tx) => {
    const createdBy = ctx.actor.email ?? ctx.actor.name;
    const token = await insertToken(
      tx,
      { id, name: input.name, role: input.role, secretHash, userId: ctx.actor.userId, createdBy, expiresAtMs },
      ctx.nowMs,
    );
    await audit(tx, ctx, 'token.created', id, null, { name: input.name, role: input.role, expiresInDays: input.expiresInDays });
    return { ...token, token: text };
  });
}

/** Revokes a token: admins any, users their own. */
export async function removeToken(ctx: CommandContext, id: string): Promise<void> {
  requireRole(ctx, 'user');
  await inTransaction(ctx.db, async (tx) => {
    const found = await findToken(tx, id);
    const mine = found !== null && found.userId !== null && found.userId === ctx.actor.userId;
    if (!found || !(mine || ctx.actor.role === 'admin')) throw new AppError('not_found', 'There is no such token.');
    await deleteToken(tx, id);
    await audit(tx, ctx, 'token.removed', id, { name: found.name, role: found.role }, null);
  });
}

async function findKnownUser(db: Db, id: number): Promise<StoredUser> {
  const user = await findUserById(db, id);
  if (!user) throw new AppError('not_found', 'There is no such user.');
  return user;
}

/** Somebody must be left who can let others in. */
async function refuseLastAdmin(tx: Db, user: StoredUser): Promise<void> {
  if (user.role !== 'admin' || user.disabled) return;
  if ((await countUsers(tx, { role: 'admin', enabled: true })) <= 1)
    throw new AppError('conflict', 'This is the last admin: make another one first.');
}
