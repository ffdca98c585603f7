import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere, serveApi } from './api.test.kit.ts';
import { commands } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-command-'));
const write = (name: string, text: string) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const yaml = (version: string, status: string[]) => `openapi: 3.1.0
info: { title: Orders, version: ${version} }
paths:
  /orders:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: object, properties: { status: { type: string, enum: [${status.join(', ')}] } } }
`;

let api: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  api = await serveApi();
  await api.ask('POST', '/services', { name: 'commanded', baseUrl: 'http://10.1.2.3:8080' });
});
afterAll(() => api.close());

const run = (...args: string[]) => runHere(args, api.env);

test('uploads a file: a revision, then unchanged, then a breaking one that fails on demand', async () => {
  const first = write('one.yaml', yaml('1.0.0', ['paid']));
  const stored = await run('upload', 'commanded', first);
  expect(stored).toMatchObject({ code: 0, complaints: '' });
  expect(stored.out).toContain('Stored as revision 1: OpenAPI 3.1.0, Orders 1.0.0, 1 operation');
  expect((await run('upload', 'commanded', first)).out).toContain('Unchanged, still revision 1');
  const second = await run('upload', 'commanded', write('two.yaml', yaml('1.0.1', ['paid', 'refunded'])), '--fail-on', 'breaking');
  expect(second.code).toBe(1);
  expect(second.out).toContain('Against revision 1: 1 breaking change');
});

test('uploads a folder: references between its files are resolved', async () => {
  const main = yaml('3.0.0', ['paid']).replace(/schema: .*/, "schema: { $ref: './schemas/order.yaml' }");
  write('api/openapi.yaml', main);
  write('api/schemas/order.yaml', 'type: object\nproperties: { id: { type: string } }\n');
  write('api/node_modules/x/openapi.yaml', 'no: document');
  const { code, out, complaints } = await run('upload', 'commanded', join(folder, 'api'), '--json');
  expect([code, complaints]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ created: true, revision: { version: '3.0.0', schemas: 1 } });
});

test('compares two files without storing them', async () => {
  const files = [write('a.yaml', yaml('1.0.0', ['paid'])), write('b.yaml', yaml('1.0.1', ['paid', 'refunded']))];
  const { code, out } = await run('diff', ...files);
  expect(code).toBe(1);
  expect(out).toContain('✗ breaking  GET /orders:');
  expect(out).toContain('1 breaking, 0 warnings');
  expect((await run('diff', ...files, '--fail-on', 'none')).code).toBe(0);
  expect((await run('diff', ...files.reverse())).code).toBe(0);
});

test.each([
  ['nothing to do', ['upload'], 'signalbox upload <service>'],
  ['an unknown command', ['fly'], 'There is no command fly'],
  ['an unknown option', ['diff', '--fast'], "Unknown option '--fast'"],
  ['an unknown level', ['diff', 'a', 'b', '--fail-on', 'all'], '--fail-on takes breaking, warning, none'],
  ['a missing file', ['upload', 'commanded', 'nowhere.yaml'], 'There is no file nowhere.yaml'],
  ['an unknown service', ['upload', 'nobody', 'package.json'], 'There is no service named nobody'],
  ['no document', ['upload', 'commanded', 'package.json'], 'API document'],
  ['no server', ['diff', 'package.json', 'package.json', '--url', 'http://127.0.0.1:59999'], 'did not answer'],
  ['a wrong token', ['upload', 'commanded', 'package.json', '--token', 'wrong'], '--token or SIGNALBOX_TOKEN'],
])('%s is told in words, with exit code 2', async (_, args, words) => {
  const { code, out, complaints } = await run(...args);
  expect([code, out]).toEqual([2, '']);
  expect(complaints).toContain(words);
  expect(complaints).not.toMatch(/\n\s+at /);
});

const long = (usage: string) => [...new Set([...usage.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name))].sort();

test.each(Object.entries(commands))('%s: its usage names every option, and no other', (_, { usage, options }) => {
  expect(long(usage)).toEqual(Object.keys(options).sort());
});

test('help is grouped, and names every command', async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  expect(out).toMatch(/Proof, with or without Signalbox\n {2}contract[\s\S]*Services in Signalbox\n {2}register[\s\S]*Documents in Signalbox/);
  for (const [name, { about }] of Object.entries(commands)) expect(out).toContain(`  ${name.padEnd(11)} ${about}`);
  expect((await run('help', 'ladder')).out).toContain('--at-least <level>');
});
