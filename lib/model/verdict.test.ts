import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Judgement, judge, newJudgement, type Outcome } from './verdict.ts';

const reasons: Record<Outcome, string> = {
  ok: 'healthy',
  warn: 'cache: degraded',
  slow: 'took 2.1 s',
  fail: 'connection refused',
  self: 'cannot reach itself',
};

function follow(outcomes: Outcome[], start: Judgement = newJudgement(0)): Judgement[] {
  const seen: Judgement[] = [];
  let past = start;
  for (const [index, outcome] of outcomes.entries()) {
    past = judge(past, { outcome, reason: reasons[outcome] }, (index + 1) * 1000);
    seen.push(past);
  }
  return seen;
}

const last = (outcomes: Outcome[]) => follow(outcomes).at(-1)?.verdict;

describe('a verdict', () => {
  test('is up at the first good look', () => expect(last(['ok'])).toBe('up'));
  test('is down at the third failure, no sooner', () => {
    expect(last(['ok', 'fail', 'fail'])).toBe('up');
    expect(last(['ok', 'fail', 'fail', 'fail'])).toBe('down');
    expect(last(['fail', 'fail'])).toBe('unknown');
    expect(last(['fail', 'fail', 'fail'])).toBe('down');
  });
  test('needs failures in a row', () => expect(last(['ok', 'fail', 'fail', 'ok', 'fail', 'fail'])).toBe('up'));
  test('comes back at the second good look', () => {
    expect(last(['fail', 'fail', 'fail', 'ok'])).toBe('down');
    expect(last(['fail', 'fail', 'fail', 'ok', 'ok'])).toBe('up');
  });
  test('is degraded at once when the service says so, and up again after two good looks', () => {
    expect(last(['ok', 'warn'])).toBe('degraded');
    expect(last(['ok', 'ok', 'ok', 'warn', 'ok'])).toBe('degraded');
    expect(last(['ok', 'warn', 'ok', 'ok'])).toBe('up');
  });
  test('is degraded after three slow answers in a row', () => {
    expect(last(['ok', 'slow', 'slow'])).toBe('up');
    expect(last(['ok', 'slow', 'slow', 'slow'])).toBe('degraded');
    expect(last(['ok', 'slow', 'slow', 'slow', 'ok', 'ok'])).toBe('up');
  });
  test('leaves down for degraded when the answers warn', () => expect(last(['fail', 'fail', 'fail', 'warn', 'warn'])).toBe('degraded'));
  test('keeps when it began, whatever the reason becomes', () => {
    const [, , third, fourth] = follow(['fail', 'fail', 'fail', 'fail']);
    expect(third?.sinceMs).toBe(3000);
    expect(fourth?.sinceMs).toBe(3000);
  });
  test('is unknown, never down, while the trouble is our own', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Outcome>('ok', 'warn', 'slow', 'fail')), fc.integer({ min: 1, max: 20 }), (before, count) => {
        const judged = follow([...before, ...new Array<Outcome>(count).fill('self')]);
        expect(judged.slice(before.length).map(({ verdict }) => verdict)).toEqual(new Array(count).fill('unknown'));
      }),
    );
  });
  test('turns down only on three failures in a row, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Outcome>('ok', 'warn', 'slow', 'fail', 'self'), { maxLength: 60 }), (outcomes) => {
        for (const [index, { verdict }] of follow(outcomes).entries()) {
          const told = outcomes.slice(0, index + 1).filter((outcome) => outcome !== 'self');
          const previous = index > 0 ? follow(outcomes)[index - 1]?.verdict : undefined;
          if (verdict === 'down' && previous !== 'down') expect(told.slice(-3)).toEqual(['fail', 'fail', 'fail']);
        }
      }),
      { numRuns: 200 },
    );
  });
});
