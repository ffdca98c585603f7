import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageStepOf, chooseLabels, nodeWidthOf, radiusOf, wordThatFits } from './node-look.ts';

test('the area of a disc grows by as much with each order of magnitude', () => {
  const areaOf = (rate: number | null) => radiusOf(rate) ** 2;
  expect(areaOf(99) - areaOf(9)).toBeCloseTo(areaOf(9) - areaOf(0), 0);
  expect(radiusOf(null)).toBe(radiusOf(0));
  expect(radiusOf(1e9)).toBe(radiusOf(9999));
});

test('what is older than a minute, and than five, is told; what nobody looks at has no age', () => {
  const steps = [60_000, 60_001, 300_000, 300_001].map((ageMs) => ageStepOf(new Date(0).toISOString(), ageMs));
  expect(steps).toEqual([0, 1, 1, 2]);
  expect(ageStepOf(null, 1e9)).toBe(0);
});

test('a name is never cut for the word beside it', () => {
  expect(wordThatFits('user-db', 'datastore')).toBe('datastore');
  expect(wordThatFits('notification-db', 'datastore')).toBeNull();
});

test.each([
  ['inventory', 57.9],
  ['notification-db', 91.3],
  ['user', 27.3],
  ['order.placed', 77.8],
])('lines begin where %s ends', (name, measuredPx) => {
  const end = nodeWidthOf(name, null);
  expect(end).toBeGreaterThan(42 + measuredPx);
  expect(end).toBeLessThan(42 + measuredPx + 20);
});

test('names never cover each other, the hub has its own first, and order changes nothing', () => {
  const nodes = fc.array(
    fc.record({ id: fc.string(), name: fc.string({ minLength: 1, maxLength: 12 }), x: fc.nat(900), y: fc.nat(600), joins: fc.nat(9) }),
    { maxLength: 30, minLength: 1 },
  );
  fc.assert(
    fc.property(nodes, fc.constantFrom(0.1, 0.3, 0.8), (drawn, scale) => {
      const unique = [...new Map(drawn.map((node) => [node.id, node])).values()];
      const named = chooseLabels(unique, scale);
      const shown = unique.filter(({ id }) => named.has(id));
      const most = Math.max(...unique.map(({ joins }) => joins));
      expect(shown.some(({ joins }) => joins === most)).toBe(true);
      for (const a of shown)
        for (const b of shown) {
          const beside = (a.x - b.x) * scale >= b.name.length * 7 || (b.x - a.x) * scale >= a.name.length * 7;
          expect(a === b || beside || Math.abs(a.y - b.y) * scale >= 18 - 1e-9).toBe(true);
        }
      expect(chooseLabels(unique.toReversed(), scale)).toEqual(named);
    }),
  );
});
