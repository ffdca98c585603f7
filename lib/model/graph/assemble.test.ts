import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleGraph, type GraphFacts, type Observed } from './assemble.ts';
import { narrowAround, narrowToDomain } from './narrow.ts';
import { standingOf } from './standing.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const service = (name: string, domain: string | null = null) => ({
  ...{ name, baseUrl: `http://${name}.svc:80`, domain, team: null, tier: 3, verdict: 'up' as const },
  ...{ requestRate: null, errorRatio: null, clientErrorRatio: null, latencyMsP95: null, seenAt: null, instances: 0 },
});
const seen = (from: string, callee: string, more: Partial<Observed> = {}): Observed => ({
  ...{ service: from, caller: '', callee, kind: 'http', source: 'Signalbox SDK' },
  ...{ requestRate: 1, errorRatio: 0, latencyMsP95: null, seenAtMs: nowMs, atMs: nowMs },
  ...more,
});
const facts: GraphFacts = {
  services: [service('web'), service('orders', 'commerce'), service('payment-service', 'money'), service('mail')],
  declared: [
    { service: 'web', callee: 'orders', kind: 'http', critical: true },
    { service: 'orders', callee: 'payment-service', kind: 'http', critical: false },
    { service: 'orders', callee: 'gone', kind: 'http', critical: true },
  ],
  datastores: [{ service: 'orders', datastore: 'orders-db' }],
  ends: [
    { topic: 'placed', role: 'publishes', service: 'orders', evidence: 'declared', eventRate: null, seenAtMs: null },
    { topic: 'placed', role: 'subscribes', service: 'mail', evidence: 'metrics', eventRate: 3, seenAtMs: nowMs },
  ],
  observed: [
    seen('orders', 'payment', { requestRate: 3, errorRatio: 0.1, latencyMsP95: { low: 10, high: 20 } }),
    seen('orders', 'payment-service.svc:80', { requestRate: 1, errorRatio: 0.5, latencyMsP95: { low: 50, high: null } }),
    seen('orders', 'payment-service', { source: 'Istio', requestRate: 4 }),
    seen('orders', 'api.stripe.com', { source: 'OpenTelemetry HTTP client' }),
    seen('mail', 'orders', { source: 'Trace service graph', caller: 'web' }),
    seen('web', 'web'),
  ],
};
const graph = assembleGraph(facts, nowMs);
const edge = (from: string, to: string) => graph.edges.find((one) => one.from === from && one.to === to);

describe('what is declared and what is seen make one graph', () => {
  test('an edge says by what it is known', () => {
    const standing = Object.fromEntries(graph.edges.map(({ from, to, evidence }) => [`${from} > ${to}`, standingOf(evidence)]));
    expect(standing).toEqual({
      'orders > datastore:orders-db': 'never seen',
      'orders > external:api.stripe.com': 'not declared',
      'orders > external:gone': 'never seen',
      'orders > payment-service': 'confirmed',
      'orders > topic:placed': 'never seen',
      'topic:placed > mail': 'not declared',
      'web > orders': 'confirmed',
    });
  });

  test('rates come from one dialect, its texts added, the slowest percentile kept', () => {
    expect(edge('orders', 'payment-service')).toEqual({
      ...{ from: 'orders', to: 'payment-service', kind: 'http', evidence: ['declared', 'metrics', 'mesh'], source: 'Signalbox SDK' },
      ...{ critical: false, requestRate: 4, errorRatio: 0.2, latencyMsP95: { low: 50, high: null } },
      ...{ seenAt: '2026-11-22T12:00:00.000Z', breakerState: 'unknown' },
    });
  });

  test('what is not registered is kept by its name', () => {
    expect(graph.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['datastore:orders-db', 'datastore'],
      ['external:api.stripe.com', 'external'],
      ['external:gone', 'external'],
      ['mail', 'service'],
      ['orders', 'service'],
      ['payment-service', 'service'],
      ['topic:placed', 'topic'],
      ['web', 'service'],
    ]);
  });

  test('rates that nobody told of for three minutes say nothing of now', () => {
    const late = assembleGraph(facts, nowMs + 180_001).edges.find(({ to }) => to === 'payment-service');
    expect(late).toMatchObject({ requestRate: null, errorRatio: null, latencyMsP95: null, seenAt: '2026-11-22T12:00:00.000Z' });
  });

  test('the same facts in any order make the same graph', () => {
    const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });
    const orders = fc.tuple(shuffled(facts.services), shuffled(facts.declared), shuffled(facts.ends), shuffled(facts.observed));
    fc.assert(
      fc.property(orders, ([services, declared, ends, observed]) => {
        const { nodes, edges } = assembleGraph({ ...facts, services, declared, ends, observed }, nowMs);
        expect(nodes).toEqual(graph.nodes);
        expect(edges.map(({ errorRatio, ...rest }) => [rest, errorRatio?.toFixed(9)])).toEqual(
          graph.edges.map(({ errorRatio, ...rest }) => [rest, errorRatio?.toFixed(9)]),
        );
      }),
    );
  });
});

test('a part of a graph is what is near a service, or what a domain touches', () => {
  const names = ({ nodes }: typeof graph) => nodes.map(({ id }) => id);
  expect(names(narrowAround(graph, 'web', 1))).toEqual(['orders', 'web']);
  expect(names(narrowAround(graph, 'mail', 2))).toEqual(['mail', 'orders', 'topic:placed']);
  expect(names(narrowToDomain(graph, 'money'))).toEqual(['orders', 'payment-service']);
  expect(narrowToDomain(graph, 'money').edges).toHaveLength(1);
});
