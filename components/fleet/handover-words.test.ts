import { expect, test } from 'vitest';
import type { Handover, HandoverRow } from '#lib/model/handover.ts';
import { describeAway, describeHandover } from './handover-words.ts';

const minute = 60_000;
const row = (service: string, away: number, hits: number): HandoverRow => ({
  ...{ kind: 'service', service, away: away * minute, times: 1, calmNow: true, hits, verdict: 'up', reason: '', ribbon: [] },
});
const handover = (rows: HandoverRow[], fields: Partial<Handover> = {}): Handover => ({
  ...{ from: new Date(0).toISOString(), to: new Date(480 * minute).toISOString(), services: rows.length, breakers: 0, notCalm: 0, unseen: 0, rows },
  ...fields,
});

test('a calm watch is one sentence', () => {
  expect(describeHandover(handover([]))).toBe('Nothing left its calm state in the last 8 h.');
});

test('what was worst is named, with how long, whom it hit, and whether it is over', () => {
  expect(describeHandover(handover([row('payments', 14, 3)]))).toBe(
    '1 service left its calm state in the last 8 h. Worst: payments was not up for 14 min and hit 3 services. It is calm again.',
  );
  expect(describeHandover(handover([row('payments', 14, 0), row('a', 1, 0)], { breakers: 2, notCalm: 1 }))).toBe(
    '2 services and 2 breakers left their calm state in the last 8 h. Worst: payments was not up for 14 min. 1 of them is not calm now.',
  );
});

test('how long and how often', () => {
  expect([describeAway({ away: 14 * minute, times: 1 }), describeAway({ away: 14 * minute, times: 3 }), describeAway({ away: 0, times: 2 })]).toEqual(
    [...['14 min', '3 × · 14 min', '2 × · ≤ 1 scrape']],
  );
});
