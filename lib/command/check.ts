import { AppError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import type { ReadingView } from '#lib/model/reading.ts';
import { inTransaction } from '#lib/store/db.ts';
import { listReadings } from '#lib/store/reading.ts';
import { findService } from '#lib/store/service.ts';
import { type CommandContext, requireRole } from './context.ts';
import { lookLimits } from './look-limits.ts';
import { unknownService } from './service.ts';

const pollMs = 50;
const graceMs = 4000;

/** Asks the worker for a look now and waits for its reading. */
export async function checkService(ctx: CommandContext, name: string): Promise<ReadingView> {
  requireRole(ctx, 'user');
  const service = await findService(ctx.db, name);
  if (!service) throw unknownService(name);
  if (service.baseUrl === null && !service.healthFromUp)
    throw new AppError('unprocessable', `${name} has no base URL yet: give one in its settings, then Signalbox looks.`);
  const askedMs = Date.now();
  const data = { service: name, by: ctx.actor.name };
  await inTransaction(ctx.db, (tx) => publish(tx, [{ kind: 'check.requested', subject: name, data }], ctx.nowMs));
  const endMs = askedMs + lookLimits.healthMs(service) + graceMs;
  while (Date.now() < endMs && !ctx.signal?.aborted) {
    const [reading] = await listReadings(ctx.db, name, 1);
    if (reading && Date.parse(reading.at) >= askedMs) return reading;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new AppError('unavailable', 'The worker did not answer in time. Is it running? Its state is at /readyz.', { retryAfterSeconds: 5 });
}
