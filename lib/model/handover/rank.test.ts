import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BreakerState } from '../breaker.ts';
import type { Verdict } from '../verdict.ts';
import { type BreakerHistory, rankHandover, type ServiceHistory } from './rank.ts';
import { coarsen, spansOf, type Turn } from './span.ts';

const minute = 60_000;
const window = { fromMs: 0, toMs: 480 * minute };
const turn = <S extends string>(at: number, from: S, to: S): Turn<S> => ({ atMs: at * minute, from, to });
const service = (name: string, turns: Turn<Verdict>[], fields: Partial<ServiceHistory> = {}): ServiceHistory => ({
  ...{ service: name, turns, verdict: turns.at(-1)?.to ?? 'up', sinceMs: turns.at(-1)?.atMs ?? 0, reason: 'HTTP 503', ...fields },
});
const breaker = (caller: string, turns: Turn<BreakerState>[], fields: Partial<BreakerHistory> = {}): BreakerHistory => ({
  ...{ caller, callee: 'payments', calleeKnown: true, name: 'payments', turns, missedMs: [], state: turns.at(-1)?.to ?? 'closed' },
  ...{ sinceMs: turns.at(-1)?.atMs ?? 0, ...fields },
});
const rank = (services: ServiceHistory[], breakers: BreakerHistory[] = [], most = 40) =>
  rankHandover({ services, breakers, window, hitsOf: (name) => (name === 'hub' ? 5 : 0) }, most);
const names = ({ rows }: ReturnType<typeof rank>) => rows.map((row) => (row.kind === 'service' ? row.service : `${row.caller} → ${row.callee}`));

describe('the handover', () => {
  test('lists what left its calm state, most disruptive first: the time away times whom it hits', () => {
    const services = [
      service('long', [turn(10, 'up', 'down'), turn(40, 'down', 'up')]),
      service('hub', [turn(10, 'up', 'down'), turn(20, 'down', 'up')]),
      service('slow', [turn(10, 'up', 'degraded'), turn(60, 'degraded', 'up')]),
      service('calm', []),
    ];
    const breakers = [breaker('orders', [turn(5, 'closed', 'open'), turn(18, 'open', 'closed')]), breaker('calm', [])];
    expect(names(rank(services, breakers))).toEqual(['hub', 'long', 'orders → payments', 'slow']);
    expect(rank(services, breakers)).toMatchObject({ services: 3, breakers: 1, notCalm: 0, unseen: 0 });
  });

  test('counts how long and how often, and draws the whole window', () => {
    const turns = [
      turn<Verdict>(10, 'up', 'degraded'),
      turn<Verdict>(12, 'degraded', 'down'),
      turn<Verdict>(20, 'down', 'up'),
      turn<Verdict>(470, 'up', 'down'),
    ];
    const [row] = rank([service('orders', turns)]).rows;
    expect(row).toMatchObject({ away: 20 * minute, times: 2, calmNow: false, verdict: 'down', reason: 'HTTP 503' });
    expect(row?.ribbon.map(({ state, from, to }) => [state, Date.parse(from) / minute, Date.parse(to) / minute])).toEqual([
      ['up', 0, 10],
      ['degraded', 10, 12],
      ['down', 12, 20],
      ['up', 20, 470],
      ['down', 470, 480],
    ]);
  });

  test('has what was away all the time, though nothing turned', () => {
    const [open, down] = rank(
      [service('orders', [], { verdict: 'down', sinceMs: -900 * minute })],
      [breaker('a', [], { state: 'open', sinceMs: -900 * minute })],
    ).rows;
    expect([down, open]).toMatchObject([
      { away: 480 * minute, times: 1, calmNow: false },
      { kind: 'breaker', away: 480 * minute },
    ]);
  });

  test('draws a service from when it was first looked at', () => {
    const [row] = rank([service('young', [turn(100, 'unknown', 'up'), turn(110, 'up', 'down')])]).rows;
    expect(row?.ribbon.map(({ state }) => state)).toEqual(['up', 'down']);
  });

  test('says nothing of the time before a state that no turn led to', () => {
    const [row] = rank([service('orders', [], { verdict: 'down', sinceMs: 470 * minute })]).rows;
    expect(row).toMatchObject({ away: 10 * minute, ribbon: [{ state: 'down', from: new Date(470 * minute).toISOString() }] });
  });

  test('counts services that were only not seen, and lists them not; a service that is new was not away', () => {
    const services = [
      service('blind', [turn(10, 'up', 'unknown'), turn(20, 'unknown', 'up')]),
      service('new', [turn(10, 'unknown', 'up')]),
      service('rests', [turn(10, 'up', 'maintenance')]),
    ];
    expect(rank(services)).toMatchObject({ services: 0, unseen: 1, rows: [] });
  });

  test('has a breaker whose opens no scrape saw, with their moments', () => {
    const [row] = rank([], [breaker('a', [], { missedMs: [-5, 30 * minute] })]).rows;
    expect(row).toMatchObject({ away: 0, times: 1, calmNow: true, missed: [new Date(30 * minute).toISOString()] });
  });

  test('draws a breaker from when it was first seen', () => {
    const [row] = rank([], [breaker('a', [turn(100, 'unknown', 'closed'), turn(110, 'closed', 'open')])]).rows;
    expect(row?.ribbon[0]).toMatchObject({ state: 'closed', from: new Date(100 * minute).toISOString() });
  });

  test('names the worst only, and counts all', () => {
    const services = Array.from({ length: 60 }, (_, i) => service(`s${i}`, [turn(i, 'up', 'down')]));
    expect(rank(services, [], 40)).toMatchObject({ services: 60, notCalm: 60, rows: { length: 40 } });
  });
});

describe('spans', () => {
  const states = ['up', 'degraded', 'down', 'unknown'] as const;
  const history = fc.array(fc.tuple(fc.integer({ min: 0, max: 480 }), fc.constantFrom(...states)), { maxLength: 40 }).map((points) => {
    const sorted = points.toSorted(([a], [b]) => a - b);
    return sorted.map(([at, to], i) => turn<Verdict>(at, sorted[i - 1]?.[1] ?? 'up', to));
  });

  test('fill the window without gap or overlap', () => {
    fc.assert(
      fc.property(history, (turns) => {
        const spans = spansOf(turns, { state: turns.at(-1)?.to ?? 'up', sinceMs: 0 }, window);
        expect([spans[0]?.fromMs, spans.at(-1)?.toMs]).toEqual([0, window.toMs]);
        for (const [i, { fromMs, toMs }] of spans.entries()) {
          expect(toMs).toBeGreaterThan(fromMs);
          if (i > 0) expect(spans[i - 1]?.toMs).toBe(fromMs);
        }
      }),
    );
  });

  test('of one that flaps keep the ends and the worst of every step', () => {
    const spans = Array.from({ length: 1000 }, (_, i) => ({ state: i % 10 === 3 ? ('down' as const) : ('up' as const), fromMs: i, toMs: i + 1 }));
    const coarse = coarsen(spans, (state) => (state === 'down' ? 0 : 1), 100);
    expect(coarse).toEqual([{ state: 'down', fromMs: 0, toMs: 1000 }]);
    expect(coarsen(spans, (state) => (state === 'down' ? 0 : 1), 500)).toHaveLength(201);
  });
});
