import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseUrlSchema, targetUrl } from '#lib/model/service.ts';
import { addressOf, allowEntryOf, baseUrlFault, completeUrl, sameOrigin } from './base-url.ts';

describe('completeUrl', () => {
  it.each([
    ['orders.example.com', 'https://orders.example.com'],
    ['orders.example.com/api', 'https://orders.example.com/api'],
    ['localhost:9090', 'http://localhost:9090'],
    ['127.0.0.1:9090/base', 'http://127.0.0.1:9090/base'],
    ['orders:8080', 'http://orders:8080'],
    ['orders', 'http://orders'],
    ['10.0.0.7', 'http://10.0.0.7'],
    ['  https://a.b  ', 'https://a.b'],
    ['ftp://a.b', 'ftp://a.b'],
    ['', ''],
  ])('%j becomes %j', (text, url) => expect(completeUrl(text)).toBe(url));
});

describe('baseUrlFault', () => {
  it('finds no fault in what the server takes, and a fault in what it refuses', () => {
    const piece = fc.constantFrom(
      'http://',
      'https://',
      'ftp://',
      'orders',
      '.example.com',
      ':80',
      ':x',
      '/base',
      '?q=1',
      '#f',
      ' ',
      '\\',
      'u:p@',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        expect(baseUrlFault(text) === null).toBe(baseUrlSchema.safeParse(text).success);
      }),
    );
  });
});

it('an allow entry names host and port, the default port too', () => {
  expect(allowEntryOf('http://127.0.0.1:9090/x')).toBe('127.0.0.1:9090');
  expect(allowEntryOf('https://orders.example.com')).toBe('orders.example.com:443');
});

it('an address joins base and path as the probe does', () => {
  expect(addressOf('https://h/base/', '/health')).toBe(targetUrl('https://h/base/', '/health'));
  expect(addressOf('https://h', null)).toBeNull();
  expect(addressOf('no url', '/health')).toBeNull();
});

it('credentials stay only within scheme, host and port', () => {
  expect(sameOrigin('https://h/a', 'https://h/b')).toBe(true);
  expect(sameOrigin('https://h', 'http://h')).toBe(false);
  expect(sameOrigin('https://h', 'https://h:444')).toBe(false);
  expect(sameOrigin('https://h', 'nonsense')).toBe(false);
});
