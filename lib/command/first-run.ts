import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import type { User } from '#lib/model/account.ts';
import { systemActor } from '#lib/model/role.ts';
import { registrationSchema } from '#lib/model/service.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { hashPassword } from '#lib/store/password.ts';
import { findService } from '#lib/store/service.ts';
import { getSetting, setSetting } from '#lib/store/setting.ts';
import { describeGivenToken, findToken, insertToken } from '#lib/store/token.ts';
import { countUsers, findUserByEmail, insertUser } from '#lib/store/user.ts';
import { audit, type CommandContext } from './context.ts';
import { selfUrl } from './outbound.ts';
import { changeService, registerService } from './service.ts';

const setUpKey = 'setup.secretHash';
const selfKey = 'self.entry';
const selfName = 'signalbox';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const sameText = (a: string, b: string) => timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)));

function systemContext(db: PrismaClient, nowMs: number): CommandContext {
  return { actor: systemActor, nowMs, correlationId: randomUUID(), address: null, db };
}

/**
 * What a start leaves in the database: the admin and the token that the environment names, Signalbox's own entry in
 * the catalog, and, while nobody can sign in, the hash of a new one-time set-up secret, returned as part of a link.
 */
export async function prepareFirstRun(input: { env: Env; db: PrismaClient; nowMs: number; baseUrl: string }): Promise<{ setUpUrl: string | null }> {
  const ctx = systemContext(input.db, input.nowMs);
  await admitAdmin(ctx, input.env);
  await admitToken(ctx, input.env.SIGNALBOX_ADMIN_TOKEN);
  await registerSelf(ctx, selfUrl(input.env.PORT));
  if ((await countUsers(ctx.db)) > 0) return { setUpUrl: null };
  const secret = randomBytes(24).toString('base64url');
  await setSetting(ctx.db, setUpKey, { hash: digest(secret) });
  return { setUpUrl: `${input.baseUrl}/setup?secret=${secret}` };
}

/** Whether the very first admin is still to be made. */
export async function isSetUpOpen(db: PrismaClient): Promise<boolean> {
  return (await countUsers(db)) === 0;
}

/** Creates the first admin by the one-time link. */
export async function setUp(
  ctx: Omit<CommandContext, 'actor'>,
  input: { secret: string; email: string; name: string; password: string },
): Promise<User> {
  const passwordHash = await hashPassword(input.password);
  return inTransaction(ctx.db, async (tx) => {
    const stored = (await getSetting(tx, setUpKey)) as { hash?: string } | null;
    const open = (await countUsers(tx)) === 0;
    if (!open || !stored?.hash || !sameText(stored.hash, digest(input.secret))) {
      throw new AppError('forbidden', 'This set-up link is used or out of date. Restart Signalbox to get a new one, or sign in.');
    }
    const admin = await insertUser(tx, { email: input.email, name: input.name, role: 'admin', teams: [], passwordHash }, ctx.nowMs);
    await setSetting(tx, setUpKey, {});
    await audit(tx, { ...ctx, actor: systemActor }, 'user.created', input.email, null, { role: 'admin', by: 'set-up link' });
    return admin;
  });
}

async function admitAdmin(ctx: CommandContext, env: Env): Promise<void> {
  const email = env.SIGNALBOX_ADMIN_EMAIL?.toLowerCase();
  if (!email || !env.SIGNALBOX_ADMIN_PASSWORD || (await findUserByEmail(ctx.db, email))) return;
  const passwordHash = await hashPassword(env.SIGNALBOX_ADMIN_PASSWORD);
  await inTransaction(ctx.db, async (tx) => {
    await insertUser(tx, { email, name: email.split('@')[0] ?? email, role: 'admin', teams: [], passwordHash }, ctx.nowMs);
    await audit(tx, ctx, 'user.created', email, null, { role: 'admin', by: 'environment' });
  });
}

async function admitToken(ctx: CommandContext, text: string | undefined): Promise<void> {
  if (!text) return;
  const { id, secretHash } = describeGivenToken(text);
  await inTransaction(ctx.db, async (tx) => {
    if (await findToken(tx, id)) return;
    await insertToken(
      tx,
      { id, name: 'from the environment', role: 'admin', secretHash, userId: null, createdBy: systemActor.name, expiresAtMs: null },
      ctx.nowMs,
    );
    await audit(tx, ctx, 'token.created', id, null, { role: 'admin', by: 'environment' });
  });
}

/** A new installation shows something real at once. Once removed by somebody, the entry stays away. */
async function registerSelf(ctx: CommandContext, baseUrl: string): Promise<void> {
  const known = (await getSetting(ctx.db, selfKey)) as { baseUrl?: string } | null;
  if (known?.baseUrl === baseUrl) return;
  const entry = await findService(ctx.db, selfName);
  if (entry && entry.baseUrl === known?.baseUrl) await changeService(ctx, { name: selfName, baseUrl });
  else if (!entry && !known) {
    const registration = registrationSchema.parse({
      name: selfName,
      displayName: 'Signalbox',
      description: 'This installation: catalog, dashboard and API.',
      baseUrl,
      healthCheckPath: '/healthz',
      metricsPath: '/metrics',
      openapiPath: '/api/openapi.json',
      tier: 2,
      tags: ['self'],
    });
    await registerService(ctx, registration);
  }
  await setSetting(ctx.db, selfKey, { baseUrl });
}
