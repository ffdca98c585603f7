import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { findAddress, peerHeader } from '#lib/auth/address.ts';
import { stampPeer } from './process.ts';

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) => ({ headers, socket: { remoteAddress } as Socket });

test('the socket says where a request comes from, whatever its headers say', () => {
  const request = from('192.0.2.7', { [peerHeader]: '6.6.6.6', 'x-forwarded-for': '6.6.6.6' });
  stampPeer(request);
  expect(findAddress(new Headers(request.headers), 0)).toBe('192.0.2.7');
});

test('IPv4 on an IPv6 socket is written as IPv4', () => {
  const request = from('::ffff:192.0.2.7');
  stampPeer(request);
  expect((request.headers as Record<string, string>)[peerHeader]).toBe('192.0.2.7');
});

test('without an address nothing that was sent is believed', () => {
  const request = from(undefined, { [peerHeader]: '6.6.6.6' });
  stampPeer(request);
  expect(request.headers).toEqual({});
});
