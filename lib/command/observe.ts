import type { Reading } from '#lib/model/reading.ts';
import { type Judgement, judge, type Thresholds } from '#lib/model/verdict.ts';
import { joinVerdict } from '#lib/model/verdict-signal.ts';
import type { Probe } from '#lib/probe/probe.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import type { Keeper } from './keeper.ts';
import type { SelfGate } from './self-gate.ts';
import type { Watched } from './watched.ts';

/** When a target is looked at next: at its next place, at once, or earlier than its next place. */
export type Outcome = 'done' | 'again' | { againInMs: number };

export interface Observer {
  db: PrismaClient;
  probe: Probe;
  gate: SelfGate;
  keeper: Keeper;
  thresholds: Thresholds;
  signal: AbortSignal;
  deadlineMs: (watched: Watched) => number;
}

/** One look at a service's health, all the way: look → judge → keep → tell. Says whether to look again at once. */
export async function observeHealth(observer: Observer, watched: Watched): Promise<'done' | 'again'> {
  const { probe, signal } = observer;
  const { baseUrl } = watched.target;
  if (baseUrl === null) return 'done';
  const begun = performance.now();
  const reading = await probe.lookHealth({ ...watched.target, baseUrl, deadlineMs: observer.deadlineMs(watched) }, { signal, nowMs: Date.now() });
  if (signal.aborted) return 'done';
  return judgeHealth(observer, watched, reading, begun);
}

/** What a look at the health means: judge → keep → tell. `begun`: when the look began, on the monotonic clock. */
export async function judgeHealth(
  { gate, keeper, thresholds }: Observer,
  watched: Watched,
  reading: Reading,
  begun: number,
): Promise<'done' | 'again'> {
  if (reading.outcome === 'fail' && gate.stoodStillSince(begun)) return 'again';

  const past = watched.judgement;
  const { judgement: known } = watched.health;
  let health = judge(known, reading, reading.atMs, thresholds);
  if (health.verdict === 'down' && known.verdict !== 'down') {
    const trouble = await gate.trouble();
    if (trouble) health = judge(known, { outcome: 'self', reason: trouble }, reading.atMs, thresholds);
  }
  watched.health.judgement = health;
  const judgement = joinVerdict(past, health, watched.health.signals, reading.atMs);
  keeper.addLook(watched, reading, watched.target.maintenance ? restOf(judgement, past) : judgement);
  return 'done';
}

/** Under maintenance the looks go on and count, the verdict rests. */
function restOf(judgement: Judgement, past: Judgement): Judgement {
  const sinceMs = past.verdict === 'maintenance' ? past.sinceMs : judgement.sinceMs;
  return { ...judgement, verdict: 'maintenance', reason: 'in maintenance', sinceMs };
}
