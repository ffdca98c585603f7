import { expect, test } from 'vitest';
import { findAddress, peerHeader } from './address.ts';

const headers = (forwarded?: string) => new Headers({ [peerHeader]: '10.0.0.9', ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) });

test('without a proxy the socket alone says who asks, whatever the client claims', () => {
  expect(findAddress(headers('1.2.3.4'), 0)).toBe('10.0.0.9');
  expect(findAddress(headers(), 0)).toBe('10.0.0.9');
});

test('behind one proxy its own entry is believed, not the ones before it', () => {
  expect(findAddress(headers('6.6.6.6, 192.0.2.7'), 1)).toBe('192.0.2.7');
});

test('behind two proxies the second entry from the right is believed', () => {
  expect(findAddress(headers('6.6.6.6, 192.0.2.7, 10.0.0.8'), 2)).toBe('192.0.2.7');
});

test('a chain shorter than the configured one gives its first entry', () => {
  expect(findAddress(headers(), 3)).toBe('10.0.0.9');
  expect(findAddress(new Headers(), 0)).toBeNull();
});
