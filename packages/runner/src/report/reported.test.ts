import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Run, RunDetail } from '../../../../lib/model/run.ts';
import { runHere, serveApi } from '../api.test.kit.ts';
import { serveThings, token } from '../contract/things.test.kit.ts';
import { runProgram } from '../program.test.kit.ts';
import { serveFaultApi } from '../proxy/api.ts';
import { FaultBoard } from '../proxy/board.ts';
import { readJUnit } from './junit.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-report-'));
const file = (name: string) => join(folder, name);
const servers: Server[] = [];
const board = new FaultBoard();
let api: Awaited<ReturnType<typeof serveApi>>;
let good: Awaited<ReturnType<typeof serveThings>>;
let bad: Awaited<ReturnType<typeof serveThings>>;
let faults: Awaited<ReturnType<typeof serveFaultApi>>;

function serve(answer: (path: string) => number | Promise<number>): Promise<string> {
  const server = createServer(async (request, response) => {
    request.resume();
    response.writeHead(await answer(request.url ?? '/'), { 'content-type': 'application/json' }).end('{"status":"fine"}');
  });
  servers.push(server);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`)));
}

beforeAll(async () => {
  api = await serveApi();
  [good, bad] = await Promise.all([serveThings(), serveThings('format not checked', 'missing auth check')]);
  faults = await serveFaultApi(board, '127.0.0.1:0');
  for (const name of ['things', 'checkout']) await api.ask('POST', '/services', { name, baseUrl: 'http://10.1.2.3:8080' });
});
afterAll(async () => {
  api?.close();
  for (const server of servers) server.close().closeAllConnections();
  await Promise.all([good?.close(), bad?.close(), faults?.close(), board.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** The newest run of a service, whole. */
async function newest(service: string, kind: string): Promise<RunDetail> {
  const { body } = await api.ask<{ runs: Run[] }>('GET', `/services/${service}/runs?kind=${kind}`);
  return (await api.ask<RunDetail>('GET', `/runs/${body.runs[0]?.id}`)).body;
}

const github = {
  ...{ GITHUB_ACTIONS: 'true', GITHUB_SHA: 'c0ffee', GITHUB_REF_NAME: 'main', GITHUB_RUN_ID: '7' },
  ...{ GITHUB_SERVER_URL: 'http://git:3000', GITHUB_REPOSITORY: 'shop/things' },
};

test('contract: what was found is kept with its exchanges, the commit and the job, and no token anywhere', async () => {
  const args = ['contract', bad.url, '--token', token, '--quiet', '--seed', '3', '--json', '--report-to', 'things'];
  const { code, out, complaints } = await runHere(args, { ...api.env, ...github });
  const told = JSON.parse(out) as { findings: { fingerprint: string; severity: string }[]; calls: number };
  const count = (severity: string) => told.findings.filter((finding) => finding.severity === severity).length;
  expect([code, complaints]).toEqual([1, '']);
  const { run, findings, outcome } = await newest('things', 'contract');
  expect(run).toMatchObject({ state: 'failed', origin: 'pushed', environment: 'ci', seed: 3, version: '1.0.0', readOnly: false, calls: told.calls });
  expect(run).toMatchObject({ baseUrl: good.url.replace(/\d+$/, new URL(bad.url).port), operations: 5, unproven: 0 });
  expect(run).toMatchObject({
    errors: count('error'),
    warnings: count('warning'),
    summary: expect.stringMatching(/^\d errors, \d warnings in \d+ calls to 5 operations\.$/),
  });
  expect(run.commit).toEqual({ id: 'c0ffee', branch: 'main', url: 'http://git:3000/shop/things/actions/runs/7' });
  expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(told.findings.map(({ fingerprint }) => fingerprint));
  expect(findings[0]).toMatchObject({ id: 'auth.missing', exchange: { response: { status: 200 } } });
  expect(outcome.checks.find(({ ok }) => ok === false)).toMatchObject({ title: 'GET /things answers as declared' });
  expect(outcome.tables[0]).toMatchObject({ title: 'Operations', columns: ['Operation', 'Calls', 'Answers', 'Valid request refused'] });
  expect(JSON.stringify({ run, findings, outcome, out })).not.toMatch(new RegExp(`${token}|${api.token}`));
});

test('contract: a run that could not be made is kept as broken, and one that proved nothing too', async () => {
  const dead = await runHere(['contract', 'http://127.0.0.1:59998', '--report-to', 'things'], api.env);
  expect([dead.code, dead.complaints]).toEqual([
    2,
    expect.stringMatching(
      /does not answer: ECONNREFUSED[\s\S]*Kept in Signalbox as a run of things: http:\S+\/services\/things\?tab=validation&run=[0-9a-f-]{36}$/m,
    ),
  ]);
  expect((await newest('things', 'contract')).run).toMatchObject({
    state: 'broken',
    environment: null,
    summary: expect.stringContaining('ECONNREFUSED'),
  });
  const blind = await runHere(['contract', good.url, '--quiet', '--report-to', 'things', '--environment', 'staging'], api.env);
  expect([blind.code, blind.out]).toEqual([2, expect.stringContaining('nothing is proven')]);
  expect((await newest('things', 'contract')).run).toMatchObject({ state: 'broken', environment: 'staging', unproven: 5 });
});

test('a push that fails hides nothing: the result is told first, and the exit code is that of the run unless it would be 0', async () => {
  const refused = { ...api.env, SIGNALBOX_TOKEN: 'sbx_of-nobody' };
  const fine = await runHere(['contract', good.url, '--token', token, '--quiet', '--report-to', 'things'], refused);
  expect(fine.out).toContain('The service keeps its contract: no findings.');
  expect(fine.complaints).toMatch(/^Signalbox has not kept this result: [\s\S]*Give an API token/);
  const faulty = await runHere(['contract', bad.url, '--token', token, '--quiet', '--report-to', 'things'], refused);
  expect([fine.code, faulty.code]).toEqual([2, 1]);
  expect(faulty.complaints).toContain('Signalbox has not kept this result');
  expect(fine.complaints + faulty.complaints).not.toContain('sbx_of-nobody');
  const unwritten = await runHere(['contract', good.url, '--token', token, '--quiet', '--junit', file('nowhere/junit.xml')], {});
  expect([unwritten.code, unwritten.complaints]).toEqual([2, `There is no JUnit XML: ${file('nowhere/junit.xml')} cannot be written: ENOENT.`]);
});

test.each<[string, string[], string, Record<string, string>?]>([
  ['no name of a service', ['--report-to', 'My Orders'], 'My Orders is no name of a service'],
  ['an environment that is too long', ['--report-to', 'things', '--environment', 'e'.repeat(101)], '--environment takes at most 100'],
  ['no address of Signalbox', ['--report-to', 'things'], 'Give the address of Signalbox', { SIGNALBOX_URL: 'nowhere' }],
])('%s is refused before anything is sent', async (_, args, words, env = api.env) => {
  const before = good.seen.length;
  const { code, complaints } = await runHere(['contract', good.url, ...args], env);
  expect([code, good.seen.length]).toEqual([2, before]);
  expect(complaints).toContain(words);
});

/** A port that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('resilience: each guarantee is a check, each that does not hold a finding that stays the same, and the matrix is kept', {
  timeout: 60_000,
}, async () => {
  const upstream = await serve(() => 200);
  const listen = `127.0.0.1:${await freePort()}`;
  const caller = await serve(() => fetch(`http://${listen}/`).then(({ status }) => (status === 200 ? 200 : 502)));
  const junit = file('resilience.xml');
  const args = ['resilience', `http://${caller}/orders/1?key=secret-in-query`, '--through', `${listen},${upstream}`, '--fault', 'status 503'];
  const more = ['--dependency', 'payments', '--header', 'authorization: Bearer of-orders', '--junit', junit, '--json', '--report-to', 'checkout'];
  const { code, out } = await runHere([...args, ...more], api.env);
  const told = JSON.parse(out) as { findings: { id: string; fingerprint: string }[]; guarantees: { id: string; state: string }[] };
  expect([code, told.findings.map(({ id }) => id)]).toEqual([1, ['resilience.breaker_opens']]);
  const { run, findings, outcome } = await newest('checkout', 'resilience');
  expect(run).toMatchObject({ state: 'failed', errors: 1, summary: expect.stringMatching(/^payments: 1 of \d guarantees is broken\.$/) });
  expect(run.baseUrl).toBe(`http://${caller}`);
  expect(findings).toMatchObject([
    {
      source: 'resilience',
      severity: 'error',
      message: expect.stringContaining('when payments fails: the breaker opens'),
      fingerprint: told.findings[0]?.fingerprint,
    },
  ]);
  expect(findings[0]?.curl).toContain('"authorization: Bearer $TOKEN"');
  expect(outcome.checks.map(({ id, ok }) => [id.replace('resilience.', ''), ok])).toEqual(
    told.guarantees.map(({ id, state }) => [id, { proven: true, broken: false, unknown: null }[state]]),
  );
  expect(outcome.tables[0]).toMatchObject({
    title: 'Fault matrix: payments',
    rows: [
      ['none', '200', expect.any(String), '1', 'closed'],
      ['status 503', '502', expect.any(String), '1', 'closed'],
    ],
  });
  const { cases } = readJUnit(readFileSync(junit, 'utf8'));
  expect(cases.find(({ name }) => name === 'the breaker opens')).toMatchObject({ state: 'failed', suite: 'payments' });
  expect(cases.filter(({ state }) => state === 'skipped')).toHaveLength(3);
  expect(JSON.stringify([findings, outcome, out])).not.toContain('of-orders');
  const again = await runHere([...args, '--dependency', 'payments', '--fail-on', 'none', '--json'], {});
  expect(again.code).toBe(0);
  expect((JSON.parse(again.out) as typeof told).findings[0]?.fingerprint).toBe(told.findings[0]?.fingerprint);
});

test('resilience: a caller that does not call its dependency is a broken run', async () => {
  const [caller, upstream] = [await serve(() => 200), await serve(() => 200)];
  const { code } = await runHere(['resilience', `http://${caller}/`, '--through', `127.0.0.1:0,${upstream}`, '--report-to', 'checkout'], api.env);
  expect([code, (await newest('checkout', 'resilience')).run]).toMatchObject([
    2,
    { state: 'broken', summary: expect.stringContaining('does not call its dependency') },
  ]);
});

test('load: the rate that is held is a check, and one that is not a finding; the steps are kept', { timeout: 60_000 }, async () => {
  let count = 0;
  const fine = await serve(() => 200);
  const failing = await serve(() => (++count % 5 === 0 ? 503 : 200));
  const junit = file('load.xml');
  const common = ['--rate', '40', '--seconds', '1', '--objective', 'p99<=60s', '--junit', junit, '--report-to', 'checkout'];
  expect((await runHere(['load', `http://${fine}/orders`, ...common], api.env)).code).toBe(0);
  const held = await newest('checkout', 'load');
  expect(held).toMatchObject({
    run: { state: 'passed', calls: 40 },
    findings: [],
    outcome: { checks: [{ id: 'load.rate_held', title: 'holds 40/s at p99 ≤ 60000 ms', ok: true }] },
  });
  expect(held.outcome.tables[0]).toMatchObject({
    title: 'Rates',
    rows: [['40/s', '40', ...Array(5).fill(expect.stringContaining(' ms')), '0.0 %', 'yes']],
  });
  expect(readJUnit(readFileSync(junit, 'utf8')).cases).toMatchObject([{ state: 'passed' }]);
  const broken = await runHere(['load', `http://${failing}/orders`, ...common, '--json'], api.env);
  const { run, findings, outcome } = await newest('checkout', 'load');
  expect([broken.code, run.state, outcome.checks[0]?.ok]).toEqual([1, 'failed', false]);
  expect(findings).toMatchObject([
    { id: 'load.rate.not_held', source: 'load', severity: 'error', message: 'GET /orders: no rate is held at p99 ≤ 60000 ms' },
  ]);
  expect((JSON.parse(broken.out) as { findings: unknown }).findings).toEqual(findings);
  expect(readJUnit(readFileSync(junit, 'utf8')).cases).toMatchObject([{ state: 'failed', name: 'holds at least 40/s at p99 ≤ 60000 ms' }]);
  expect((await runHere(['load', `http://${failing}/orders`, ...common, '--fail-on', 'none'], api.env)).code).toBe(0);
});

test('chaos: the hypothesis before, during and after; broken under the faults is a warning unless it must hold', { timeout: 60_000 }, async () => {
  const upstream = await serve(() => 200);
  const { listen } = await board.add({ name: 'shop', upstream });
  const junit = file('chaos.xml');
  const fault = ['--fault', 'shop={"type": "http_status", "attributes": {"status": 503}}'];
  const times = ['--objective', 'p90<=9s', '--seconds', '0.5', '--fault-seconds', '0.5', '--abort-errors', '100', '--audit', file('chaos.log')];
  const args = ['chaos', `http://${listen}/orders`, '--api', faults.url, '--allow', 'checkout', ...fault, ...times, '--junit', junit];
  const pushed = ['--report-to', 'checkout'];
  await api.ask('PATCH', '/services/checkout', { baseUrl: `http://${listen}`, tags: ['chaos'], lifecycle: 'experimental' });
  const { code } = await runHere([...args, ...pushed], api.env);
  const { run, findings, outcome } = await newest('checkout', 'chaos');
  expect([code, run]).toMatchObject([0, { state: 'passed', warnings: 1, summary: 'The faults broke the steady state; it came back afterwards.' }]);
  expect(outcome.checks.map(({ id, ok }) => [id, ok])).toEqual([
    ['chaos.steady_before', true],
    ['chaos.steady_during', false],
    ['chaos.steady_after', true],
  ]);
  expect(findings).toMatchObject([
    {
      id: 'chaos.steady_state.broken',
      severity: 'warning',
      message: 'shop: http_status: the faults broke the steady state; it came back afterwards',
    },
  ]);
  expect(outcome.tables.map(({ title }) => title)).toEqual(['Steady state', 'Faults']);
  expect(readJUnit(readFileSync(junit, 'utf8')).cases.map(({ state }) => state)).toEqual(['passed', 'passed', 'passed']);
  expect((await runHere([...args, '--fail-on', 'warning'], api.env)).code).toBe(1);
  expect((await runHere([...args, '--must-hold', ...pushed], api.env)).code).toBe(1);
  expect(readJUnit(readFileSync(junit, 'utf8')).cases.map(({ state }) => state)).toEqual(['passed', 'failed', 'passed']);
  const failed = await newest('checkout', 'chaos');
  expect([failed.run.state, failed.findings[0]?.fingerprint]).toEqual(['failed', findings[0]?.fingerprint]);
  board.addToxic('shop', { type: 'http_status', name: 'before', attributes: { status: 500 } });
  expect((await runHere([...args, ...pushed], api.env)).code).toBe(2);
  expect((await newest('checkout', 'chaos')).run).toMatchObject({ state: 'broken', summary: expect.stringContaining('no fault was put') });
  expect(readJUnit(readFileSync(junit, 'utf8')).cases.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped']);
});

const results = `<testsuites><testsuite name="e2e" timestamp="2026-11-29T08:00:00Z" time="2.5">
  <testcase classname="order" name="is paid" time="1"/>
  <testcase classname="order" name="is refunded" time="1.5"><failure message="401 with Bearer a-token-of-the-tests">stack of a-token-of-the-tests</failure></testcase>
</testsuite></testsuites>`;

test('report: what another runner found is kept, as the whole command too; no secret of the environment', async () => {
  writeFileSync(file('e2e.xml'), results);
  const env = { ...api.env, ...github, SERVICE_TOKEN: token };
  const { code, out, complaints } = await runProgram(['report', 'checkout', '--kind', 'e2e', '--junit', file('e2e.xml')], env);
  expect([code, out.trim(), complaints]).toEqual([0, '1 of 2 tests failed.', expect.stringContaining('Kept in Signalbox')]);
  const { run, findings, outcome } = await newest('checkout', 'e2e');
  expect(run).toMatchObject({ state: 'failed', errors: 1, startedAt: '2026-11-29T08:00:00.000Z', durationMs: 2500, commit: { branch: 'main' } });
  expect(findings).toMatchObject([{ id: 'e2e.test.failed', message: 'order › is refunded: 401 with Bearer …', actual: 'stack of …' }]);
  expect(outcome.checks.map(({ title, ok }) => [title, ok])).toEqual([
    ['order › is paid', true],
    ['order › is refunded', false],
  ]);
  expect((await runHere(['report', 'checkout', '--junit', file('e2e.xml'), '--fail-on', 'error'], env)).code).toBe(1);
  writeFileSync(file('long.xml'), '<testsuite timestamp="2999-01-01T00:00:00Z" time="1e300"><testcase name="a"/></testsuite>');
  expect((await runHere(['report', 'checkout', '--junit', file('long.xml')], env)).code).toBe(0);
  expect((await newest('checkout', 'e2e')).run).toMatchObject({ state: 'passed', durationMs: 86_400_000 });
});

test.each<[string, string | null, string[], string]>([
  ['no file', null, [], 'There is no file'],
  ['what is no XML', '3 passed', [], 'is no JUnit XML: Text stands outside of the elements (line 1).'],
  ['what defines entities', '<!DOCTYPE a><testsuite/>', [], 'is no JUnit XML: It defines things of its own'],
  ['another encoding than it says', '<?xml version="1.0" encoding="klingon"?><testsuite/>', [], 'is no JUnit XML: It is not written in klingon.'],
  ['no test in it', '<testsuites/>', [], 'Did the tests run?'],
  ['an unknown kind', results, ['--kind', 'smoke'], '--kind takes contract, resilience, load, chaos, e2e, not smoke.'],
  ['an unknown service', results, [], 'There is no service named nobody'],
])('report: %s is refused in words, with exit code 2', async (_, text, more, words) => {
  if (text !== null) writeFileSync(file('refused.xml'), text);
  const { code, complaints } = await runHere(['report', 'nobody', '--junit', file(text === null ? 'none.xml' : 'refused.xml'), ...more], api.env);
  expect(code).toBe(2);
  expect(complaints).toContain(words);
});
