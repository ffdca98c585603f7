import { expect, test } from 'vitest';
import type { NewChange } from '#lib/model/change.ts';
import { readEdges } from '#lib/model/dialect/edges.ts';
import { parseExposition } from '#lib/probe/exposition.ts';
import type { EdgeState } from '#lib/store/edge.ts';
import { observeEdges } from './observe-edges.ts';
import type { Watched } from './watched.ts';

const lineOf = (callee: string, calls: number) => `service_requests_total{service="${callee}",method="GET",status="200"} ${calls}\n`;

test('an edge is told of at its first scrape, its rate after half a minute, and a new one at once', () => {
  const watched = { target: { name: 'orders' }, edges: { base: null, told: new Set() } } as unknown as Watched;
  let told: (EdgeState[] | NewChange)[] = [];
  const keeper = {
    addEdges: (_: Watched, edges: EdgeState[] | null) => void told.push(edges ?? []),
    tell: (change: NewChange) => void told.push(change),
  };
  const look = (text: string, seconds: number) => {
    told = [];
    const read = readEdges(parseExposition(Buffer.from(text), null));
    if (read) observeEdges(keeper, watched, read, { wallMs: seconds * 1000, monotonicMs: seconds * 1000 });
    return told;
  };
  const edge = { caller: '', callee: 'payments', kind: 'http', source: 'Signalbox SDK', errorRatio: null, latencyMsP95: null };
  const unmeasured = { requestRate: null, seenAtMs: null };
  const found = (callee: string) => ({ kind: 'edges.found', subject: 'orders', data: { service: 'orders', callees: [callee] } });
  expect(look(lineOf('payments', 5), 0)).toEqual([found('payments'), [{ ...edge, ...unmeasured }]]);
  expect(look(lineOf('payments', 9), 15)).toEqual([]);
  expect(look(lineOf('payments', 9) + lineOf('mail', 1), 20)).toEqual([found('mail'), [{ ...edge, callee: 'mail', ...unmeasured }]]);
  expect(look(lineOf('payments', 20) + lineOf('mail', 1), 30)).toEqual([
    [
      { ...edge, requestRate: 0.5, errorRatio: 0, seenAtMs: 30_000 },
      { ...edge, callee: 'mail', requestRate: 1 / 30, errorRatio: 0, seenAtMs: 30_000 },
    ],
  ]);
  expect(look(lineOf('payments', 20) + lineOf('mail', 1), 60)).toMatchObject([[{ requestRate: 0, seenAtMs: null }, { requestRate: 0 }]]);
});
