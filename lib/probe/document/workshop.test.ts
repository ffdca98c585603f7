import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { makeBigDocument } from '#lib/model/document/big-document.test.kit.ts';
import type { Tree } from '#lib/model/document/tree.ts';
import { bytesOf } from './read.test.kit.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

let workshop: Workshop;

beforeAll(() => {
  workshop = openWorkshop();
});
afterAll(() => workshop.close());

const small: Tree = {
  openapi: '3.0.3',
  info: { title: 'a', version: '1.0.0' },
  paths: { '/a': { get: { responses: { 200: { description: 'ok' } } } } },
};
const part = (content: unknown, name = 'openapi.json') => [{ name, bytes: bytesOf(typeof content === 'string' ? content : JSON.stringify(content)) }];
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Error) => error,
  );
const explosive = (more: Tree): Tree => ({ ...small, components: { schemas: { A: { type: 'string', pattern: '^(a+)+$', ...more } } } });

describe('reading', () => {
  test('gives what is stored, and refuses with sentence and findings', async () => {
    const read = await workshop.read(part(small));
    expect(read).toMatchObject({ canonicalJson: JSON.stringify(small), findings: [], index: { format: 'OpenAPI 3.0.3' } });
    expect(read.contentHash).toMatch(/^[\da-f]{64}$/);
    expect(read).not.toHaveProperty('canonical');
    const fault = await faultOf(workshop.read(part('<html><title>Sign in</title></html>')));
    expect(fault).toMatchObject({
      code: 'unprocessable',
      message: expect.stringContaining('web page (title "Sign in")'),
      details: { findings: [{ severity: 'error' }] },
    });
  });

  test('names a file by the path of its URL', async () => {
    expect((await workshop.read(part(small, '/v1/openapi.json'))).index.title).toBe('a');
  });

  test('of a 4 MB YAML takes less than 100 ms of the thread of the event loop in all', { timeout: 120_000 }, async () => {
    const text = stringify(makeBigDocument(870), { aliasDuplicateObjects: false });
    expect(text.length).toBeGreaterThan(3_500_000);
    const parts = part(text, 'openapi.yaml');
    const patient = openWorkshop({ read: 100_000 });
    await patient.read(part(small));
    const before = process.threadCpuUsage();
    const read = await faultOf(patient.read(parts));
    const { user, system } = process.threadCpuUsage(before);
    await patient.close();
    expect((user + system) / 1000).toBeLessThan(100);
    expect(read).toBeNull();
  });
});

describe('linting', () => {
  test('survives a pattern that explodes on its example: the rest of the rules still speak', { timeout: 90_000 }, async () => {
    const text = JSON.stringify(explosive({ example: `${'a'.repeat(50)}!` }));
    const quick = openWorkshop({ lint: 3000, lintWithoutExamples: 30_000 });
    const { findings, score } = await quick.lint(text, bytesOf(text));
    await quick.close();
    expect(findings.map(({ id }) => id)).toContain('style.operation-summary');
    expect(score).toBeLessThan(100);
  });
});

describe('comparing', () => {
  const next: Tree = { ...small, info: { title: 'a', version: '1.1.0' }, paths: {} };

  test('takes JSON and YAML, with advice on the version', async () => {
    const { findings, advice } = await workshop.compare(JSON.stringify(small), stringify(next), { nowMs: 0, witnesses: true });
    expect(findings).toMatchObject([{ severity: 'breaking', operation: 'GET /a' }]);
    expect(advice).toMatchObject({ from: '1.0.0', to: '1.1.0', deserved: 'major', fits: false });
  });

  test('takes a body with an object and a text', async () => {
    const { findings } = await workshop.compareBody(bytesOf(JSON.stringify({ from: small, to: stringify(next) })), 0);
    expect(findings).toHaveLength(1);
  });

  test('refuses a body without its sides field by field, and a side that is no document by its name', async () => {
    const refusal = (body: unknown) => faultOf(workshop.compareBody(bytesOf(typeof body === 'string' ? body : JSON.stringify(body)), 0));
    expect(await refusal({ from: 3 })).toMatchObject({ code: 'validation_failed', details: { issues: [{ path: 'from' }, { path: 'to' }] } });
    expect(await refusal([])).toMatchObject({ code: 'validation_failed' });
    expect(await refusal({ from: small, to: '<html></html>' })).toMatchObject({
      code: 'unprocessable',
      message: expect.stringMatching(/^to: .*web page/),
    });
    expect(await refusal('{"from": ')).toMatchObject({ code: 'unprocessable' });
  });

  test('keeps its findings when the search for witnesses does not come to an end', { timeout: 60_000 }, async () => {
    const ask = (pattern: string, maxLength: number): Tree => ({
      ...small,
      paths: {
        '/a': {
          get: {
            parameters: [{ name: 'q', in: 'query', schema: { type: 'string', pattern, maxLength, example: `${'a'.repeat(50)}!` } }],
            responses: { 200: { description: 'ok' } },
          },
        },
      },
    });
    const [from, to] = [ask('^(a+)+$', 100), ask('^(a+)+$', 40)].map((document) => JSON.stringify(document)) as [string, string];
    const start = performance.now();
    const { findings } = await workshop.compare(from, to, { nowMs: 0, witnesses: true });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(findings.map(({ severity }) => severity)).toEqual(['breaking']);
    expect(findings[0]?.certainty).toBeDefined();
  });
});

test('one task that fails leaves the others alone', async () => {
  const [bad, good] = await Promise.all([faultOf(workshop.read(part('{'))), workshop.read(part(small))]);
  expect(bad).toBeInstanceOf(Error);
  expect(good.index.title).toBe('a');
});
