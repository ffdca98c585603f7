import { env } from '#lib/env.ts';
import { exportMetrics, metrics } from '#lib/metrics.ts';
import { verdictSchema } from '#lib/model/verdict.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { db, setDurability } from '#lib/store/db.ts';
import { forgetRevisions } from '#lib/store/document/forget.ts';
import { forget, storeBytes } from '#lib/store/retention.ts';
import { rollUp } from '#lib/store/rollup.ts';
import { forgetRuns } from '#lib/store/run.ts';
import { setSetting } from '#lib/store/setting.ts';
import type { Watched } from './watched.ts';

/** Of one service. */
const keptRevisions = 200;
/** Of each kind of each service. */
const keptRuns = 50;
const keptRunBodiesMs = 90 * 24 * 3_600_000;

/** The worker's database: samples need less certainty than configuration. */
export function openWorkerDatabase(): Promise<PrismaClient> {
  setDurability('normal');
  return db();
}

export function rollUpHistory(database: PrismaClient): Promise<void> {
  return rollUp(database, Date.now());
}

/** Forgets history by age, and the oldest first when the database outgrows its limit. */
export async function forgetHistory(database: PrismaClient): Promise<void> {
  const { SIGNALBOX_RAW_HOURS, SIGNALBOX_MINUTE_DAYS, SIGNALBOX_FIVE_MINUTE_DAYS, SIGNALBOX_HOUR_DAYS, SIGNALBOX_HISTORY_MAX_MB } = env();
  const limits = {
    rawHours: SIGNALBOX_RAW_HOURS,
    minuteDays: SIGNALBOX_MINUTE_DAYS,
    fiveMinuteDays: SIGNALBOX_FIVE_MINUTE_DAYS,
    hourDays: SIGNALBOX_HOUR_DAYS,
    maxMegabytes: SIGNALBOX_HISTORY_MAX_MB,
  };
  await forget(database, Date.now(), limits);
  await forgetRevisions(database, keptRevisions);
  await forgetRuns(database, { keep: keptRuns, bodiesBeforeMs: Date.now() - keptRunBodiesMs });
  metrics.storeBytes.set(await storeBytes(database));
}

/** Hands the worker's own metrics to the web process, which serves them. */
export async function reportMetrics(database: PrismaClient, watched: Iterable<Watched>): Promise<void> {
  const counts = Object.fromEntries(verdictSchema.options.map((verdict) => [verdict, 0]));
  for (const { judgement } of watched) counts[judgement.verdict] = (counts[judgement.verdict] ?? 0) + 1;
  for (const [verdict, count] of Object.entries(counts)) metrics.targets.set({ verdict }, count);
  await setSetting(database, 'metrics.worker', { at: Date.now(), metrics: await exportMetrics() });
}
