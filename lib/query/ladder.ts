import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { LadderFacts } from '#lib/model/ladder/facts.ts';
import { judgeLadder } from '#lib/model/ladder/judge.ts';
import type { Ladder } from '#lib/model/ladder.ts';
import type { LatencyObjective } from '#lib/model/latency-objective.ts';
import type { Run } from '#lib/model/run.ts';
import { db, type PrismaClient } from '#lib/store/db.ts';
import { findLadderRow, findLevel, type LadderRow, listLadderRows } from '#lib/store/ladder.ts';
import { listResults } from '#lib/store/run.ts';
import { type QueryContext, requireReader } from './context.ts';
import { readDocumentFacts } from './ladder/document-facts.ts';
import { metricsFactsOf } from './ladder/metrics-facts.ts';
import { readRunFacts } from './ladder/run-facts.ts';

function objectiveOf({ latencyObjectivePercentile: percentile, latencyObjectiveMs: thresholdMs }: LadderRow): LatencyObjective | null {
  if (percentile === null || thresholdMs === null) return null;
  return { percentile: percentile as LatencyObjective['percentile'], thresholdMs };
}

function serviceFacts(row: LadderRow, nowMs: number): LadderFacts['service'] {
  const { team, instances, links, tags, targets, state, ...fields } = row;
  const isStale = !state?.staleAt || state.staleAt.getTime() < nowMs;
  const [health] = targets;
  return {
    ...fields,
    team: team?.name ?? null,
    instances: instances.map(({ url }) => url),
    latencyObjective: objectiveOf(row),
    version: state?.version ?? null,
    hasRunbook: links.length > 0,
    allowsChaos: tags.length > 0,
    health: isStale || !health ? null : health,
  };
}

async function gatherFacts(db: PrismaClient, row: LadderRow, runs: readonly Run[], nowMs: number): Promise<LadderFacts> {
  const accepted = new Set(row.acceptances.map(({ fingerprint }) => fingerprint));
  return {
    service: serviceFacts(row, nowMs),
    documents: await Promise.all(row.revisions.map((revision) => readDocumentFacts(db, revision, accepted))),
    runs: await Promise.all(runs.map((run) => readRunFacts(db, run, accepted))),
    metrics: metricsFactsOf(row, nowMs),
  };
}

/** A service that cannot be judged holds no level, and keeps nobody else from being judged. */
async function judgeRow(db: PrismaClient, row: LadderRow, runs: readonly Run[], nowMs: number): Promise<Ladder> {
  try {
    return judgeLadder(await gatherFacts(db, row, runs, nowMs), nowMs);
  } catch (error) {
    log('ladder').error({ err: error, service: row.name }, 'a service could not be judged');
    return { level: null, steps: [], judgedAt: new Date(nowMs).toISOString() };
  }
}

/** The ladders of some services as they stand; of those that are gone nothing. */
export async function judgeLadders(
  db: PrismaClient,
  serviceIds: readonly number[],
  nowMs: number,
): Promise<{ serviceId: number; name: string; ladder: Ladder }[]> {
  const rows = await listLadderRows(db, serviceIds, nowMs);
  const runs = await listResults(db, serviceIds);
  return Promise.all(
    rows.map(async (row) => ({
      ...{ serviceId: row.id, name: row.name },
      ladder: await judgeRow(db, row, runs.get(row.id) ?? [], nowMs),
    })),
  );
}

/** The level that a service holds now, and what it lacks for the next. */
export async function readLadder(ctx: QueryContext, name: string): Promise<Ladder> {
  requireReader(ctx);
  const row = await findLadderRow(ctx.db, name, ctx.nowMs);
  if (!row) throw new AppError('not_found', `There is no service named ${name}.`);
  const runs = await listResults(ctx.db, [row.id]);
  return judgeLadder(await gatherFacts(ctx.db, row, runs.get(row.id) ?? [], ctx.nowMs), ctx.nowMs);
}

/** The level that was judged last, for whoever has the key of a badge. Null where there is no such service. */
export async function readHeldLevel(name: string): ReturnType<typeof findLevel> {
  return findLevel(await db(), name);
}
