import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import type { Run } from '#lib/model/run.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { judgeAgain } from './ladder.ts';

/** Follows the transaction in which a run came to its end, wherever it was made: what is judged by runs is judged anew. */
export async function afterRun(db: PrismaClient, run: Run, nowMs: number): Promise<void> {
  const { service, id, kind, state, origin, calls, durationMs } = run;
  metrics.runs.inc({ kind, state, origin });
  log('runs').info({ service, run: id, kind, state, origin, calls, durationMs }, 'a run has ended');
  await judgeAgain(db, service, nowMs);
}
