import { AppError } from '#lib/errors.ts';
import { type Actor, type ActorRole, allows } from '#lib/model/role.ts';
import type { PrismaClient } from '#lib/store/db.ts';

export interface QueryContext {
  db: PrismaClient;
  nowMs: number;
  actor: Actor;
}

export function requireReader(ctx: QueryContext, role: ActorRole = 'guest'): void {
  if (!allows(role, ctx.actor)) throw new AppError('forbidden', `This needs the role ${role}.`);
}
