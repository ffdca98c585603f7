import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ladder, type LadderLevel, ladderLevels, ladderSchema, ladderTitles } from '../../../../lib/model/ladder.ts';
import { runHere, serveApi } from '../api.test.kit.ts';
import { document, serveThings, token } from '../contract/things.test.kit.ts';

/** A ladder up to a level, as the API says it. */
function ladderOf(level: LadderLevel | null): Ladder & { badgePath: string } {
  const steps = ladderLevels.map((one) => {
    const met = one <= (level ?? -1);
    const state = met ? ('met' as const) : ('unknown' as const);
    const checks = ['first', 'second'].map((id) => ({
      ...{ id: `${one}.${id}`, title: `The ${id} of ${one}`, state, message: met ? 'Seen.' : 'Not seen yet.', help: met ? null : 'Let it be seen.' },
      runId: null,
    }));
    return { level: one, title: ladderTitles[one], met, checks };
  });
  return { ...ladderSchema.parse({ level, steps, judgedAt: '2026-11-30T08:00:00.000Z' }), badgePath: '/badge/orders.svg?key=k' };
}

const levels: Record<string, LadderLevel | null> = { none: null, two: 2, four: 4 };
let server: Server;
let env: Record<string, string>;
beforeAll(async () => {
  server = createServer((request, response) => {
    const name = /^\/api\/v1\/services\/(\w+)\/ladder$/.exec(request.url ?? '')?.[1] ?? '';
    const known = levels[name];
    response.writeHead(known === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known === undefined ? { message: `There is no service named ${name}.` } : ladderOf(known)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  env = { SIGNALBOX_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
});
afterAll(() => server.close().closeAllConnections());

test('the level, then what is missing for the next with what to do, then how much above', async () => {
  const { code, out } = await runHere(['ladder', 'two'], env);
  expect([code, out.split('\n')]).toEqual([
    0,
    [
      'two holds level 2 of 4: the service keeps its contract.',
      '',
      '  ✓ 0  described and tested at all',
      '  ✓ 1  document and configuration are valid',
      '  ✓ 2  the service keeps its contract',
      '  ✗ 3  works end to end, under load and with failing dependencies',
      '      ? The first of 3: Not seen yet.',
      '        to do  Let it be seen.',
      '      ? The second of 3: Not seen yet.',
      '        to do  Let it be seen.',
      '  ✗ 4  proved by chaos, secure, ready to operate (2 of 2 missing)',
      '',
      `Badge  ${env.SIGNALBOX_URL?.replace(/\/$/, '')}/badge/orders.svg?key=k`,
    ],
  ]);
  expect((await runHere(['ladder', 'none'], env)).out).toMatch(/^none holds no level yet\.\n\n {2}✗ 0[\s\S]*to do[\s\S]*✗ 1 .*\(2 of 2 missing\)/);
  expect((await runHere(['ladder', 'four'], env)).out).toMatch(
    /^four holds level 4 of 4[\s\S]*✓ 4 {2}proved by chaos, secure, ready to operate\n\nBadge/,
  );
  expect(JSON.parse((await runHere(['ladder', 'two', '--json'], env)).out)).toEqual(ladderOf(2));
});

test.each([
  ['two', '2', 0],
  ['two', '3', 1],
  ['none', '0', 1],
  ['four', '4', 0],
])('%s with --at-least %s: exit code %i', async (name, level, code) => {
  expect((await runHere(['ladder', name, '--at-least', level], env)).code).toBe(code);
});

test('a level is earned from the command line alone: registered, described, proved, and told by Signalbox itself', { timeout: 60_000 }, async () => {
  const [api, things] = [await serveApi(), await serveThings()];
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-ladder-'));
  try {
    const run = (...args: string[]) => runHere(args, { ...api.env, SERVICE_TOKEN: token });
    await run('register', 'earned', things.url, '--team', 'shop', '--lifecycle', 'experimental');
    const bare = await run('ladder', 'earned', '--at-least', '0');
    expect([bare.code, bare.out]).toEqual([
      1,
      expect.stringMatching(/^earned holds no level yet\.[\s\S]*to do {2}\S[\s\S]*Badge {2}http:.+\/badge\/earned\.svg\?key=/),
    ]);
    writeFileSync(join(folder, 'things.json'), JSON.stringify(document));
    expect((await run('upload', 'earned', join(folder, 'things.json'))).code).toBe(0);
    expect((await run('contract', things.url, '--quiet', '--report-to', 'earned')).code).toBe(0);
    expect((await run('ladder', 'earned', '--at-least', '0')).code).toBe(0);
    const { steps } = JSON.parse((await run('ladder', 'earned', '--json')).out) as Ladder;
    expect(steps[2]?.checks.map(({ id, state }) => [id, state])).toEqual([
      ['contract.current', 'met'],
      ['contract.passed', 'met'],
      ['contract.complete', 'met'],
    ]);
  } finally {
    api.close();
    await things.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
