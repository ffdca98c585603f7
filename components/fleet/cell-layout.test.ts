import { expect, it } from 'vitest';
import { cellAt, layCells, stepCell } from './cell-layout.ts';

it('finds under the pointer the cell that was drawn there', () => {
  const grid = layCells(10, 70, 18);
  expect(grid).toEqual({ columns: 3, rows: 4, height: 72 });
  expect(cellAt(0, 0, 10, grid, 18)).toBe(0);
  expect(cellAt(40, 20, 10, grid, 18)).toBe(5);
  expect(cellAt(20, 60, 10, grid, 18)).toBeNull();
  expect(cellAt(60, 0, 10, grid, 18)).toBeNull();
});

it('moves with the arrow keys and stays within the group', () => {
  expect(stepCell('ArrowDown', 1, 10, 3)).toBe(4);
  expect(stepCell('ArrowUp', 1, 10, 3)).toBe(0);
  expect(stepCell('ArrowRight', 9, 10, 3)).toBe(9);
  expect(stepCell('End', 0, 10, 3)).toBe(9);
  expect(stepCell('Tab', 0, 10, 3)).toBeNull();
});

it('has a column even where there is no room', () => {
  expect(layCells(4, 0, 18).columns).toBe(1);
});
