import { AppError, validationError } from '#lib/errors.ts';
import type { Acceptance } from '#lib/model/document.ts';
import { inTransaction } from '#lib/store/db.ts';
import { deleteAcceptance, keepAcceptance } from '#lib/store/document/acceptance.ts';
import { audit, type CommandContext } from '../context.ts';
import { judgeAgain } from '../ladder.ts';
import { findEditable } from './upload.ts';

interface Accepting {
  name: string;
  fingerprint: string;
  reason: string;
  expiresAt: string | null;
}

/** Takes a finding on until it expires: everywhere it stands, it no longer counts. */
export async function acceptFinding(ctx: CommandContext, { name, fingerprint, reason, expiresAt }: Accepting): Promise<Acceptance> {
  const service = await findEditable(ctx, name);
  if (expiresAt !== null && Date.parse(expiresAt) <= ctx.nowMs) throw validationError([{ path: 'expiresAt', message: 'is in the past' }]);
  const acceptance = { fingerprint, reason, by: ctx.actor.name, at: new Date(ctx.nowMs).toISOString(), expiresAt };
  await inTransaction(ctx.db, async (tx) => {
    await keepAcceptance(tx, service.id, acceptance);
    await audit(tx, ctx, 'finding.accepted', name, null, { fingerprint, reason, expiresAt });
  });
  await judgeAgain(ctx.db, name, ctx.nowMs);
  return acceptance;
}

export async function withdrawAcceptance(ctx: CommandContext, { name, fingerprint }: { name: string; fingerprint: string }): Promise<void> {
  const service = await findEditable(ctx, name);
  await inTransaction(ctx.db, async (tx) => {
    if (!(await deleteAcceptance(tx, service.id, fingerprint))) throw new AppError('not_found', 'This finding is not accepted.');
    await audit(tx, ctx, 'finding.unaccepted', name, { fingerprint }, null);
  });
  await judgeAgain(ctx.db, name, ctx.nowMs);
}
