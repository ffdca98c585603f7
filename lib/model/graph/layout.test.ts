import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph, GraphEdge } from '../graph.ts';
import type { Verdict } from '../verdict.ts';
import { type DrawnGraph, drawInstances, drawWhole, foldGraph } from './fold.ts';
import { layoutGraph } from './layout.ts';
import { countMoved, measureLayout, placeGraph } from './place.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const nodes = ids.map((id) => ({ id, order: id }));
const graphs = fc.array(fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids) }), { maxLength: 20 });
const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });

test('the same graph has the same layout, in whatever order it comes', () => {
  const twice = graphs.chain((edges) => fc.tuple(fc.constant(edges), shuffled(edges), shuffled(nodes)));
  fc.assert(
    fc.property(twice, ([edges, otherEdges, otherNodes]) => {
      expect(layoutGraph(otherNodes, otherEdges)).toEqual(layoutGraph(nodes, edges));
    }),
  );
});

test('no two nodes stand on one place, and callers stand left of what they call, circles aside', () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const { places, width, height } = measureLayout(layoutGraph(nodes, edges));
      expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(ids.length);
      for (const { x, y } of places.values()) expect(x >= 0 && y >= 0 && x < width && y < height).toBe(true);
      const forward = edges.filter(({ from, to }) => from < to);
      const straight = layoutGraph(nodes, forward);
      for (const { from, to } of forward) expect(straight.get(from)?.rank).toBeLessThan(straight.get(to)?.rank ?? 0);
    }),
  );
});

test('a large circle is not drawn as a chain', () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ id: `n${i}`, order: `${100 + i}` }));
  const edges = many.flatMap(({ id }, i) => [1, 7, 19].map((step) => ({ from: id, to: `n${(i + step) % 60}` })));
  expect(Math.max(...[...layoutGraph(many, edges).values()].map(({ rank }) => rank))).toBeLessThan(16);
});

test('what many call alike is not drawn as one tall column', () => {
  const many = Array.from({ length: 200 }, (_, i) => ({ id: `n${i}`, order: `${100 + i}` }));
  const cells = [
    ...layoutGraph(
      many,
      many.slice(1).map(({ id }) => ({ from: 'n0', to: id })),
    ).values(),
  ];
  expect(Math.max(...cells.map(({ slot }) => slot))).toBeLessThan(26);
  expect(Math.max(...cells.map(({ rank }) => rank))).toBeLessThan(10);
});

describe('what has a place keeps it', () => {
  const leaf = { id: 'leaf', order: 'leaf' };

  test('edges that come or go move nothing', () => {
    fc.assert(
      fc.property(graphs, graphs, (edges, others) => {
        const held = layoutGraph(nodes, edges);
        expect(countMoved(held, placeGraph(nodes, others, held))).toBe(0);
      }),
    );
  });

  test('a leaf moves nothing, stands alone on its place, right of its caller', () => {
    fc.assert(
      fc.property(graphs, fc.constantFrom(...ids), (edges, caller) => {
        const held = layoutGraph(nodes, edges);
        const after = placeGraph([...nodes, leaf], [...edges, { from: caller, to: 'leaf' }], held);
        expect(countMoved(held, after)).toBe(0);
        expect(new Set([...after.values()].map(({ rank, slot }) => `${rank} ${slot}`)).size).toBe(ids.length + 1);
        expect(after.get('leaf')?.rank).toBe((held.get(caller)?.rank ?? 0) + 1);
      }),
    );
  });

  test('many that come at once make no tall column', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ id: `n${i}`, order: `${100 + i}` }));
    const held = new Map([['n0', { rank: 0, slot: 3 }]]);
    const after = placeGraph(
      many,
      many.slice(1).map(({ id }) => ({ from: 'n0', to: id })),
      held,
    );
    expect(Math.max(...[...after.values()].map(({ slot }) => slot))).toBeLessThanOrEqual(15);
    expect(new Set([...after.values()].map(({ rank, slot }) => `${rank} ${slot}`)).size).toBe(100);
  });

  test('new nodes go to the same places in whatever order they come, and to none that one out of sight holds', () => {
    const some = graphs.chain((edges) => fc.tuple(fc.constant(edges), shuffled(edges), shuffled(nodes), fc.subarray(nodes)));
    fc.assert(
      fc.property(some, ([edges, otherEdges, otherNodes, first]) => {
        const held = layoutGraph([...first, leaf], edges);
        const after = placeGraph(nodes, edges, held);
        expect(placeGraph(otherNodes, otherEdges, held)).toEqual(new Map([...otherNodes].map(({ id }) => [id, after.get(id)])));
        const gone = held.get('leaf');
        for (const cell of after.values()) expect(cell).not.toEqual(gone);
      }),
    );
  });
});

const edge = (from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  ...{ from, to, kind: 'http', evidence: ['declared'], source: null, critical: true },
  ...{ requestRate: null, errorRatio: null, latencyMsP95: null, seenAt: null, breakerState: 'unknown' },
  ...more,
});
const facts = {
  team: null,
  tier: 3,
  requestRate: 1,
  errorRatio: null,
  clientErrorRatio: null,
  latencyMsP95: null,
  incidents: 0,
  seenAt: null,
  instances: 0,
  self: false,
};
const service = (name: string, domain: string | null, verdict: Verdict = 'up') => ({
  id: name,
  name,
  kind: 'service' as const,
  domain,
  verdict,
  ...facts,
});

describe('folded', () => {
  const graph: Graph = {
    nodes: [
      service('web', null),
      service('orders', 'shop'),
      service('carts', 'shop', 'down'),
      { ...service('topic:t', null), name: 't', kind: 'topic', verdict: null, requestRate: null },
    ],
    edges: [
      edge('web', 'orders', { requestRate: 3, errorRatio: 0, evidence: ['metrics'] }),
      edge('web', 'carts', { requestRate: 1, errorRatio: 0.4 }),
      edge('orders', 'carts'),
      edge('orders', 'topic:t', { kind: 'event' }),
    ],
  };
  const marksOf = (drawn: DrawnGraph) => drawn.nodes.map(({ id, name, count, verdict, requestRate }) => [id, name, count, verdict, requestRate]);

  test('a domain has the worst verdict of its services and the sum of their calls', () => {
    const drawn = foldGraph(graph, { open: new Set() });
    expect(marksOf(drawn)).toEqual([
      ['all:topic', 'topics', 1, null, null],
      ['domain:', 'no domain', 1, 'up', 1],
      ['domain:shop', 'shop', 2, 'down', 2],
    ]);
    expect(drawn.edges).toMatchObject([
      { from: 'domain:', to: 'domain:shop', requestRate: 4, errorRatio: 0.1, evidence: ['declared', 'metrics'] },
      { from: 'domain:shop', to: 'all:topic', kind: 'event' },
    ]);
  });

  test('an opened domain shows its services, and their edges among each other', () => {
    const drawn = foldGraph(graph, { open: new Set(['domain:shop']) });
    expect(drawn.nodes.map(({ id, group }) => [id, group])).toEqual([
      ['all:topic', null],
      ['carts', 'domain:shop'],
      ['domain:', null],
      ['orders', 'domain:shop'],
    ]);
    expect(drawn.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['domain: carts', 'domain: orders', 'orders all:topic', 'orders carts']);
  });

  test('an opened service has its instances beside it, one that is folded away has none', () => {
    const at = { verdict: 'down' as const, requestRate: 1, errorRatio: null, signalsAt: null, checkedAt: null };
    const two = new Map([
      [
        'orders',
        [
          { url: 'http://10.0.0.1:80/', ...at },
          { url: 'http://10.0.0.2:80', ...at, verdict: 'up' as const },
        ],
      ],
    ]);
    const drawn = drawInstances(drawWhole(graph), two);
    expect(drawn.nodes.slice(-2)).toMatchObject([
      { id: 'instance:orders http://10.0.0.1:80/', name: '10.0.0.1:80', verdict: 'down', group: 'service:orders' },
      { name: '10.0.0.2:80', verdict: 'up', domain: 'shop' },
    ]);
    expect(drawn.parts).toEqual(drawn.nodes.slice(-2).map(({ id }) => ({ from: 'orders', to: id })));
    expect(drawInstances(foldGraph(graph, { open: new Set() }), two).parts).toEqual([]);
  });

  test('however large the graph, there are at most 60 marks until a rest is opened; who is not well is never in it', () => {
    const nodes = Array.from({ length: 900 }, (_, i) => service(`s${i}`, `d${i % 90}`, i === 450 ? 'down' : 'up'));
    const big = (open: string[], keep: string | null = null) => foldGraph({ nodes, edges: [] }, { open: new Set(open), keep });
    expect(big([]).nodes).toHaveLength(60);
    expect(big([]).nodes.find(({ id }) => id === 'rest:all')).toMatchObject({ name: '+310 healthy', count: 310 });
    expect(big([]).nodes.some(({ id }) => id === 'domain:d0')).toBe(true);
    expect(big(['rest:all']).nodes).toHaveLength(90);
    const one = Array.from({ length: 500 }, (_, i) => service(`s${i}`, 'one', i === 499 ? 'down' : 'up'));
    const drawn = foldGraph({ nodes: one, edges: [] }, { open: new Set(['domain:one']), keep: 's333' });
    expect(drawn.nodes).toHaveLength(60);
    expect(drawn.nodes.find(({ id }) => id === 'rest:domain:one')).toMatchObject({ name: '+441 healthy', folds: 'rest:domain:one' });
    expect(drawn.nodes.filter(({ id }) => id === 's499' || id === 's333')).toHaveLength(2);
  });
});
