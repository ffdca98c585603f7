import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultThresholds, type Judgement, judge, newJudgement } from './verdict.ts';
import { joinVerdict, judgeSignals, lookOfDeltas, nothingHeld, resumeSignals, type SignalJudgement, type SignalLook } from './verdict-signal.ts';

const scrape = (index: number, ratio: number | null, fields: Partial<SignalLook> = {}): SignalLook => ({
  ...{ atMs: index * 15_000, seconds: 60, requests: 100, errors: ratio === null ? null : ratio * 100, latencyMs: null, ...fields },
});
function follow(looks: SignalLook[], objectiveMs: number | null = null): SignalJudgement[] {
  let past = nothingHeld;
  return looks.map((look) => {
    past = judgeSignals(past, look, defaultThresholds, objectiveMs === null ? null : { percentile: 95, thresholdMs: objectiveMs });
    return past;
  });
}
const ratios = (...values: (number | null)[]) => follow(values.map((ratio, i) => scrape(i + 1, ratio)));
const turns = (judged: SignalJudgement[]) => judged.map(({ degraded }) => (degraded ? 'x' : '.')).join('');

describe('a share of 5xx', () => {
  test('degrades at the second scrape in a row that has 5 % or more, with the share and the span in words', () => {
    const judged = ratios(0.04, 0.12, 0.12);
    expect(turns(judged)).toBe('..x');
    expect(judged[2]?.reason).toBe('12 % of answers are 5xx · 1 min');
    expect(ratios(0.055, 0.055)[1]?.reason).toBe('5.5 % of answers are 5xx · 1 min');
  });

  test('comes back only at the second scrape in a row under half of it; in between it stays', () => {
    expect(turns(ratios(0.1, 0.1, 0.04, 0.03, 0.02, 0.04, 0.02, 0.01, 0.04))).toBe('.xxxxxx..');
  });

  test('of fewer than 20 requests, or of metrics that tell no status, says nothing', () => {
    expect(turns(follow([scrape(1, 1, { requests: 19, errors: 19 }), scrape(2, 1, { requests: 19, errors: 19 })]))).toBe('..');
    expect(turns(ratios(null, null, null))).toBe('...');
  });

  test('holds for five minutes while there are too few requests to say more, then is forgotten', () => {
    const quiet = Array.from({ length: 24 }, (_, i) => scrape(i + 3, 0, { requests: 0, errors: 0 }));
    const judged = follow([scrape(1, 0.5), scrape(2, 0.5), ...quiet]);
    expect(turns(judged)).toBe(`.${'x'.repeat(21)}${'.'.repeat(4)}`);
  });
});

describe('a latency objective', () => {
  const p95 = (index: number, low: number, high: number | null) => scrape(index, 0, { latencyMs: { low, high } });

  test('degrades where the whole interval of the p95 lies above it', () => {
    const judged = follow([p95(1, 900, 1200), p95(2, 900, 1200)], 300);
    expect(judged[1]).toMatchObject({ degraded: true, reason: 'p95 0.9–1.2 s (≤ 300 ms) · 1 min' });
    expect(follow([p95(1, 10_000, null), p95(2, 10_000, null)], 300)[1]?.reason).toBe('p95 > 10 s (≤ 300 ms) · 1 min');
  });

  test('within whose bucket the p95 lies cannot be judged: it neither degrades nor comes back', () => {
    expect(turns(follow([p95(1, 250, 500), p95(2, 250, 500)], 300))).toBe('..');
    const back = [p95(3, 250, 500), p95(4, 250, 500), p95(5, 100, 250), p95(6, 100, 250)];
    expect(turns(follow([p95(1, 500, 1000), p95(2, 500, 1000), ...back], 300))).toBe('.xxxx.');
  });

  test('that is kept does not excuse errors, and no errors do not excuse latency', () => {
    const both = (index: number) => scrape(index, 0.2, { latencyMs: { low: 10, high: 20 } });
    expect(turns(follow([both(1), both(2)], 300))).toBe('.x');
  });
});

test('it never turns twice within two scrapes, whatever the shares are', () => {
  const ratio = fc.oneof(fc.double({ min: 0, max: 0.1, noNaN: true }), fc.constantFrom(0, 0.024, 0.025, 0.05, 1));
  fc.assert(
    fc.property(fc.array(ratio, { maxLength: 60 }), (values) => {
      const judged = ratios(...values);
      for (const [i, { degraded }] of judged.entries()) {
        const before = judged[i - 1]?.degraded ?? false;
        if (degraded === before) continue;
        const last = values.slice(i - 1, i + 1);
        expect(last.every((value) => (degraded ? value >= 0.05 : value < 0.025))).toBe(true);
        expect(judged[i - 2]?.degraded ?? false).toBe(before);
      }
    }),
  );
});

test('a look is the sum of the deltas that tell of errors', () => {
  const delta = (atMs: number, requests: number | null, errors: number | null) => ({
    atMs,
    seconds: 15,
    requests,
    errors,
    clientErrors: null,
    latency: null,
  });
  expect(lookOfDeltas([delta(1, 10, 1), delta(2, 30, 5), delta(3, 99, null)], null)).toMatchObject({ atMs: 3, seconds: 45, requests: 40, errors: 6 });
  expect(lookOfDeltas([delta(1, null, null)], null)).toMatchObject({ requests: null, errors: null });
  expect(lookOfDeltas([], null)).toBeNull();
});

test('a look has the percentile that the objective is about', () => {
  const latency = { boundsMs: [100, 500, 1000, null], counts: [60, 37, 3, 0], sumMs: 9000, count: 100 };
  const deltas = [{ atMs: 1, seconds: 15, requests: 100, errors: 0, clientErrors: null, latency }];
  const of = (percentile: 50 | 95 | 99) => lookOfDeltas(deltas, { percentile, thresholdMs: 1 })?.latencyMs;
  expect([of(50), of(95), of(99)]).toEqual([
    { low: 0, high: 100 },
    { low: 100, high: 500 },
    { low: 500, high: 1000 },
  ]);
  expect(lookOfDeltas(deltas, null)?.latencyMs).toBeNull();
});

describe('what is said of the service', () => {
  const bad: SignalJudgement = { degraded: true, reason: '12 % of answers are 5xx · 1 min', against: 2, inFavour: 0, toldAtMs: 0 };
  const ok = (past: Judgement, nowMs: number) => judge(past, { outcome: 'ok', reason: 'HTTP 200' }, nowMs);
  const fail = (past: Judgement, nowMs: number) => judge(past, { outcome: 'fail', reason: 'connection refused' }, nowMs);

  test('is degraded with the reason of its metrics while health is well, since when that began', () => {
    const up = joinVerdict(newJudgement(0), ok(newJudgement(0), 1000), nothingHeld, 1000);
    const degraded = joinVerdict(up, ok(up, 2000), bad, 2000);
    const later = joinVerdict(degraded, ok(ok(up, 2000), 3000), bad, 3000);
    expect(degraded).toMatchObject({ verdict: 'degraded', reason: bad.reason, sinceMs: 2000 });
    expect(later).toMatchObject({ verdict: 'degraded', sinceMs: 2000 });
    expect(joinVerdict(later, ok(ok(up, 3000), 4000), nothingHeld, 4000)).toMatchObject({ verdict: 'up', reason: 'HTTP 200', sinceMs: 4000 });
  });

  test('is down where health says so, whatever the metrics say; and never hides that we cannot see', () => {
    const down = fail(fail(fail(ok(newJudgement(0), 1), 2), 3), 4);
    expect(joinVerdict(down, down, bad, 5)).toMatchObject({ verdict: 'down', reason: 'connection refused' });
    const self = judge(down, { outcome: 'self', reason: 'no route' }, 5);
    expect(joinVerdict(down, self, bad, 5)).toMatchObject({ verdict: 'unknown', reason: 'no route' });
  });

  test('forgets the metrics when they have told nothing for five minutes', () => {
    const up = ok(newJudgement(0), 1);
    expect(joinVerdict(up, up, bad, 300_000).verdict).toBe('degraded');
    expect(joinVerdict(up, up, bad, 300_001).verdict).toBe('up');
  });

  test('goes on after a restart without a turn, where its metrics had degraded it', () => {
    const up = ok(ok(ok(newJudgement(0), 1), 2), 3);
    const stored = joinVerdict(up, up, bad, 4);
    const { health, signals } = resumeSignals(stored, 5000, defaultThresholds);
    expect(joinVerdict(stored, ok(health, 6000), signals, 6000)).toMatchObject({ verdict: 'degraded', reason: bad.reason, sinceMs: stored.sinceMs });
  });

  test('takes over what health itself had degraded as it stands', () => {
    const slow = (past: Judgement, nowMs: number) => judge(past, { outcome: 'slow', reason: 'took 2 s' }, nowMs);
    const warn = judge(ok(ok(newJudgement(0), 1), 2), { outcome: 'warn', reason: 'db' }, 3);
    for (const stored of [warn, slow(slow(slow(ok(newJudgement(0), 1), 2), 3), 4), newJudgement(0)])
      expect(resumeSignals(stored, 5, defaultThresholds)).toEqual({ health: stored, signals: nothingHeld });
  });
});
