import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BreakerState } from '../breaker.ts';
import type { Trouble } from '../trouble.ts';
import type { Verdict } from '../verdict.ts';
import { type CallArc, callersByCallee, reachOver } from './blast.ts';
import { groupTroubles, rankTroubles, type TroubleFacts } from './rank.ts';

const iso = (minute: number) => new Date(minute * 60_000).toISOString();
const service = (name: string, verdict: Verdict, { tier = 3, since = 0, reason = 'connection refused' } = {}): TroubleFacts['services'][number] => ({
  ...{ service: name, displayName: name, domain: null, team: null, tier, verdict, reason, since: iso(since) },
});
const breaker = (caller: string, callee: string, state: BreakerState = 'open', { tier = 3, calleeKnown = true } = {}) => ({
  ...{ caller, callee, calleeKnown, name: callee, tier, state, since: iso(0), nextTryAt: null },
});
const calls = (text: string) =>
  text.split(', ').map((one) => {
    const [from = '', to = ''] = one.split(/ [-.]> /);
    return { from, to, critical: one.includes('->') };
  });
const rates: Record<string, number> = { orders: 380, gateway: 412, checkout: 30 };

type Facts = Partial<Omit<TroubleFacts, 'callers'>> & { arcs?: CallArc[] };

function rank({ arcs = [], ...facts }: Facts, most = 50) {
  const callers = callersByCallee(arcs);
  const reach = reachOver(callers, (name) => rates[name] ?? null);
  const groups = groupTroubles({ services: [], breakers: [], callers, ...facts });
  return { troubles: rankTroubles(groups, { hits: callers, reach }, most), total: groups.length };
}
const titleOf = (one: Trouble | Trouble['follows'][number]) => (one.kind === 'service' ? one.service : `${one.caller} → ${one.callee}`);
const told = (facts: Facts) => rank(facts).troubles.map((one) => [titleOf(one), ...one.follows.map(titleOf)]);

describe('whom it hits', () => {
  test('those that call it and those that call them, once each, with the rate of the busiest rank', () => {
    const { troubles } = rank({ services: [service('payments', 'down')], arcs: calls('orders -> payments, gateway -> orders, checkout -> gateway') });
    expect(troubles[0]?.blast).toEqual({ services: 3, requestRate: 412, direct: ['orders'], beyond: ['gateway', 'checkout'] });
  });

  test('a caller that declares the dependency not critical is hit and passes nothing on', () => {
    const { troubles } = rank({ services: [service('payments', 'down')], arcs: calls('orders .> payments, gateway -> orders') });
    expect(troubles[0]?.blast).toMatchObject({ services: 1, direct: ['orders'], beyond: [] });
  });

  test('whoever is hit by two ways passes on what either of them does', () => {
    const { troubles } = rank({ services: [service('db', 'down')], arcs: calls('a .> db, b -> db, a -> b, web -> a') });
    expect(troubles[0]?.blast).toMatchObject({ services: 3, direct: ['a', 'b'], beyond: ['web'] });
  });

  test('an edge that somebody saw and somebody declared as not critical is critical', () => {
    const { troubles } = rank({ services: [service('payments', 'down')], arcs: calls('orders .> payments, orders -> payments, gateway -> orders') });
    expect(troubles[0]?.blast.services).toBe(2);
  });

  test('calls in a circle end, and the thing itself is not among the hit', () => {
    const { troubles } = rank({ services: [service('a', 'down')], arcs: calls('b -> a, c -> b, a -> c') });
    expect(troubles[0]?.blast).toMatchObject({ services: 2, direct: ['b'], beyond: ['c'] });
  });

  test('an open breaker hits its holder and those that call it', () => {
    const { troubles } = rank({ breakers: [breaker('orders', 'payments')], arcs: calls('orders -> payments, gateway -> orders') });
    expect(troubles[0]?.blast).toEqual({ services: 2, requestRate: 412, direct: ['orders'], beyond: ['gateway'] });
  });
});

describe('the order', () => {
  test('is the state, then the tier, then how many are hit, then how much they answer, then how long it lasts', () => {
    const services = [
      service('unknown', 'unknown', { tier: 1 }),
      service('slow', 'degraded', { tier: 1 }),
      service('young', 'down', { since: 9 }),
      service('old', 'down', { since: 2 }),
      service('hub', 'down', { since: 9 }),
      service('busy', 'down', { since: 9 }),
      service('first', 'down', { tier: 1, since: 9 }),
    ];
    const arcs = calls('a -> hub, b -> hub, orders -> busy, c -> old');
    expect(told({ services, arcs, breakers: [breaker('x', 'y'), breaker('x', 'z', 'half-open')] }).flat()).toEqual([
      ...['first', 'hub', 'busy', 'old', 'young', 'x → y', 'slow', 'x → z', 'unknown'],
    ]);
  });

  test('does not depend on the order that facts come in', () => {
    const services = ['a', 'b', 'c', 'd', 'e'].map((name, i) => service(name, i % 2 ? 'down' : 'degraded'));
    const breakers = [breaker('a', 'b'), breaker('c', 'b'), breaker('x', 'q'), breaker('y', 'q')];
    const arcs = calls('a -> b, c -> d, e -> a, b -> d');
    const expected = told({ services, breakers, arcs });
    fc.assert(
      fc.property(fc.shuffledSubarray(services, { minLength: 5 }), fc.shuffledSubarray(breakers, { minLength: 4 }), (some, others) => {
        expect(told({ services: some, breakers: others, arcs })).toEqual(expected);
      }),
    );
  });
});

describe('one incident', () => {
  const arcs = calls('orders -> payments, gateway -> orders');

  test('holds the breakers to what is down and the services that are degraded because of it', () => {
    const { troubles } = rank({
      ...{ arcs, breakers: [breaker('orders', 'payments')] },
      services: [service('payments', 'down'), service('orders', 'degraded'), service('gateway', 'degraded')],
    });
    expect(troubles).toHaveLength(1);
    expect(troubles[0]?.follows.map((one) => [titleOf(one), one.cause])).toEqual([
      ['orders → payments', 'payments is down'],
      ['gateway', 'calls orders, which is degraded'],
      ['orders', 'calls payments, which is down'],
    ]);
  });

  test('does not swallow a caller that is down itself; it is said that it calls what is down', () => {
    const { troubles } = rank({ arcs, services: [service('payments', 'down'), service('orders', 'down')] });
    expect(troubles.map((one) => [titleOf(one), one.cause])).toEqual([
      ['payments', null],
      ['orders', 'calls payments, which is down'],
    ]);
  });

  test('is not made of degraded services that merely call one another', () => {
    expect(told({ arcs, services: [service('payments', 'degraded'), service('orders', 'degraded')] })).toEqual([['payments'], ['orders']]);
  });

  test('is made of the breakers to one callee that looks well itself, and of the holder that is degraded', () => {
    expect(told({ breakers: [breaker('a', 'mail', 'open', { tier: 1 }), breaker('b', 'mail'), breaker('c', 'sms')] })).toEqual([
      ['a → mail', 'b → mail'],
      ['c → sms'],
    ]);
    expect(told({ breakers: [breaker('a', 'mail')], services: [service('a', 'degraded')] })).toEqual([['a → mail', 'a']]);
  });

  test('keeps apart a callee that nobody registered from a service of that name', () => {
    const breakers = [breaker('a', 'mail', 'open', { calleeKnown: false })];
    expect(told({ breakers, services: [service('mail', 'down')] })).toEqual([['mail'], ['a → mail']]);
  });

  test('of each thing there is one, whatever calls whatever', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const verdict = fc.constantFrom<Verdict>('down', 'degraded', 'unknown');
    const state = fc.constantFrom<BreakerState>('open', 'half-open', 'forced-open');
    const pair = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names));
    fc.assert(
      fc.property(
        fc.array(verdict, { maxLength: 6 }),
        fc.uniqueArray(fc.tuple(pair, state), { selector: ([ends]) => ends.join() }),
        fc.array(pair),
        (verdicts, held, arcs) => {
          const services = verdicts.map((each, i) => service(names[i] as string, each));
          const breakers = held.map(([[caller, callee], each]) => breaker(caller, callee, each));
          const { troubles, total } = rank({ services, breakers, arcs: arcs.map(([from, to]) => ({ from, to, critical: true })) });
          const all = troubles.flatMap((one) => [titleOf(one), ...one.follows.map(titleOf)]);
          expect(total).toBe(troubles.length);
          expect(all.sort()).toEqual(
            [...services.map(({ service: name }) => name), ...breakers.map((one) => `${one.caller} → ${one.callee}`)].sort(),
          );
        },
      ),
    );
  });
});

test('of many only the worst are named, and how many there are', () => {
  const services = Array.from({ length: 300 }, (_, i) => service(`s${i}`, 'down', { since: i }));
  const { troubles, total } = rank({ services }, 10);
  expect([troubles.length, total, troubles[0] && titleOf(troubles[0])]).toEqual([10, 300, 's0']);
});
