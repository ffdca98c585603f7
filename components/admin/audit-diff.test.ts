import { describe, expect, it } from 'vitest';
import { diffFields, labelOf, wordOf, wordOfAction } from './audit-diff.ts';

describe('diffFields', () => {
  it('shows what changed and leaves out what did not', () =>
    expect(diffFields({ before: { tier: 3, team: null, tags: ['eu'] }, after: { tier: 1, team: 'checkout', tags: ['eu'] } })).toEqual([
      { field: 'tier', from: '3', to: '1' },
      { field: 'team', from: null, to: 'checkout' },
    ]));
  it('shows every field of something new', () =>
    expect(diffFields({ before: null, after: { name: 'orders', description: '' } })).toEqual([{ field: 'name', from: null, to: 'orders' }]));
  it('shows every field of something removed', () =>
    expect(diffFields({ before: { name: 'orders' }, after: null })).toEqual([{ field: 'name', from: 'orders', to: null }]));
  it('is empty where nothing was written down', () => expect(diffFields({ before: null, after: null })).toEqual([]));
});

it('words lists and records on one line', () => {
  expect(wordOf([{ service: 'payments', kind: 'http', critical: true }])).toBe('payments · http · critical');
  expect(wordOf([])).toBeNull();
  expect(wordOf(0)).toBe('0');
});

it.each([
  ['circuitBreakerTimeoutSeconds', 'circuit breaker timeout seconds'],
  ['baseUrl', 'base URL'],
  ['openapiPath', 'OpenAPI path'],
])('reads the field %s as %j', (field, words) => expect(labelOf(field)).toBe(words));

it('reads an action as words, an unknown one as it is', () => {
  expect(wordOfAction('service.registered')).toEqual({ verb: 'Registered', what: 'the service' });
  expect(wordOfAction('channel.paused')).toEqual({ verb: 'paused', what: 'channel' });
});
