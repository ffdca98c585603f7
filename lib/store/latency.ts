import type { LatencyObjective } from '#lib/model/latency-objective.ts';
import type { IntervalMs } from '#lib/model/service.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { fiveMinutesMs, hourMs, minuteMs, type RollupCursor, readCursor, rolledUntil } from './rollup-cursor.ts';
import { toObjective } from './service-row.ts';
import { readPoints } from './signal.ts';
import { join, selectTuples, sql } from './sql.ts';
import { presentedVerdict } from './stale.ts';

export interface LatencyService {
  id: number;
  service: string;
  displayName: string;
  team: string | null;
  domain: string | null;
  verdict: Verdict;
  objective: LatencyObjective | null;
  /** The newest p95; null where there is none that is fresh. */
  latestP95: IntervalMs | null;
}

type Row = [number, string, string, string | null, string | null, Verdict | null, ...(number | null)[]];

const freshMs = 5 * minuteMs;

/** Every service with what its latency is ranked by, in the order of names. */
export async function listLatencyServices(db: Db, nowMs: number): Promise<LatencyService[]> {
  const isFresh = sql`st."signalsAt" >= ${new Date(nowMs - freshMs)}`;
  const rows = await selectTuples<Row>(
    db,
    [
      ...[sql`s."id"`, sql`s."name"`, sql`s."displayName"`, sql`t."name"`, sql`d."name"`, presentedVerdict(db, nowMs)],
      ...[sql`s."latencyObjectivePercentile"`, sql`s."latencyObjectiveMs"`],
      ...[sql`CASE WHEN ${isFresh} THEN st."latencyMsP95Low" END`, sql`CASE WHEN ${isFresh} THEN st."latencyMsP95High" END`],
    ],
    sql`FROM "Service" s LEFT JOIN "ServiceState" st ON st."serviceId" = s."id"
      LEFT JOIN "Domain" d ON d."id" = s."domainId" LEFT JOIN "Team" t ON t."id" = s."teamId" ORDER BY s."name"`,
  );
  return rows.map(([id, service, displayName, team, domain, verdict, percentile, thresholdMs, low, high]) => ({
    ...{ id, service, displayName, team, domain, verdict: verdict ?? 'unknown' },
    objective: toObjective(percentile ?? null, thresholdMs ?? null),
    latestP95: low === null || low === undefined ? null : { low, high: high ?? null },
  }));
}

/** In which unit each of some services counts durations. */
export async function findLatencyUnits(db: Db, ids: readonly number[]): Promise<Map<number, string | null>> {
  const states = await db.serviceState.findMany({ where: { serviceId: { in: [...ids] } }, select: { serviceId: true, signalSource: true } });
  return new Map(states.map(({ serviceId, signalSource }) => [serviceId, (signalSource as { unit?: string | null } | null)?.unit ?? null]));
}

/** `steps`: enough to draw a span; `sum`: as few as give what it adds up to. */
export type Fineness = 'steps' | 'sum';

/** The stored steps that many services are read from at once: coarser than for one of them. */
function grainMsOf(spanMs: number, fineness: Fineness): number {
  if (spanMs <= hourMs / 2) return 0;
  if (spanMs > 6 * hourMs) return hourMs;
  return fineness === 'sum' ? fiveMinutesMs : minuteMs;
}

const idsAtOnce = 500;

export interface SpanAsked {
  fromMs: number;
  toMs: number;
  fineness: Fineness;
}

interface Span {
  fromMs: number;
  toMs: number;
  grainSeconds: number;
  cursor: RollupCursor | null;
}

/** A span on whole stored steps; one that ends in the past ends where the next one begins. */
async function planSpan(db: Db, { fromMs, toMs, fineness }: SpanAsked): Promise<Span> {
  const wantedMs = grainMsOf(toMs - fromMs, fineness);
  if (wantedMs === 0) return { fromMs, toMs, grainSeconds: 0, cursor: null };
  const cursor = await readCursor(db);
  const areFivesWhole = cursor?.fivesFromMs !== undefined && cursor.fivesFromMs <= fromMs - fiveMinutesMs;
  const grainMs = wantedMs === fiveMinutesMs && !areFivesWhole ? minuteMs : wantedMs;
  const whole = (ms: number) => Math.floor(ms / grainMs) * grainMs;
  return { fromMs: whole(fromMs), toMs: cursor && toMs <= cursor.atMs ? whole(toMs) : toMs, grainSeconds: grainMs / 1000, cursor };
}

/** What many services did between two moments, oldest first, in steps as they are stored for spans of this length. */
export async function listDeltasOfMany(db: Db, ids: readonly number[], asked: SpanAsked): Promise<Map<number, SignalDelta[]>> {
  const span = await planSpan(db, asked);
  const found = new Map<number, SignalDelta[]>(ids.map((id) => [id, []]));
  for (let at = 0; at < ids.length; at += idsAtOnce)
    for (const { serviceId, delta } of await readSpan(db, ids.slice(at, at + idsAtOnce), span)) found.get(serviceId)?.push(delta);
  return found;
}

/** What is rolled up, and after it what is not yet. */
async function readSpan(db: Db, ids: readonly number[], { fromMs, toMs, grainSeconds, cursor }: Span) {
  const some = sql`"serviceId" IN (${join([...ids])}) AND "at" < ${new Date(toMs)}`;
  if (!cursor) return readPoints(db, sql`${some} AND "stepSeconds" = 0 AND "at" >= ${new Date(fromMs)}`);
  const cutOf = (id: number) => rolledUntil(cursor, id);
  const rolled = await readPoints(db, sql`${some} AND "stepSeconds" = ${grainSeconds} AND "at" >= ${new Date(fromMs)}`);
  const fresh = await readPoints(db, sql`${some} AND "stepSeconds" = 0 AND "at" >= ${new Date(Math.max(fromMs, cursor.atMs))}`);
  const ended = (delta: SignalDelta) => ({ ...delta, atMs: delta.atMs + grainSeconds * 1000 });
  return [
    ...rolled.filter(({ serviceId, delta }) => delta.atMs < cutOf(serviceId)).map(({ serviceId, delta }) => ({ serviceId, delta: ended(delta) })),
    ...fresh.filter(({ serviceId, delta }) => delta.atMs >= cutOf(serviceId)),
  ];
}
