import { describe, expect, test } from 'vitest';
import { selfMatcher } from './ourselves.ts';

const isOurselves = selfMatcher(['https://signals.example.com', 'http://127.0.0.1:3000', 'http://localhost:3000']);

describe('Signalbox itself is known', () => {
  test.each([
    ...['signalbox', 'signalbox:3000', 'signalbox.tools.svc.cluster.local', 'https://signals.example.com/', 'signals.example.com'],
    ...['signals.example.com:443', 'localhost:3000', 'http://127.0.0.1:3000/api/v1/services'],
  ])('as %s', (text) => expect(isOurselves(text)).toBe(true));

  test.each([
    'orders',
    'localhost',
    '127.0.0.1',
    '127.0.0.1:8080',
    'signals.example.com:8443',
    'api.signals.example.com',
    'signalbox-demo',
    'signalbox.example.com',
  ])('and %s is not', (text) => expect(isOurselves(text)).toBe(false));

  test('also as a registered service, by its address', () => {
    expect(isOurselves({ name: 'catalog', baseUrl: 'https://signals.example.com' })).toBe(true);
    expect(isOurselves({ name: 'signalbox', baseUrl: null })).toBe(true);
    expect(isOurselves({ name: 'catalog', baseUrl: 'https://signals.example.com:8443' })).toBe(false);
  });
});
