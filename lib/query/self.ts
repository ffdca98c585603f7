import { db } from '#lib/store/db.ts';
import { readLease } from '#lib/store/lease.ts';
import { getSetting } from '#lib/store/setting.ts';

const patienceMs = 2000;
const freshMs = 60_000;

export interface SelfChecks {
  database: 'ok' | 'away';
  /** Whether some worker holds the poller's lease. */
  worker: 'ok' | 'away' | 'unknown';
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), patienceMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** How the things stand that Signalbox itself needs. Never throws, never waits long. */
export async function checkSelf(): Promise<SelfChecks> {
  try {
    const lease = await inTime(db().then((database) => readLease(database, 'poller')));
    return { database: 'ok', worker: lease && !lease.expired ? 'ok' : 'away' };
  } catch {
    return { database: 'away', worker: 'unknown' };
  }
}

/** The worker's own metrics as it last told them; null when that is long ago or cannot be read. */
export async function readWorkerMetrics(nowMs: number): Promise<unknown> {
  try {
    const told = (await inTime(db().then((database) => getSetting(database, 'metrics.worker')))) as { at: number; metrics: unknown } | null;
    return told && nowMs - told.at < freshMs ? told.metrics : null;
  } catch {
    return null;
  }
}
