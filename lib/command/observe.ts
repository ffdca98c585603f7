import { type Judgement, judge, type Thresholds } from '#lib/model/verdict.ts';
import type { Probe } from '#lib/probe/probe.ts';
import type { Keeper } from './keeper.ts';
import type { SelfGate } from './self-gate.ts';
import type { Watched } from './watched.ts';

export interface Observer {
  probe: Probe;
  gate: SelfGate;
  keeper: Keeper;
  thresholds: Thresholds;
  signal: AbortSignal;
  deadlineMs: (watched: Watched) => number;
}

/** One look at a service's health, all the way: look → judge → keep → tell. Says whether to look again at once. */
export async function observeHealth(observer: Observer, watched: Watched): Promise<'done' | 'again'> {
  const { probe, gate, keeper, signal, thresholds } = observer;
  const begun = performance.now();
  const reading = await probe.lookHealth({ ...watched.target, deadlineMs: observer.deadlineMs(watched) }, { signal, nowMs: Date.now() });
  if (signal.aborted) return 'done';
  if (reading.outcome === 'fail' && gate.stoodStillSince(begun)) return 'again';

  const past = watched.judgement;
  let judgement = judge(past, reading, reading.atMs, thresholds);
  if (judgement.verdict === 'down' && past.verdict !== 'down') {
    const trouble = await gate.trouble();
    if (trouble) judgement = judge(past, { outcome: 'self', reason: trouble }, reading.atMs, thresholds);
  }
  keeper.addLook(watched, reading, watched.target.maintenance ? restOf(judgement, past) : judgement);
  return 'done';
}

/** Under maintenance the looks go on and count, the verdict rests. */
function restOf(judgement: Judgement, past: Judgement): Judgement {
  const sinceMs = past.verdict === 'maintenance' ? past.sinceMs : judgement.sinceMs;
  return { ...judgement, verdict: 'maintenance', reason: 'in maintenance', sinceMs };
}
