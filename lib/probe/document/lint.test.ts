import { describe, expect, test } from 'vitest';
import { makeBigDocument } from '#lib/model/document/big-document.test.kit.ts';
import type { Tree } from '#lib/model/document/tree.ts';
import { lintDocument, scoreOf } from './lint.ts';
import { bytesOf } from './read.test.kit.ts';

const document: Tree = {
  openapi: '3.0.3',
  info: { title: 'a', version: '1' },
  servers: [{ url: 'https://a.example.net/' }],
  tags: [{ name: 't' }],
  paths: {
    '/a/': {
      get: {
        tags: ['t'],
        responses: { 200: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } } },
      },
    },
  },
  components: { schemas: { A: { type: 'string', enum: [1, 'x', 'x'], example: 5 }, Unused: { type: 'object', required: ['gone'] } } },
};
const lint = (content: Tree, text?: string) => lintDocument(JSON.stringify(content), { examples: true, ...(text ? { text: bytesOf(text) } : {}) });

describe('style', () => {
  test('is told with place, line, severity and what to do', async () => {
    const text = JSON.stringify(document, null, 2);
    const { findings } = await lint(document, text);
    const slash = findings.find(({ id }) => id === 'style.no-path-trailing-slash');
    expect(slash).toMatchObject({ source: 'lint', severity: 'warning', pointer: '/paths/~1a~1', operation: null, direction: 'none' });
    expect(text.split('\n')[(slash?.line ?? 0) - 1]).toContain('"/a/"');
    expect(findings.map(({ id, operation }) => [id, operation])).toEqual(
      expect.arrayContaining([
        ['style.operation-4xx-response', 'GET /a/'],
        ['style.operation-summary', 'GET /a/'],
        ['style.no-enum-type-mismatch', null],
        ['style.no-duplicated-enum-values', null],
        ['style.no-unused-components', null],
        ['style.no-server-trailing-slash', null],
        ['style.tag-description', null],
      ]),
    );
    for (const { help, message, fingerprint } of findings) {
      expect(help?.length).toBeGreaterThan(15);
      expect(help).not.toMatch(/https?:/);
      expect(message).toMatch(/[.!?]$/);
      expect(fingerprint).toMatch(/^[\da-f]{24}$/);
    }
  });

  test('does not repeat what reading says, and comes worst first', async () => {
    const { findings } = await lint({ ...document, paths: { '/b/{id}': { get: { operationId: 'x', nope: 1, responses: {} } } } });
    expect(findings.map(({ id }) => id).filter((id) => /struct|unresolved|path-parameters-defined/.test(id))).toEqual([]);
    const ranks = findings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted());
  });

  test('of examples is left out when asked to, since it runs their patterns', async () => {
    const all = await lint(document);
    const some = await lintDocument(JSON.stringify(document), { examples: false });
    expect(all.findings.some(({ id }) => id === 'style.no-invalid-schema-examples')).toBe(true);
    expect(some.findings.some(({ id }) => id === 'style.no-invalid-schema-examples')).toBe(false);
  });

  test('of references to the outside reads and fetches nothing', async () => {
    const outside = {
      ...document,
      components: { schemas: { A: { $ref: 'http://127.0.0.1:9/x.yaml' }, B: { $ref: '/etc/hostname' }, C: { $ref: './package.json' } } },
    };
    const { findings } = await lint(outside);
    expect(JSON.stringify(findings)).not.toContain('signalbox');
  });

  test.each<[string, Tree]>([
    ['2.0', { swagger: '2.0', info: { title: 'a', version: '1' }, paths: { '/a': { get: { responses: { 200: { description: 'ok' } } } } } }],
    ['3.1', { openapi: '3.1.0', info: { title: 'a', version: '1' }, paths: { '/a': { get: { responses: { 200: { description: 'ok' } } } } } }],
    ['3.2', { openapi: '3.2.0', info: { title: 'a', version: '1' }, paths: { '/a': { query: { responses: { 200: { description: 'ok' } } } } } }],
    [
      'AsyncAPI 2',
      {
        asyncapi: '2.6.0',
        info: { title: 'a', version: '1' },
        tags: [{ name: 't' }],
        channels: { c: { publish: { message: { payload: { type: 'string', enum: [1] } } } } },
      },
    ],
    [
      'AsyncAPI 3',
      {
        asyncapi: '3.0.0',
        info: { title: 'a', version: '1', tags: [{ name: 't' }] },
        channels: { c: { address: 'c', messages: { m: { payload: { type: 'string', enum: [1] } } } } },
      },
    ],
  ])('of %s is known', async (_, content) => {
    const { findings, score } = await lint(content);
    expect(findings.length).toBeGreaterThan(0);
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(100);
  });
});

test.each<[string, Tree]>([
  ['tags that are no list', { tags: {} }],
  ['paths that are a list', { paths: [1] }],
  ['schemas that are a text', { components: { schemas: 'x' } }],
  ['an operation that is a number', { paths: { '/a': { get: 7, parameters: 'x' } } }],
])('a document with %s is linted as far as that goes', async (_, wrong) => {
  const { findings } = await lint({ ...document, ...wrong });
  expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining([expect.stringMatching(/^style\.(?:info-license|incomplete)$/)]));
});

describe('the score', () => {
  const subjects = (count: number) => ({ operations: Array.from({ length: count }), schemas: [] }) as unknown as Parameters<typeof scoreOf>[1];
  const warnings = (count: number) => Array.from({ length: count }, () => ({ severity: 'warning' as const }));

  test('is 100 without findings and 50 with one warning for each operation, however many there are', () => {
    expect(scoreOf([], subjects(10))).toBe(100);
    expect(scoreOf(warnings(10), subjects(10))).toBe(50);
    expect(scoreOf(warnings(1000), subjects(1000))).toBe(50);
  });

  test('never reads better than it is', () => {
    expect(scoreOf([{ severity: 'info' }], subjects(1000))).toBe(99);
  });

  test('falls with each finding, faster with worse ones', () => {
    const scores = [[], warnings(1), warnings(2), [{ severity: 'error' as const }]].map((remarks) => scoreOf(remarks, subjects(20)));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(4);
    expect(scoreOf([{ severity: 'info' }], subjects(20))).toBeGreaterThan(scoreOf(warnings(1), subjects(20)));
  });
});

test('a chain of references that is longer than the stack is linted as far as each link', async () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 8000 }, (_, at) => [
      `L${at}`,
      { type: 'object', properties: { next: { $ref: `#/components/schemas/L${at + 1}` }, bad: { type: 'string', enum: [1] } } },
    ]),
  );
  const { findings, score } = await lint({ ...document, components: { schemas: { A: { $ref: '#/components/schemas/L0' }, ...schemas, L8000: {} } } });
  expect(findings.filter(({ id }) => id === 'style.no-enum-type-mismatch').length).toBe(100);
  expect(score).toBeLessThan(60);
});

test('a large document has at most five hundred findings, and the rest is counted', async () => {
  const { findings } = await lint(makeBigDocument(300));
  expect(findings.length).toBeLessThanOrEqual(501);
  expect(findings.at(-1)?.id).toBe('style.more');
});
