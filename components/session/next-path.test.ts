import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

it.each(['/services', '/services?q=a&tier=1', '/services/orders#latency'])('follows %j', (path) => expect(nextPath(path)).toBe(path));

it.each([
  undefined,
  null,
  '',
  'services',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  ['/a', '/b'],
  '/sign-in?next=/x',
  '/setup',
])('goes to the Fleet instead of %j', (asked) => expect(nextPath(asked as string)).toBe('/'));

it('never leaves the site', () => {
  const piece = fc.constantFrom('/', '\\', '//', 'evil.example', ':', '@', 'http:', 'javascript:', '..', '%2f', '\t', '?', '#', 'a');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      expect(new URL(nextPath(pieces.join('')), 'https://signalbox.example').origin).toBe('https://signalbox.example');
    }),
  );
});
