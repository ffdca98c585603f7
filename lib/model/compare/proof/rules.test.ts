import { describe, expect, it } from 'vitest';
import type { Json } from '../../document/normalise/json.ts';
import type { Finding } from '../../finding.ts';
import { compareDocuments } from '../compare.ts';
import { incomparable, rules } from './rules.ts';

const json = (schema: Json): Json => ({ 'application/json': { schema } });
const api = (operation: Json): Json => ({ openapi: '3.1.0', info: { title: 'A', version: '1' }, paths: { '/a': { post: operation } } });
const done = { '204': { description: 'Done' } };
const inRequest = (schema: Json) => api({ requestBody: { content: json(schema) }, responses: done });
const inResponse = (schema: Json) => api({ responses: { '200': { description: 'OK', content: json(schema) } } });
const inQuery = (schema: Json) => api({ parameters: [{ name: 'q', in: 'query', schema }], responses: done });
const inHeader = (schema: Json) => api({ responses: { '200': { description: 'OK', headers: { X: { schema } } } } });
const inWebhook = (schema: Json): Json => ({
  openapi: '3.1.0',
  webhooks: { hook: { post: { requestBody: { content: json(schema) }, responses: done } } },
});

const marked = (mark: string, more: { [name: string]: Json }): Json => ({
  title: mark,
  type: 'object',
  required: ['k'],
  properties: { k: { const: mark }, ...more },
});

/** Every position of a schema inside another. */
const positions: { [name: string]: (schema: Json) => Json } = {
  'the whole': (schema) => schema,
  'a property': (schema) => ({ type: 'object', properties: { p: schema } }),
  items: (schema) => ({ type: 'array', items: schema }),
  'a position of a tuple': (schema) => ({ type: 'array', prefixItems: [schema] }),
  'further properties': (schema) => ({ type: 'object', additionalProperties: schema }),
  'properties by pattern': (schema) => ({ type: 'object', patternProperties: { '^a': schema } }),
  'a part of allOf': (schema) => ({ type: 'object', allOf: [{ properties: { p: schema } }] }),
  'an alternative': (schema) => ({ oneOf: [marked('a', { p: schema }), marked('b', {})] }),
};

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const compare = (place: (schema: Json) => Json, from: Json, to: Json) => compareDocuments(place(from), place(to), { nowMs });
const breaking = (findings: Finding[]) => findings.filter(({ severity }) => severity === 'breaking').map(({ id }) => id);
const named = (findings: Finding[], kind: string) => findings.filter(({ id }) => id === kind || id.endsWith(`.${kind}`));

describe.each(rules)('$kind', ({ kind, back, wide, narrow, warns = [], bodyOnly, notFurther }) => {
  describe.each(Object.keys(positions).filter((name) => !(name === 'the whole' && bodyOnly) && !(name === 'further properties' && notFurther)))(
    'in %s',
    (name) => {
      const put = positions[name] as (schema: Json) => Json;
      it('breaks a request when it narrows, and not when it widens', () => {
        expect(named(compare(inRequest, put(wide), put(narrow)), kind).map(({ severity }) => severity)).toContain('breaking');
        expect(breaking(compare(inRequest, put(narrow), put(wide)))).toEqual([]);
        expect(named(compare(inRequest, put(narrow), put(wide)), back)).not.toEqual([]);
      });
      it('breaks a response when it widens, and not when it narrows', () => {
        const severity = warns.includes('response') ? 'warning' : 'breaking';
        expect(named(compare(inResponse, put(narrow), put(wide)), back).map((finding) => finding.severity)).toContain(severity);
        expect(breaking(compare(inResponse, put(wide), put(narrow)))).toEqual([]);
      });
    },
  );
  it('is turned round in a webhook', () => {
    const severity = warns.includes('response') ? 'warning' : 'breaking';
    expect(named(compare(inWebhook, narrow, wide), back).map((finding) => finding.severity)).toContain(severity);
    expect(breaking(compare(inWebhook, wide, narrow))).toEqual([]);
  });
  if (!bodyOnly)
    it('holds for parameters and headers alike', () => {
      expect(named(compare(inQuery, wide, narrow), kind).map(({ severity }) => severity)).toContain('breaking');
      expect(breaking(compare(inQuery, narrow, wide))).toEqual([]);
      expect(breaking(compare(inHeader, wide, narrow))).toEqual([]);
    });
});

describe.each(incomparable)('$kind', ({ kind, one, other }) => {
  it.each([
    ['a request', inRequest],
    ['a response', inResponse],
  ] as const)('breaks %s both ways', (_, place) => {
    expect(named(compare(place, one, other), kind).map(({ severity }) => severity)).toContain('breaking');
    expect(named(compare(place, other, one), kind).map(({ severity }) => severity)).toContain('breaking');
  });
});
