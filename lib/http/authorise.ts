import { implement } from '@orpc/server';
import type { Meta } from '#lib/api/base.ts';
import { contract } from '#lib/api/contract.ts';
import { AppError } from '#lib/errors.ts';
import { type Access, type Actor, allows } from '#lib/model/role.ts';
import { type CallContext, unauthenticated } from './context.ts';

/** Refuses whoever the operation is not for. An operation that does not say is for admins. */
export function refuseStrangers(access: Access | undefined, actor: Actor | null): void {
  const needed = access ?? 'admin';
  if (allows(needed, actor)) return;
  if (!actor) throw unauthenticated();
  throw new AppError('forbidden', `This needs the role ${needed}.`);
}

/** Every operation of the contract, authorised before its input is read. */
export const os = implement(contract)
  .$context<CallContext>()
  .use(({ context, procedure, next }) => {
    refuseStrangers((procedure['~orpc'].meta as Partial<Meta>).access, context.actor);
    return next();
  });
