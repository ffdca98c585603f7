import { expect, test } from 'vitest';
import type { EventTotals } from '#lib/model/dialect/events.ts';
import { observeEvents } from './observe-events.ts';
import type { Watched } from './watched.ts';

const totalsOf = (events: number): EventTotals => ({
  flows: new Map([['a', { topic: 'user.created', role: 'publishes', type: 'user.created', version: '1.0', events, failures: null }]]),
  deadLetters: new Map([['user.created', 2]]),
});
const flow = { topic: 'user.created', role: 'publishes', type: 'user.created', version: '1.0' };
const deadLetters = [{ topic: 'user.created', waiting: 2 }];

test('a topic is known from the first scrape, its rate from the next one after half a minute', () => {
  const watched = { events: { base: null } } as unknown as Watched;
  const look = (events: number, seconds: number) => observeEvents(watched, totalsOf(events), { wallMs: seconds * 1000, monotonicMs: seconds * 1000 });
  expect(look(5, 0)).toEqual({ flows: [{ ...flow, eventRate: null, failureRate: null, seenAtMs: null }], deadLetters });
  expect(look(9, 15)).toBeNull();
  expect(look(20, 30)).toEqual({ flows: [{ ...flow, eventRate: 0.5, failureRate: null, seenAtMs: 30_000 }], deadLetters });
  expect(look(20, 60)).toEqual({ flows: [{ ...flow, eventRate: 0, failureRate: null, seenAtMs: null }], deadLetters });
});
