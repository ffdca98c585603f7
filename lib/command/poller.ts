import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { Keeper } from './keeper.ts';
import { lookLimits } from './look-limits.ts';
import { Lookout } from './lookout.ts';
import { type Observer, observeHealth } from './observe.ts';
import { observeDocument, observeSignals } from './observe-signals.ts';
import { openOutbound } from './outbound.ts';
import { Roster } from './roster.ts';
import { SelfGate } from './self-gate.ts';
import type { Watched } from './watched.ts';

const documentIntervalMs = 300_000;

/** What the poller needs of a clock; the worker's schedule is one. */
export interface Clock {
  add(task: { key: string; intervalMs: number; run(): Promise<'done' | 'again'> }, at?: 'once' | 'staggered'): void;
  remove(key: string): void;
  hurry(key: string): void;
  stop(): void;
}

export interface Poller {
  watched(): Iterable<Watched>;
  storeWriteMs(): number | null;
  stop(): Promise<void>;
}

const keyOf = {
  health: (watched: Watched) => `${watched.target.name} health`,
  metrics: (watched: Watched) => `${watched.target.name} metrics`,
  document: (watched: Watched) => `${watched.target.name} document`,
};

/** Waits for its turn, then looks at every service of the catalog until stopped. `onLost`: another poller took over. */
export async function startPoller(db: PrismaClient, clock: Clock, signal: AbortSignal, onLost: () => void): Promise<Poller> {
  const stopping = new AbortController();
  const lookout = new Lookout(db, onLost);
  await lookout.take(signal);
  metrics.leaseEpoch.set(lookout.epoch ?? 0);
  let storeWriteMs: number | null = null;
  const keeper = new Keeper({
    db,
    fence: lookout.fence,
    onWrite: ({ durationMs }) => {
      storeWriteMs = durationMs;
      metrics.batchWriteSeconds.observe(durationMs / 1000);
    },
  });
  const roster = new Roster(db, {
    onWatch: (watched, why) => (why === 'asked' ? hurryLook(clock, watched) : schedule(clock, observer, watched, why)),
    onForget: (watched) => forget(clock, watched),
  });
  const gate = await SelfGate.open({
    watched: () => roster.watched.values(),
    storeWriteMs: () => storeWriteMs,
    tell: (change) => keeper.tell(change),
  });
  const { probe } = openOutbound();
  const thresholds = { failures: env().SIGNALBOX_FAILURE_THRESHOLD, successes: env().SIGNALBOX_SUCCESS_THRESHOLD };
  const observer: Observer = { probe, gate, keeper, thresholds, signal: stopping.signal, deadlineMs: ({ target }) => lookLimits.healthMs(target) };
  await roster.start();
  log('worker').info({ services: roster.watched.size }, 'looking at the services');
  return {
    watched: () => roster.watched.values(),
    storeWriteMs: () => storeWriteMs,
    async stop() {
      roster.stop();
      clock.stop();
      stopping.abort();
      gate.close();
      await keeper.flush();
      await lookout.release();
      await probe.close();
    },
  };
}

function schedule(clock: Clock, observer: Observer, watched: Watched, why: 'start' | 'changed'): void {
  const at = why === 'start' ? 'staggered' : 'once';
  const { target } = watched;
  const intervalMs = target.pollIntervalSeconds * 1000;
  clock.add({ key: keyOf.health(watched), intervalMs, run: () => observeHealth(observer, watched) }, at);
  if (target.metricsPath === null) clock.remove(keyOf.metrics(watched));
  else clock.add({ key: keyOf.metrics(watched), intervalMs, run: () => observeSignals(observer, watched).then(() => 'done' as const) }, at);
  if (target.openapiPath === null) clock.remove(keyOf.document(watched));
  else {
    const run = () => observeDocument(observer, watched).then(() => 'done' as const);
    clock.add({ key: keyOf.document(watched), intervalMs: documentIntervalMs, run }, why === 'start' && wasLookedAt(watched) ? 'staggered' : 'once');
  }
}

const wasLookedAt = (watched: Watched) => watched.judgement.verdict !== 'unknown';

function hurryLook(clock: Clock, watched: Watched): void {
  clock.hurry(keyOf.health(watched));
  clock.hurry(keyOf.metrics(watched));
}

function forget(clock: Clock, watched: Watched): void {
  for (const key of Object.values(keyOf)) clock.remove(key(watched));
}
