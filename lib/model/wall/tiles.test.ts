import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostTiles, panelRoom, panelScale, roomOf, tileCapacity, wallEm } from './room.ts';
import { layoutTiles } from './tiles.ts';
import { landscape } from './type-scale.ts';

const hang = fc.record({ diagonalInches: fc.integer({ min: 32, max: 98 }), seatM: fc.integer({ min: 2, max: 8 }) });
const shape = fc.constantFrom(landscape, { width: 9, height: 16 }, { width: 21, height: 9 }, { width: 4, height: 3 });
const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

test('whatever the screen, seat and weights: tiles lie within, do not overlap, can be read, and what is left out is counted', () => {
  fc.assert(
    fc.property(hang, shape, weights, (where, screen, given) => {
      const room = roomOf(where, screen);
      const capacity = tileCapacity(room);
      const { rows, more } = layoutTiles(given, room);
      const tiles = rows.flatMap((row) => row.tiles);
      expect(tiles.map(({ index }) => index)).toEqual(tiles.map((_, at) => at));
      expect(tiles.length).toBe(Math.min(given.length, capacity.tiles));
      expect(tiles.length + more).toBe(given.length);
      expect(tiles.length).toBeLessThanOrEqual(mostTiles);
      expect(sum(rows.map(({ height }) => height))).toBeCloseTo(1, 9);
      for (const row of rows) expect(sum(row.tiles.map(({ width }) => width))).toBeCloseTo(1, 9);
      const isLegible = room.height >= 2.2 * wallEm.line + 2 * wallEm.tilePadding && room.width >= 16 * wallEm.character + 2 * wallEm.tilePadding;
      if (!isLegible) return;
      for (const { height, tiles: beside } of rows)
        for (const { width, scale, detail, lines } of beside) {
          const inside = {
            height: height * (room.height - (rows.length - 1) * wallEm.gap) - 2 * wallEm.tilePadding,
            width: width * (room.width - (beside.length - 1) * wallEm.gap) - 2 * wallEm.tilePadding,
          };
          expect(scale).toBeGreaterThanOrEqual(1);
          expect(inside.height).toBeGreaterThanOrEqual(2.2 * wallEm.line - 1e-9);
          expect(inside.width).toBeGreaterThanOrEqual(16 * wallEm.character - 1e-9);
          expect(detail).toBeGreaterThanOrEqual(1);
          expect((1.2 * scale + (lines - 1) * detail) * wallEm.line).toBeLessThanOrEqual(inside.height + 0.01);
        }
    }),
  );
});

test('of two beside each other the one on which more hangs is larger', () => {
  const room = roomOf({ diagonalInches: 55, seatM: 4 });
  const beside = layoutTiles([0.1, 1, 0.1], room).rows.at(-1)?.tiles ?? [];
  expect(beside.map(({ index }) => index)).toEqual([1, 2]);
  expect(beside[0]?.width).toBeGreaterThan((beside[1]?.width ?? 1) * 1.3);
});

test('the farther the seat, the fewer tiles and rows', () => {
  const tilesAt = (seatM: number) => tileCapacity(roomOf({ diagonalInches: 43, seatM })).tiles;
  expect([3, 4, 5, 6, 8].map(tilesAt)).toEqual([12, 9, 4, 4, 1]);
  const rowsAt = (seatM: number) => panelRoom(roomOf({ diagonalInches: 43, seatM }), 1, landscape).rows;
  expect([3, 4, 6, 8].map(rowsAt)).toEqual([15, 10, 4, 2]);
});

test('a panel with room to spare is written larger, and never smaller than can be read', () => {
  expect(panelScale({ rows: 9, characters: 48 }, 5, 24)).toBeCloseTo(48 / 33.6, 5);
  expect(panelScale({ rows: 9, characters: 200 }, 3, 24)).toBe(1.7);
  expect(panelScale({ rows: 4, characters: 24 }, 4, 24)).toBe(1);
  expect(panelScale({ rows: 2, characters: 10 }, 4, 24)).toBe(1);
});
