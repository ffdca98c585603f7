import { expect, it } from 'vitest';
import { rankBy, scoreMatch } from './rank.ts';

it('puts the exact name first, then beginnings, then word beginnings, then the rest', () => {
  const names = ['xorders', 'shop-orders', 'orders-api', 'orders'];
  expect(rankBy(names, 'orders', (name) => [name])).toEqual(['orders', 'orders-api', 'shop-orders', 'xorders']);
});

it('takes words in any order and leaves out what lacks one', () => {
  expect(scoreMatch('Register a service', 'service reg')).toBe(2);
  expect(scoreMatch('Register a service', 'service xyz')).toBeNull();
});

it('takes typed signs as they are', () => {
  expect(scoreMatch('a.b', '.')).not.toBeNull();
  expect(scoreMatch('abc', '(')).toBeNull();
});

it('keeps the given order where nothing is typed', () => {
  expect(rankBy(['b', 'a'], ' ', (name) => [name])).toEqual(['b', 'a']);
});
