import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugSchema } from '#lib/model/service.ts';
import { nameFault, proposeName, slugify } from './service-name.ts';

describe('slugify', () => {
  it.each([
    ['Order Service (EU)', 'order-service-eu'],
    ['Zahlung für Café', 'zahlung-fur-cafe'],
    ['--__--', ''],
    ['a'.repeat(80), 'a'.repeat(63)],
  ])('turns %j into %j', (text, slug) => expect(slugify(text)).toBe(slug));

  it('makes nothing but names that the server takes, or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => slugify(text) === '' || slugSchema.safeParse(slugify(text)).success),
    );
  });
});

describe('nameFault', () => {
  it('agrees with the server on every text', () => {
    const near = fc.string({ unit: fc.constantFrom(...'ab0-_A. '), maxLength: 66 });
    fc.assert(fc.property(near, (text) => (nameFault(text) === null) === slugSchema.safeParse(text).success));
  });
});

describe('proposeName', () => {
  it('proposes the next free number', () => expect(proposeName('orders', new Set(['orders', 'orders-2']))).toBe('orders-3'));
  it('counts on from a numbered name', () => expect(proposeName('orders-2', new Set(['orders-2']))).toBe('orders-3'));
  it('stays within the longest name', () => expect(proposeName('a'.repeat(63), new Set())).toBe(`${'a'.repeat(61)}-2`));
});
