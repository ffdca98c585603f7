import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { runCommand } from '../command.ts';
import { runProgram } from '../program.test.kit.ts';
import type { ContractResult } from './contract.ts';
import { document, serveThings, token } from './things.test.kit.ts';

let good: Awaited<ReturnType<typeof serveThings>>;
let bad: Awaited<ReturnType<typeof serveThings>>;
let catalog: Server;
const folder = mkdtempSync(join(tmpdir(), 'signalbox-contract-'));
const file = (name: string) => join(folder, name);
const yaml = file('things.yaml');

/** As much of Signalbox as the command asks for. */
function serveCatalog(): Promise<Server> {
  const rows = () => [
    { name: 'things', baseUrl: good.url, lifecycle: 'production', openapiPath: '/openapi.json' },
    { name: 'homeless', baseUrl: null, lifecycle: 'experimental', openapiPath: null },
  ];
  const server = createServer((request, response) => {
    const name = /\/services\/([a-z]+)$/.exec(request.url ?? '')?.[1];
    const found = name ? rows().find((row) => row.name === name) : { services: rows(), pagination: { pages: 1 } };
    const isKnown = request.headers.authorization === 'Bearer of-signalbox';
    response.writeHead(isKnown && found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown && found ? found : { message: `There is no service named ${name}.` }));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const signalbox = () => ({ SIGNALBOX_URL: `http://127.0.0.1:${(catalog.address() as AddressInfo).port}`, SIGNALBOX_TOKEN: 'of-signalbox' });

beforeAll(async () => {
  [good, bad] = await Promise.all([serveThings(), serveThings('format not checked', 'missing auth check')]);
  catalog = await serveCatalog();
  writeFileSync(yaml, stringify(document));
});

afterAll(async () => {
  catalog?.close();
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([good?.close(), bad?.close()]);
});

test('a service that keeps its contract: exit code 0, a verdict first, progress beside it', async () => {
  const { code, out, complaints } = await runProgram(['contract', good.url, '--token', token, '--seed', '3']);
  expect([code, out.split('\n').slice(0, 2)]).toEqual([0, [`Things 1.0.0 at ${good.url}`, 'The service keeps its contract: no findings.']]);
  expect(out).toMatch(/\d+ requests to 5 operations in [\d.]+ s, seed 3/);
  expect(complaints).toContain('invalid requests …');
});

test('findings: exit code 1, the exchange, a curl line without credentials, JSON and JUnit XML', async () => {
  const junit = file('junit.xml');
  const { code, out } = await runProgram(['contract', bad.url, '--token', token, '--json', '--quiet', '--seed', '1', '--junit', junit]);
  const { findings, operations, calls, seed, durationMs } = JSON.parse(out) as ContractResult;
  expect([code, seed]).toEqual([1, 1]);
  expect(findings[0]).toMatchObject({ id: 'auth.missing', severity: 'error', operation: 'GET /things', source: 'contract', seed: 1 });
  expect(findings.at(-1)).toMatchObject({ id: 'request.invalid.accepted', severity: 'warning', declared: expect.stringContaining('refused') });
  expect(findings.every(({ curl, fingerprint }) => curl.startsWith('curl -i ') && /^[0-9a-f]{24}$/.test(fingerprint))).toBe(true);
  expect(findings.at(-1)?.curl).toContain('"authorization: Bearer $TOKEN"');
  expect(out).not.toContain(token);
  expect(operations.map(({ operation }) => operation)).toContain('POST /things');
  expect(operations.reduce((sum, one) => sum + one.calls, 0)).toBeLessThanOrEqual(calls);
  expect(durationMs).toBeGreaterThan(0);
  const xml = readFileSync(junit, 'utf8');
  expect(xml).toContain('<testcase classname="GET /things" name="asks for credentials">');
  expect(xml.match(/<failure /g)).toHaveLength(2);
  expect(xml).not.toContain(token);
});

test('--fail-on says which findings fail', async () => {
  const world = { env: {}, print: () => {}, complain: () => {} };
  const run = (level: string) => runCommand(['contract', bad.url, '--token', token, '--quiet', '--fail-on', level], world);
  expect(await Promise.all([run('none'), run('warning')])).toEqual([0, 1]);
});

test('a file is a document, and --base-url says where the service is', async () => {
  const { code, out } = await runProgram(['contract', yaml, '--base-url', good.url, '--token', token, '--read-only', '--json', '--quiet']);
  const { operations, readOnly } = JSON.parse(out) as ContractResult;
  expect([code, readOnly, operations.map(({ operation }) => operation)]).toEqual([0, true, ['GET /things', 'GET /things/{thingId}']]);
});

test('what Signalbox knows as production is only read, slowly, by name and by address', async () => {
  const before = good.seen.length;
  for (const target of ['things', good.url, good.url.replace('127.0.0.1', 'localhost')]) {
    const { code, out, complaints } = await runProgram(['contract', target, '--json', '--samples', '1', '--rate', '200'], {
      ...signalbox(),
      SERVICE_TOKEN: token,
    });
    expect([code, (JSON.parse(out) as ContractResult).readOnly]).toEqual([0, true]);
    expect(complaints).toContain(
      'Careful: Signalbox knows things as production, so it is only read (--writes sends the rest), at 200 requests a second.',
    );
  }
  const since = good.seen.slice(before);
  expect([...new Set(since.map(({ method }) => method))]).toEqual(['GET']);
  expect(since.map(({ authorization }) => authorization)).not.toContain('Bearer of-signalbox');
});

test.each<[string, () => string[], string]>([
  ['nothing', () => [], 'Name one service'],
  ['an unknown option', () => [good.url, '--fast'], "Unknown option '--fast'"],
  ['a service that does not answer', () => ['http://127.0.0.1:59998', '--token', token], 'does not answer: ECONNREFUSED'],
  ['a wrong document', () => [good.url, '--document', `${good.url}/nowhere.json`], 'There is no document at'],
  ['a missing file', () => ['nowhere.yaml'], 'There is no file nowhere.yaml'],
  ['a name without Signalbox', () => ['orders'], 'SIGNALBOX_URL or --url'],
  ['a file that is no document', () => [file('no.json'), '--base-url', 'http://127.0.0.1:9'], 'no OpenAPI document'],
  ['a wrong number', () => [good.url, '--seed', 'x'], '--seed takes a whole number from 0'],
  ['a wrong level', () => [good.url, '--fail-on', 'all'], '--fail-on takes error, warning, info, none'],
  ['a wrong header', () => [good.url, '--header', 'nothing'], "'<name>: <value>'"],
])('%s is told in words, with exit code 2', async (_, args, words) => {
  writeFileSync(file('no.json'), '{"hello": 1}');
  const complaints: string[] = [];
  const code = await runCommand(['contract', ...args()], {
    env: {},
    print: (line) => complaints.push(`printed ${line}`),
    complain: (line) => complaints.push(line),
  });
  expect([code, complaints]).toEqual([2, [expect.stringContaining(words)]]);
});

test('without credentials nothing is green: what was not proven is said, with exit code 2', async () => {
  const { code, out } = await runProgram(['contract', good.url, '--quiet']);
  expect(code).toBe(2);
  expect(out).toContain('nothing is proven');
  expect(out).toContain('give --token');
});

test('--help shows the options, without doing anything', async () => {
  const printed: string[] = [];
  const world = { env: {}, print: (line: string) => printed.push(line), complain: (line: string) => printed.push(line) };
  expect(await Promise.all([runCommand(['contract', '--help'], world), runCommand(['--help'], world), runCommand([], world)])).toEqual([0, 0, 2]);
  expect(printed[0]).toContain('--read-only');
  expect(printed[1]).toMatch(/contract +test a service/);
});

test('the report says how an operation was refused that never answered with success', async () => {
  const printed: string[] = [];
  const strict = file('strict.json');
  const loose = structuredClone(document) as { components: { schemas: { NewThing: { properties: Record<string, object> } } } };
  loose.components.schemas.NewThing.properties.kind = { enum: ['unheard-of'] };
  writeFileSync(strict, JSON.stringify(loose));
  const world = { env: { SERVICE_TOKEN: token }, print: (line: string) => printed.push(line), complain: () => {} };
  await runCommand(['contract', strict, '--base-url', good.url, '--seed', '1'], world);
  expect(printed.join('\n')).toContain('POST /things never answered with success; at last 400 {"code":"INVALID","message":"Not valid."}');
});
