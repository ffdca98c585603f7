import { expect, test } from 'vitest';
import { screenHeightM, typeShare } from './type-scale.ts';

/** Type in vh by diagonal, at 3, 4, 5, 6 and 8 m. */
const table: [number, number[]][] = [
  [43, [3.7, 5.0, 6.2, 7.5, 9.9]],
  [55, [2.9, 3.9, 4.9, 5.8, 7.8]],
  [65, [2.5, 3.3, 4.1, 4.9, 6.6]],
  [75, [2.1, 2.8, 3.6, 4.3, 5.7]],
];
const seats = [3, 4, 5, 6, 8];

test.each(table)('on %i″ the type is what 16 arc-minutes ask at each distance', (diagonalInches, wanted) => {
  const found = seats.map((seatM) => typeShare({ diagonalInches, seatM }) * 100);
  for (const [at, vh] of found.entries()) expect(Math.abs(vh - (wanted[at] ?? 0))).toBeLessThan(0.051);
});

test('capitals are 16 arc-minutes high whatever the screen, upright ones too', () => {
  for (const shape of [
    { width: 16, height: 9 },
    { width: 9, height: 16 },
    { width: 32, height: 9 },
    { width: 4, height: 3 },
  ])
    for (const [diagonalInches, seatM] of [
      [32, 2],
      [55, 5],
      [98, 12],
    ] as const) {
      const capM = typeShare({ diagonalInches, seatM }, shape) * screenHeightM(diagonalInches, shape) * 0.7;
      expect((Math.atan(capM / 2 / seatM) * 2 * 180 * 60) / Math.PI).toBeCloseTo(16, 6);
    }
});
