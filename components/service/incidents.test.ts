import { describe, expect, it } from 'vitest';
import type { HealthStep } from '#lib/model/reading.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { findIncidents, shareUnseen } from './incidents.ts';

const startMs = Date.parse('2026-03-01T12:00:00Z');
const stepSeconds = 300;
const at = (index: number) => startMs + index * stepSeconds * 1000;

function history(...verdicts: (Verdict | null)[]): HealthStep[] {
  return verdicts.map((verdict, index) => ({
    at: new Date(at(index)).toISOString(),
    verdict,
    up: 0,
    degraded: 0,
    down: 0,
    unknown: 0,
    maintenance: 0,
    durationMs: null,
  }));
}

describe('incidents of a history', () => {
  it('are none in a calm or an unseen one', () => {
    expect(findIncidents(history('up', 'up', null), stepSeconds)).toEqual([]);
    expect(findIncidents([], stepSeconds)).toEqual([]);
  });

  it('join neighbouring steps of one verdict and last to the end of the last one', () => {
    expect(findIncidents(history('up', 'down', 'down', 'up'), stepSeconds)).toEqual([
      { verdict: 'down', fromMs: at(1), toMs: at(3), ongoing: false },
    ]);
  });

  it('come newest first, and a change of verdict begins another', () => {
    const found = findIncidents(history('degraded', 'down', 'up', 'unknown'), stepSeconds);
    expect(found.map(({ verdict, ongoing }) => [verdict, ongoing])).toEqual([
      ['unknown', true],
      ['down', false],
      ['degraded', false],
    ]);
  });

  it('that last begin when the service says so, not with the step', () => {
    const standing = { verdict: 'down', sinceMs: at(1) + 60_000 } as const;
    expect(findIncidents(history('up', 'down', 'down'), stepSeconds, standing)).toEqual([
      { verdict: 'down', fromMs: standing.sinceMs, toMs: at(3), ongoing: true },
    ]);
  });

  it('are said to be broken where the service came back in between', () => {
    const [now] = findIncidents(history('down', 'down', 'down'), stepSeconds, { verdict: 'down', sinceMs: at(2) + 60_000 });
    expect(now).toMatchObject({ fromMs: at(0), ongoing: true, broken: true });
  });

  it('ended when the service left the state, though the step goes on', () => {
    const [gone] = findIncidents(history('up', 'down'), stepSeconds, { verdict: 'up', sinceMs: at(1) + 90_000 });
    expect(gone).toEqual({ verdict: 'down', fromMs: at(1), toMs: at(1) + 90_000, ongoing: false });
  });

  it('are not said to have lasted through steps in which nobody looked', () => {
    const found = findIncidents(history('down', null, 'down'), stepSeconds);
    expect(found).toHaveLength(2);
    expect(found[1]).toEqual({ verdict: 'down', fromMs: at(0), toMs: at(1), ongoing: false });
  });
});

it('says how much of a history nobody looked at', () => {
  expect(shareUnseen(history(null, 'up', null, 'up'))).toBe(0.5);
  expect(shareUnseen([])).toBe(1);
});
