import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCycles } from './cycles.ts';
import { blastRadius, type FailingEdge, failureArcs } from './failure.ts';
import { findGates } from './gates.ts';
import { findSinglePoints } from './single-points.ts';
import { type Arc, arcsOf, reach, shortestPath } from './walk.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'topic:t');
const graphs = fc.array(fc.record({ from: id, to: id }), { maxLength: 16 });
const arc = (text: string): Arc => ({ from: text.split('>')[0] ?? '', to: text.split('>')[1] ?? '' });
const idsOf = (edges: readonly Arc[]) => [...new Set(edges.filter(({ from, to }) => from !== to).flatMap(({ from, to }) => [from, to]))].sort();

/** Every pair between which there is a way, by brute force. */
function waysOf(edges: readonly Arc[]): Set<string> {
  const ways = new Set(edges.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} ${to}`));
  const ids = idsOf(edges);
  for (const over of ids)
    for (const from of ids) for (const to of ids) if (ways.has(`${from} ${over}`) && ways.has(`${over} ${to}`)) ways.add(`${from} ${to}`);
  return ways;
}

describe('on any graph', () => {
  test('the order of the edges changes nothing', () => {
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.nat()), id, id, (edges, noise, from, to) => {
        const shuffled = edges
          .map((edge) => [noise.next().value, edge] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, edge]) => edge);
        const told = (some: Arc[]) => [findCycles(some), findSinglePoints(some), shortestPath(some, from, to), [...blastRadius(some, from).hit]];
        expect(told(shuffled)).toEqual(told(edges));
      }),
    );
  });

  test('what is reached is what there is a way to', () => {
    fc.assert(
      fc.property(graphs, id, (edges, start) => {
        const ways = waysOf(edges);
        expect([...reach(arcsOf(edges).out, start).keys()].sort()).toEqual(idsOf(edges).filter((to) => to !== start && ways.has(`${start} ${to}`)));
      }),
    );
  });

  test('a knot is whoever can reach each other', () => {
    fc.assert(
      fc.property(graphs, (edges) => {
        const ways = waysOf(edges);
        const knotted = idsOf(edges).filter((one) => ways.has(`${one} ${one}`));
        expect(findCycles(edges).flat().sort()).toEqual(knotted);
        for (const part of findCycles(edges)) for (const a of part) for (const b of part) expect(ways.has(`${a} ${b}`)).toBe(true);
      }),
    );
  });

  test('a single point is one whose loss parts others that were connected', () => {
    const partsOf = (edges: readonly Arc[], ids: readonly string[]) => {
      const both = waysOf(
        edges.flatMap(({ from, to }) => [
          { from, to },
          { from: to, to: from },
        ]),
      );
      return new Set(ids.map((a) => ids.filter((b) => a === b || both.has(`${a} ${b}`)).join())).size;
    };
    fc.assert(
      fc.property(graphs, (edges) => {
        const ids = idsOf(edges);
        const cuts = ids.filter((gone) => {
          const left = edges.filter(({ from, to }) => from !== gone && to !== gone);
          return (
            partsOf(
              left,
              ids.filter((each) => each !== gone),
            ) > partsOf(edges, ids)
          );
        });
        expect(findSinglePoints(edges)).toEqual(cuts);
      }),
    );
  });

  test('behind a gate is what no call reaches without it', () => {
    fc.assert(
      fc.property(graphs, (edges) => {
        const { out, into } = arcsOf(edges);
        const ids = idsOf(edges);
        const entries: string[] = [];
        for (const start of [...ids.filter((one) => !into.has(one)), ...ids])
          if (!entries.some((entry) => entry === start || reach(out, entry).has(start))) entries.push(start);
        const reached = (some: readonly Arc[], starts: readonly string[]) =>
          new Set(starts.flatMap((start) => [start, ...reach(arcsOf(some).out, start).keys()]));
        const wanted = ids.flatMap((gate) => {
          const left = reached(
            edges.filter(({ from, to }) => from !== gate && to !== gate),
            entries.filter((entry) => entry !== gate),
          );
          const behind = ids.filter((one) => one !== gate && !left.has(one));
          return behind.length === 0 ? [] : [[gate, behind]];
        });
        expect([...findGates(edges)]).toEqual(wanted);
      }),
    );
  });

  test('a path goes along edges, and no way is shorter', () => {
    fc.assert(
      fc.property(graphs, id, id, (edges, from, to) => {
        const path = shortestPath(edges, from, to);
        const steps = from === to ? 0 : reach(arcsOf(edges).out, from).get(to);
        expect(path === null ? undefined : path.length - 1).toBe(steps);
        for (let at = 1; at < (path?.length ?? 0); at++) expect(edges).toContainEqual({ from: path?.[at - 1], to: path?.[at] });
      }),
    );
  });
});

describe('what a failure hits', () => {
  const call = (text: string, critical: boolean | null = null): FailingEdge => ({ ...arc(text), kind: 'http', critical });
  const event = (text: string): FailingEdge => ({ ...arc(text), kind: 'event', critical: null });

  test('callers, and along a topic those who listen', () => {
    const edges = [call('web>orders'), call('orders>payments'), event('orders>topic:placed'), event('topic:placed>mail')];
    const { hit, needs } = blastRadius(edges, 'orders');
    expect([...hit]).toEqual([
      ['topic:placed', 1],
      ['web', 1],
      ['mail', 2],
    ]);
    expect([...needs]).toEqual([['payments', 1]]);
  });

  test('who listens, and who calls without need, is hit and passes nothing on', () => {
    const edges = [event('orders>topic:placed'), event('topic:placed>mail'), call('admin>mail'), call('shop>orders', false), call('web>shop')];
    expect([...blastRadius(edges, 'orders').hit.keys()].sort()).toEqual(['mail', 'shop', 'topic:placed']);
    expect([...blastRadius(edges, 'admin').needs.keys()]).toEqual(['mail']);
    expect([...blastRadius(edges, 'web').needs.keys()]).toEqual(['shop']);
  });

  test('is hit by two ways as hard as by the harder one', () => {
    const edges = [call('shop>orders', false), call('shop>cart'), call('cart>orders'), call('web>shop')];
    expect([...blastRadius(edges, 'orders').hit]).toEqual([
      ['cart', 1],
      ['shop', 1],
      ['web', 3],
    ]);
  });

  test('what a node needs is what hits it, on any graph', () => {
    const edge = fc.record({
      from: id,
      to: id,
      kind: fc.constantFrom('http' as const, 'event' as const),
      critical: fc.constantFrom(true, false, null),
    });
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 16 }), (edges) => {
        const ids = idsOf(failureArcs(edges));
        for (const one of ids) {
          const needed = ids.filter((other) => other !== one && blastRadius(edges, other).hit.has(one));
          expect([...blastRadius(edges, one).needs.keys()].sort()).toEqual(needed);
        }
      }),
    );
  });
});
