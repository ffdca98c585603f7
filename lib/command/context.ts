import { AppError } from '#lib/errors.ts';
import { type Actor, allows, type Role } from '#lib/model/role.ts';
import type { OutboundPolicy } from '#lib/probe/outbound.ts';
import type { Probe } from '#lib/probe/probe.ts';
import { insertAudit } from '#lib/store/audit.ts';
import type { Db, PrismaClient } from '#lib/store/db.ts';

/** What every command is told of whoever asks, and when. */
export interface CommandContext {
  actor: Actor;
  nowMs: number;
  signal?: AbortSignal;
  correlationId: string;
  /** Network address of whoever asks, for audit lines. */
  address: string | null;
  db: PrismaClient;
  /** Given by tests; the process's own otherwise. */
  outbound?: { probe: Probe; policy: OutboundPolicy };
}

/** Refuses actors below a role. Commands check for themselves: no caller is trusted to have done so. */
export function requireRole(ctx: CommandContext, role: Role): void {
  if (!allows(role, ctx.actor)) throw new AppError('forbidden', `This needs the role ${role}.`);
}

type Fields = Record<string, unknown>;

/** An audit line in the change's own transaction. */
export function audit(tx: Db, ctx: CommandContext, action: string, subject: string, before: Fields | null, after: Fields | null): Promise<void> {
  const { actor, address, correlationId, nowMs } = ctx;
  return insertAudit(tx, { atMs: nowMs, actor: actor.email ?? actor.name, address, action, subject, before, after, correlationId });
}
