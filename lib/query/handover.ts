import { joinBreakerSteps } from '#lib/model/breaker-instances.ts';
import { type BreakerHistory, rankHandover, type ServiceHistory } from '#lib/model/handover/rank.ts';
import type { Handover } from '#lib/model/handover.ts';
import { countHits } from '#lib/model/trouble/blast.ts';
import { breakerStepKey } from '#lib/store/breaker.ts';
import { listAllBreakerSteps, listNowStanding, listVerdictTurns } from '#lib/store/handover.ts';
import { listStandingBreakers } from './breaker.ts';
import { readCalls } from './call-arc.ts';
import { type QueryContext, requireReader } from './context.ts';

const hourMs = 3_600_000;
/** What one printed page holds. */
const mostRows = 40;

interface Asked {
  hours: number;
  /** Of which services it is to tell; of all without. */
  isShown?: (service: string) => boolean;
  rows?: number;
  /** How many parts a ribbon may have. */
  spans?: number;
}

/** What left its calm state within the last hours, most disruptive first. */
export async function readHandover(ctx: QueryContext, { hours, isShown = () => true, rows = mostRows, spans }: Asked): Promise<Handover> {
  requireReader(ctx);
  const window = { fromMs: ctx.nowMs - hours * hourMs, toMs: ctx.nowMs };
  const span = { from: new Date(window.fromMs).toISOString(), to: new Date(window.toMs).toISOString() };
  const services = (await listServiceHistories(ctx, window.fromMs)).filter(({ service }) => isShown(service));
  const breakers = (await listBreakerHistories(ctx, window.fromMs)).filter(
    ({ caller, callee, calleeKnown }) => isShown(caller) || (calleeKnown && isShown(callee)),
  );
  if (services.length + breakers.length === 0) return { ...span, services: 0, breakers: 0, notCalm: 0, unseen: 0, rows: [] };
  const { hits } = await readCalls(ctx);
  const hitsOf = (service: string) => countHits(hits, hits.get(service) ?? [], service);
  return { ...span, ...rankHandover({ services, breakers, window, hitsOf }, rows, spans) };
}

async function listServiceHistories({ db, nowMs }: QueryContext, fromMs: number): Promise<ServiceHistory[]> {
  const turns = await listVerdictTurns(db, fromMs);
  return (await listNowStanding(db, fromMs, nowMs)).flatMap(({ service, verdict, reason, sinceMs, isNew }) => {
    const own = turns.get(service) ?? [];
    if (own.length === 0 && isNew) return [];
    const away = own.findLast(({ to }) => to === 'down' || to === 'degraded');
    const isAway = verdict === 'down' || verdict === 'degraded';
    return [{ service, turns: own, verdict, sinceMs, reason: isAway ? reason : (away?.reason ?? reason) }];
  });
}

async function listBreakerHistories(ctx: QueryContext, fromMs: number): Promise<BreakerHistory[]> {
  const steps = await listAllBreakerSteps(ctx.db, fromMs);
  const standing = await listStandingBreakers(ctx, { openAtMs: ctx.nowMs, steppedSinceMs: fromMs });
  return standing.map(({ serviceId, holders, caller, callee, calleeKnown, name, state, since }) => {
    const own = joinBreakerSteps(holders.map((instance) => steps.get(breakerStepKey(serviceId, instance, name)) ?? []));
    const dated = own.map(({ at, from, to, missed }) => ({ atMs: Date.parse(at), from, to, missed }));
    return {
      ...{ caller, callee, calleeKnown, name, state, sinceMs: Date.parse(since) },
      turns: dated.filter(({ missed }) => !missed),
      missedMs: dated.flatMap(({ missed, atMs }) => (missed ? atMs : [])),
    };
  });
}
