import { expect, test } from 'vitest';
import { assembleGraph, type GraphFacts, type Observed } from './assemble.ts';
import { selfMatcher } from './ourselves.ts';
import { leaveCallsToSelf } from './to-self.ts';

const nowMs = Date.parse('2026-11-30T08:00:00Z');
const service = (name: string) => ({
  ...{ name, baseUrl: `http://${name}.example.com`, domain: null, team: null, tier: 3, verdict: 'up' as const },
  ...{ requestRate: null, errorRatio: null, clientErrorRatio: null, latencyMsP95: null, seenAt: null, instances: 0 },
});
const call = (from: string, callee: string): Observed => ({
  ...{ service: from, caller: '', callee, kind: 'http', source: 'Signalbox SDK', requestRate: 1 },
  ...{ errorRatio: 0, latencyMsP95: null, seenAtMs: nowMs, atMs: nowMs },
});
const graphOf = (facts: Partial<GraphFacts>) =>
  assembleGraph(
    { services: [], declared: [], datastores: [], ends: [], observed: [], isSelf: selfMatcher(['http://127.0.0.1:3000']), ...facts },
    nowMs,
  );
const idsOf = ({ nodes }: { nodes: readonly { id: string }[] }) => nodes.map(({ id }) => id);
const toDeclare = { kind: 'http' as const, critical: false };

test('calls to Signalbox itself are left out, under its name and by its address, and so is it', () => {
  const graph = graphOf({
    services: [service('orders'), service('user')],
    observed: [call('orders', 'signalbox'), call('user', '127.0.0.1:3000'), call('orders', 'user'), call('orders', 'mail')],
  });
  const { graph: calm, left } = leaveCallsToSelf(graph);
  expect(left.map(({ from, to }) => `${from} ${to}`)).toEqual(['orders external:signalbox', 'user external:127.0.0.1:3000']);
  expect(calm.edges.map(({ to }) => to)).toEqual(['external:mail', 'user']);
  expect(idsOf(calm)).toEqual(['external:mail', 'orders', 'user']);
});

test.each(['up', 'down'] as const)('its own entry goes too while it is well: %s', (verdict) => {
  const graph = graphOf({ services: [service('orders'), { ...service('signalbox'), verdict }], observed: [call('orders', 'signalbox')] });
  const { graph: calm, left } = leaveCallsToSelf(graph);
  expect([left.length, calm.edges, idsOf(calm)]).toEqual([1, [], verdict === 'up' ? ['orders'] : ['orders', 'signalbox']]);
});

test('what somebody declared stays, and so does what it calls itself', () => {
  const graph = graphOf({
    services: [service('orders'), service('signalbox'), service('user')],
    declared: [{ service: 'user', callee: 'signalbox', ...toDeclare }],
    observed: [call('orders', 'signalbox'), call('user', 'signalbox'), call('signalbox', 'orders')],
  });
  const { graph: calm, left } = leaveCallsToSelf(graph);
  expect(left.map(({ from }) => from)).toEqual(['orders']);
  expect(calm.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['signalbox orders', 'user signalbox']);
  expect(idsOf(calm)).toEqual(['orders', 'signalbox', 'user']);
});

test('where nobody calls it, the graph is as it was', () => {
  const graph = graphOf({ services: [service('orders')], observed: [call('orders', 'mail')] });
  expect(leaveCallsToSelf(graph)).toEqual({ graph, left: [] });
});
