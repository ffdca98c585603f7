import { networkInterfaces } from 'node:os';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { checkUrl, type OutboundPolicy, parsePolicy } from '#lib/probe/outbound.ts';
import { createProbe, type Probe } from '#lib/probe/probe.ts';
import { inTransaction } from '#lib/store/db.ts';
import { audit, type CommandContext } from './context.ts';

export interface Outbound {
  probe: Probe;
  policy: OutboundPolicy;
}

/** Our own listening socket and database: never looked at, but for the three addresses that say how we are. */
function ownSockets(baseUrl: string, listen: string, databaseUrl: string) {
  const web = new URL(baseUrl);
  const port = Number(web.port);
  const own = [web.hostname, ...addressesBehind(listen)].map((host) => ({ host, port }));
  if (databaseUrl.startsWith('postgres')) {
    const database = new URL(databaseUrl);
    own.push({ host: database.hostname, port: Number(database.port || 5432) });
  }
  return { own, ownUrls: ['/healthz', '/metrics', '/api/openapi.json'].map((path) => `${web.origin}${path}`) };
}

/** The addresses at which a listening host is reached: all of this machine's where it listens everywhere. */
function addressesBehind(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
}

/** Where Signalbox itself answers, as it registers itself. */
export function selfUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Opens a probe under the policy of the environment. */
export function openOutbound(): Outbound {
  const { own, ownUrls } = ownSockets(selfUrl(env().PORT), env().HOST, env().databaseUrl);
  const policy = parsePolicy(env(), own, ownUrls);
  return { policy, probe: createProbe({ policy, slowMs: env().SIGNALBOX_SLOW_MS }) };
}

let opened: Outbound | undefined;

/** The outbound door of a command: one given with the context, or this process's own. */
export function outboundOf(ctx: Pick<CommandContext, 'outbound'>): Outbound {
  if (ctx.outbound) return ctx.outbound;
  opened ??= openOutbound();
  return opened;
}

/** Runs an outbound call; one that the policy refuses leaves an audit line and names the field. */
export async function guardOutbound<T>(
  ctx: CommandContext,
  baseUrl: string,
  call: (outbound: Outbound) => T | Promise<T>,
  path = 'baseUrl',
): Promise<T> {
  try {
    return await call(outboundOf(ctx));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'outbound_denied') throw error;
    await inTransaction(ctx.db, (tx) => audit(tx, ctx, 'outbound.refused', baseUrl.slice(0, 200), null, { reason: error.message }));
    throw new AppError('outbound_denied', error.message, { details: { issues: [{ path, message: error.message }] } });
  }
}

/** Refuses a base URL that the policy forbids, without calling it. */
export function checkBaseUrl(ctx: CommandContext, baseUrl: string, path?: string): Promise<void> {
  const check = ({ policy }: Outbound) => checkUrl(policy, baseUrl);
  return guardOutbound(ctx, baseUrl, (outbound) => void check(outbound), path);
}
