import { lintRevisions, reviewRevisions } from '#lib/command/document/review.ts';
import { forgetHistory, openWorkerDatabase, reportMetrics, rollUpHistory } from '#lib/command/housekeeping.ts';
import { judgeOldest } from '#lib/command/ladder.ts';
import { type Poller, startPoller } from '#lib/command/poller.ts';
import { RunDesk } from '#lib/command/run-work.ts';
import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import { type Jobs, startJobs } from './jobs.ts';
import { Schedule } from './schedule.ts';

const maxRunning = 2000;
const graceMs = 18_000;
const againMs = 1000;
const logger = log('worker');

const ending = new AbortController();
const database = await openWorkerDatabase();
/** Undefined while this worker stands by. */
let poller: Poller | undefined;
let runs: RunDesk | undefined;
let jobs: Jobs | undefined;
const schedule = new Schedule({ maxRunning, onLag: (lagMs) => metrics.scheduleLagSeconds.observe(lagMs / 1000) });

process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('disconnect', () => end('the supervisor is gone'));

poller = await startPoller(database, schedule, ending.signal, () => end('lease lost'));
const desk = new RunDesk(database);
runs = desk;
jobs = startJobs(
  [
    { name: 'make runs', everyMs: 500, run: () => desk.look() },
    { name: 'roll up', everyMs: 30_000, run: () => rollUpHistory(database) },
    { name: 'compare documents', everyMs: 1000, run: () => reviewRevisions(database) },
    { name: 'lint documents', everyMs: 2000, run: () => lintRevisions(database) },
    { name: 'judge ladders', everyMs: 10_000, run: () => judgeOldest(database) },
    { name: 'forget', everyMs: 600_000, run: () => forgetHistory(database) },
    { name: 'report', everyMs: 5000, run: () => reportMetrics(database, poller?.watched() ?? []) },
  ],
  (name, error) => logger.error({ err: error, job: name }, 'a chore failed; it comes round again'),
);

function end(why: unknown): void {
  if (ending.signal.aborted) return;
  ending.abort();
  // Ctrl-C reaches a whole process group, and the supervisor's own signal follows: only a later one means "now".
  setTimeout(() => {
    process.on('SIGTERM', () => process.exit(1));
    process.on('SIGINT', () => process.exit(1));
  }, againMs).unref();
  logger.info({ why: String(why) }, 'stopping');
  setTimeout(() => process.exit(1), graceMs).unref();
  void leave();
}

async function leave(): Promise<void> {
  await runs?.stop();
  await jobs?.stop();
  await poller?.stop();
  await database.$disconnect();
  process.exit(0);
}
