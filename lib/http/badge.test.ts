import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { keepLadders } from '#lib/store/ladder.ts';
import { callApi, database, enrol, type Person } from './stage.test.kit.ts';

let admin: Person;

beforeAll(async () => {
  admin = await enrol('admin');
});

async function registered(level?: 0 | 2 | 4 | null): Promise<string> {
  const name = `svc-${randomUUID().slice(0, 8)}`;
  const body = { name, baseUrl: 'http://127.0.0.1:4999' };
  expect((await callApi('POST', '/services', { headers: admin.headers, body })).status).toBe(201);
  const db = await database();
  const { id: serviceId } = await db.service.findUniqueOrThrow({ where: { name } });
  if (level !== undefined) await keepLadders(db, [{ serviceId, ladder: { level, steps: [], judgedAt: new Date().toISOString() } }]);
  return name;
}

/** Where the badge of a service is. Asking for its ladder would mend the level that is kept. */
const pathOf = async (name: string) => (await import('#lib/auth/badge.ts')).badgePathOf(name);

/** As a browser that is not signed in asks. */
async function ask(path: string, headers: Record<string, string> = {}) {
  const { answerBadge } = await import('./badge.ts');
  const url = new URL(path, 'http://signalbox.test');
  const response = await answerBadge(new Request(url, { headers }), decodeURIComponent(url.pathname.slice('/badge/'.length)));
  return { status: response.status, headers: response.headers, svg: await response.text() };
}

test.each([
  [4, 'level 4', 5],
  [2, 'level 2', 3],
  [0, 'level 0', 1],
  [null, 'no level', 0],
] as const)('level %s is told as a word and as a shape', async (level, words, bars) => {
  const { status, headers, svg } = await ask(await pathOf(await registered(level)));
  expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  expect(svg).toContain(`>${words}</text>`);
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="signalbox \| [^"]+"><title>signalbox \| /);
  expect(svg.match(/fill="#7ff2d8"/g) ?? []).toHaveLength(bars);
});

test('whoever may read the ladder is told where the badge is, which then shows the same level', async () => {
  const name = await registered(4);
  const { body } = await callApi<{ badgePath: string; level: null }>('GET', `/services/${name}/ladder`, { headers: admin.headers });
  expect(body).toMatchObject({ badgePath: await pathOf(name), level: null });
  expect((await ask(body.badgePath)).svg).toContain('>no level</text>');
});

test('a service that nobody judged yet says so', async () => {
  expect((await ask(await pathOf(await registered()))).svg).toContain('>not judged</text>');
});

test('it may be kept for five minutes and shown elsewhere, and runs nothing', async () => {
  const path = await pathOf(await registered(2));
  const { headers, svg } = await ask(path);
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'public, max-age=300',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
  });
  expect(svg).not.toMatch(/href|<script|<style|style=|url\(|@import/);
  const etag = headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]{22}"$/);
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`])
    expect(await ask(path, { 'if-none-match': tag })).toMatchObject({ status: 304, svg: '' });
  expect((await ask(path, { 'if-none-match': '"other"' })).status).toBe(200);
});

test('without the right key nothing is told, not even whether there is such a service', async () => {
  const [name, other] = [await registered(4), await registered(2)];
  const path = await pathOf(name);
  const gone = `svc-${randomUUID().slice(0, 8)}`;
  const answers = await Promise.all(
    [
      `/badge/${name}.svg`,
      `/badge/${name}.svg?key=`,
      `/badge/${name}.svg?key=${'x'.repeat(32)}`,
      `/badge/${name}.svg?key=${'ä'.repeat(32)}`,
      path.replace(name, other),
      path.replace('.svg', ''),
      `/badge/${gone}.svg?key=${'x'.repeat(32)}`,
      '/badge/..%2F..%2Fx.svg?key=x',
      `/badge/${'a'.repeat(500)}.svg?key=x`,
    ].map((one) => ask(one)),
  );
  const [first] = answers;
  expect(first?.status).toBe(404);
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 404, svg: first?.svg });
    expect(Object.fromEntries(answer.headers)).toEqual(Object.fromEntries(first?.headers ?? []));
  }
});

test('the badge of a service that was removed is gone', async () => {
  const name = await registered(4);
  const path = await pathOf(name);
  expect((await callApi('DELETE', `/services/${name}`, { headers: admin.headers })).status).toBe(204);
  expect((await ask(path)).status).toBe(404);
});
