import { forgetHistory, openWorkerDatabase, reportMetrics, rollUpHistory } from '#lib/command/housekeeping.ts';
import { startPoller } from '#lib/command/poller.ts';
import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import { startJobs } from './jobs.ts';
import { Schedule } from './schedule.ts';

const maxRunning = 2000;
const graceMs = 18_000;
const logger = log('worker');

const ending = new AbortController();
const database = await openWorkerDatabase();
const schedule = new Schedule({ maxRunning, onLag: (lagMs) => metrics.scheduleLagSeconds.observe(lagMs / 1000) });

process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('disconnect', () => end('the supervisor is gone'));

const poller = await startPoller(database, schedule, ending.signal, () => end('lease lost'));
const jobs = startJobs(
  [
    { name: 'roll up', everyMs: 30_000, run: () => rollUpHistory(database) },
    { name: 'forget', everyMs: 600_000, run: () => forgetHistory(database) },
    { name: 'report', everyMs: 5000, run: () => reportMetrics(database, poller.watched()) },
  ],
  (name, error) => logger.error({ err: error, job: name }, 'a chore failed; it comes round again'),
);

function end(why: unknown): void {
  if (ending.signal.aborted) process.exit(1);
  ending.abort();
  logger.info({ why: String(why) }, 'stopping');
  setTimeout(() => process.exit(1), graceMs).unref();
  void leave();
}

async function leave(): Promise<void> {
  await jobs?.stop();
  await poller?.stop();
  await database.$disconnect();
  process.exit(0);
}
