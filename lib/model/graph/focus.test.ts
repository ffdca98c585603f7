import { expect, test } from 'vitest';
import type { GraphEdge } from '../graph.ts';
import type { Verdict } from '../verdict.ts';
import { findWrong, focusOn } from './focus.ts';

const ids = ['far', 'upper', 'caller', 'sick', 'callee', 'beyond', 'aside'];
const chain = ids.slice(0, -1);
const edges = chain.slice(1).map(
  (to, at): GraphEdge => ({
    ...{ from: chain[at] ?? '', to, kind: 'http', evidence: ['metrics'], source: null, critical: null },
    ...{ requestRate: 1, errorRatio: to === 'beyond' ? 0.5 : 0, latencyMsP95: null, seenAt: null, breakerState: null },
  }),
);
const graph = (verdicts: Record<string, Verdict>) => ({ nodes: ids.map((id) => ({ id, verdict: verdicts[id] ?? ('up' as const) })), edges });
const focus = (verdicts: Record<string, Verdict>, isWrong = (_: GraphEdge) => false) => {
  const one = graph(verdicts);
  const near = focusOn(one, findWrong(one, isWrong));
  return near && [...near.nodes].sort();
};

test('what is not well stands out with its callers two calls up and what it calls', () => {
  expect(focus({ sick: 'down' })).toEqual(['callee', 'caller', 'sick', 'upper']);
  expect(focus({ sick: 'degraded' })).toEqual(['callee', 'caller', 'sick', 'upper']);
});

test('a call that fails stands out at both of its ends', () => {
  expect(focus({}, ({ errorRatio }) => (errorRatio ?? 0) > 0.1)).toEqual(['beyond', 'callee', 'caller', 'sick']);
});

test('only calls that lead to what is not well, and from it, stand out', () => {
  const aside = { ...(edges[0] as GraphEdge), from: 'upper', to: 'callee' };
  const one = { ...graph({ sick: 'down' }), edges: [...edges, aside] };
  expect(
    [
      ...(focusOn(
        one,
        findWrong(one, () => false),
      )?.steps ?? []),
    ].sort(),
  ).toEqual(['caller sick', 'sick callee', 'upper caller']);
});

test('where all is well, or merely not known, nothing stands out', () => {
  expect(focus({})).toBeNull();
  expect(focus({ sick: 'unknown', callee: 'maintenance' })).toBeNull();
});
