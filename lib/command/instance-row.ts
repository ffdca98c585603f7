import { addDeltas } from '#lib/model/merge-delta.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { KeptInstance } from '#lib/store/instance.ts';
import type { Watched } from './watched.ts';

const minuteMs = 60_000;
const minuteOf = (atMs: number) => Math.floor(atMs / minuteMs) * minuteMs;

/** Adds to the minute under way; answers the one before, at its beginning, once another has begun. */
export function takeMinute(member: Watched, delta: SignalDelta | null): SignalDelta | null {
  const { minute } = member;
  if (!delta) return null;
  if (minute && minuteOf(minute.atMs) === minuteOf(delta.atMs)) {
    member.minute = addDeltas(minute, delta);
    return null;
  }
  member.minute = delta;
  return minute && { ...minute, atMs: minuteOf(minute.atMs) };
}

/** What is known of an instance, as it is kept. */
export function instanceRow({ instance, judgement, reading, version, target, latest, signalsAtMs, scrape, startedAtMs }: Watched): KeptInstance[] {
  if (!instance) return [];
  const staleAtMs = reading && reading.atMs + target.pollIntervalSeconds * 3000 + 10_000;
  const look = { checkedAtMs: reading?.atMs ?? null, staleAtMs, durationMs: reading?.durationMs ?? null };
  return [{ id: instance.id, judgement, ...look, version, startedAtMs, latest, signalsAtMs, signalsReason: scrape?.reason ?? null }];
}
