import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { Keeper } from './keeper.ts';
import { lookLimits } from './look-limits.ts';
import { Lookout } from './lookout.ts';
import { type Observer, type Outcome, observeHealth } from './observe.ts';
import { observeDocument } from './observe-document.ts';
import { observeSignals } from './observe-signals.ts';
import { observeSource } from './observe-source.ts';
import { openOutbound } from './outbound.ts';
import { Roster } from './roster.ts';
import { SelfGate } from './self-gate.ts';
import { SourceDesk } from './source-desk.ts';
import { tellTurn } from './source-turn.ts';
import { placesOf, type Watched } from './watched.ts';

const documentIntervalMs = 300_000;

/** What the poller needs of a clock; the worker's schedule is one. */
export interface Clock {
  add(task: { key: string; intervalMs: number; run(): Promise<Outcome> }, at?: 'once' | 'staggered'): void;
  remove(key: string): void;
  hurry(key: string): void;
  stop(): void;
}

export interface Poller {
  watched(): Iterable<Watched>;
  storeWriteMs(): number | null;
  stop(): Promise<void>;
}

/** The name alone where a service has one address: its looks stay where they are in the interval. */
const placeOf = ({ target, instance }: Watched) => (instance ? `${target.name} ${instance.url}` : target.name);

const keyOf = {
  health: (watched: Watched) => `${placeOf(watched)} health`,
  metrics: (watched: Watched) => `${placeOf(watched)} metrics`,
  source: (watched: Watched) => `${watched.target.name} source`,
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
    onWatch: (watched, why) => (why === 'asked' ? hurryLook(clock, watched) : schedule(clock, { observer, desk }, watched, why)),
    onForget: (watched) => forget(clock, watched),
    onLeave: (place) => leave(clock, place),
  });
  const gate = await SelfGate.open({
    watched: () => [...roster.watched.values()].flatMap(placesOf),
    storeWriteMs: () => storeWriteMs,
    tell: (change) => keeper.tell(change),
  });
  const { probe } = openOutbound();
  const { SIGNALBOX_FAILURE_THRESHOLD: failures, SIGNALBOX_SUCCESS_THRESHOLD: successes, SIGNALBOX_ERROR_PERCENT: errorPercent } = env();
  const thresholds = { failures, successes, errorRatio: errorPercent / 100 };
  const observer: Observer = {
    db,
    probe,
    gate,
    keeper,
    thresholds,
    signal: stopping.signal,
    deadlineMs: ({ target }) => lookLimits.healthMs(target),
  };
  const desk: SourceDesk = new SourceDesk({
    probe,
    signal: stopping.signal,
    onTurn: (server, turn) =>
      void tellTurn(db, desk, server, turn).catch((error) => log('worker').error({ err: error }, 'how a metrics source stands could not be kept')),
  });
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

interface Lookers {
  observer: Observer;
  desk: SourceDesk;
}

function schedule(clock: Clock, { observer, desk }: Lookers, watched: Watched, why: 'start' | 'changed'): void {
  const at = why === 'start' ? 'staggered' : 'once';
  const { target } = watched;
  const intervalMs = target.pollIntervalSeconds * 1000;
  for (const place of placesOf(watched)) schedulePlace(clock, observer, place, at);
  if (target.metrics === null) clock.remove(keyOf.source(watched));
  else clock.add({ key: keyOf.source(watched), intervalMs, run: () => observeSource(observer, desk, watched).then(() => 'done' as const) }, at);
  if (target.openapiPath === null) clock.remove(keyOf.document(watched));
  else {
    const look = { key: keyOf.document(watched), intervalMs: documentIntervalMs, run: () => observeDocument(observer, watched) };
    clock.add(look, why === 'start' && wasLookedAt(watched) ? 'staggered' : 'once');
  }
}

/** Health and metrics of one place; a metrics source is asked for all places together. */
function schedulePlace(clock: Clock, observer: Observer, place: Watched, at: 'once' | 'staggered'): void {
  const { baseUrl, healthFromUp, metricsPath, metrics: source, pollIntervalSeconds } = place.target;
  const intervalMs = pollIntervalSeconds * 1000;
  if (healthFromUp || baseUrl === null) clock.remove(keyOf.health(place));
  else clock.add({ key: keyOf.health(place), intervalMs, run: () => observeHealth(observer, place) }, at);
  if (metricsPath === null || source !== null) clock.remove(keyOf.metrics(place));
  else clock.add({ key: keyOf.metrics(place), intervalMs, run: () => observeSignals(observer, place).then(() => 'done' as const) }, at);
}

const wasLookedAt = (watched: Watched) => watched.judgement.verdict !== 'unknown';

function hurryLook(clock: Clock, watched: Watched): void {
  for (const place of placesOf(watched)) {
    clock.hurry(keyOf.health(place));
    clock.hurry(keyOf.metrics(place));
  }
  clock.hurry(keyOf.source(watched));
  clock.hurry(keyOf.document(watched));
}

function forget(clock: Clock, watched: Watched): void {
  for (const place of placesOf(watched)) leave(clock, place);
  clock.remove(keyOf.source(watched));
  clock.remove(keyOf.document(watched));
}

function leave(clock: Clock, place: Watched): void {
  clock.remove(keyOf.health(place));
  clock.remove(keyOf.metrics(place));
}
