import type { Discovery } from '#lib/model/discovery.ts';
import { type CommandContext, requireRole } from './context.ts';
import { guardOutbound } from './outbound.ts';

const deadlineMs = 5000;

/** Looks at a base URL for health, metrics and an API document. Stores nothing. */
export function discoverService(ctx: CommandContext, baseUrl: string): Promise<Discovery> {
  requireRole(ctx, 'user');
  return guardOutbound(ctx, baseUrl, ({ probe }) => probe.discover(baseUrl, { signal: ctx.signal, deadlineMs, nowMs: ctx.nowMs }));
}
