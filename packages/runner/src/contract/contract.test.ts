import { expect, test } from 'vitest';
import { runContract } from './contract.ts';
import { type Defect, document, serveThings, token } from './things.test.kit.ts';

async function prove(defects: Defect[], options: Partial<Parameters<typeof runContract>[0]> = {}) {
  const service = await serveThings(...defects);
  try {
    const result = await runContract({ baseUrl: service.url, credentials: { token }, seed: 1, ...options });
    return { ...service, ...result };
  } finally {
    await service.close();
  }
}

const briefly = ({ findings }: Awaited<ReturnType<typeof prove>>) => findings.map(({ id, operation }) => `${id} ${operation}`).sort();

test.each([1, 2, 3, 4, 5])('a service that keeps its contract has no finding (seed %i)', async (seed) => {
  const result = await prove([], { seed });
  expect(briefly(result)).toEqual([]);
  expect(result.unproven).toEqual([]);
  expect(result.notes).toEqual([]);
  expect(result.operations.every(({ statuses }) => Object.keys(statuses).some((status) => status.startsWith('2')))).toBe(true);
});

test.each<[Defect, string[]]>([
  ['undeclared status', ['response.status.undeclared POST /things']],
  [
    'wrong body type',
    [
      'response.body.type GET /things',
      'response.body.type GET /things/{thingId}',
      'response.body.type POST /things',
      'response.body.type PUT /things/{thingId}',
    ],
  ],
  [
    'missing required property',
    ['GET /things', 'GET /things/{thingId}', 'POST /things', 'PUT /things/{thingId}'].map((key) => `response.body.property_missing ${key}`),
  ],
  ['wrong content type', ['GET /things', 'GET /things/{thingId}', 'PUT /things/{thingId}'].map((key) => `response.content_type.undeclared ${key}`)],
  ['missing header', ['response.header.missing GET /things']],
  ['header that is never sent', ['response.header.missing GET /things']],
  ['Location that is never sent', ['response.header.missing POST /things']],
  ['500 on valid input', ['response.server_error POST /things']],
  ['500 on invalid input', ['response.server_error POST /things']],
  [
    'invalid input accepted',
    ['POST /things', 'POST /things', 'PUT /things/{thingId}', 'PUT /things/{thingId}'].map((key) => `request.invalid.accepted ${key}`),
  ],
  ['format not checked', ['request.invalid.accepted POST /things', 'request.invalid.accepted PUT /things/{thingId}']],
  ['query not checked', ['request.invalid.accepted GET /things']],
  ['required header not asked for', ['request.invalid.accepted GET /things']],
  ['missing auth check', ['auth.missing GET /things', 'auth.missing GET /things/{thingId}']],
  [
    'any token will do',
    ['GET /things', 'GET /things/{thingId}', 'POST /things', 'PUT /things/{thingId}', 'DELETE /things/{thingId}']
      .map((key) => `auth.not_checked ${key}`)
      .sort(),
  ],
  ['deleted resource still served', ['resource.deleted.served GET /things/{thingId}']],
  ['undeclared method accepted', ['method.undeclared.accepted PATCH /things/{thingId}']],
  ['body that is no JSON', ['GET /things', 'GET /things/{thingId}', 'PUT /things/{thingId}'].map((key) => `response.body.unreadable ${key}`)],
  ['reset', ['response.none PUT /things/{thingId}']],
  ['undeclared refusal', ['response.status.undeclared POST /things']],
])('finds what is planted and nothing else: %s', async (defect, expected) => {
  const result = await prove([defect], { document });
  expect(briefly(result)).toEqual(expected);
});

test('the same seed sends the same requests, as far as the service hands out the same ids', async () => {
  const sentIn = async (seed: number) => {
    const { findings } = await prove(['invalid input accepted', 'wrong body type'], { seed });
    const withoutIds = (text: string) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>');
    return findings.map(({ fingerprint, curl }) => [fingerprint, withoutIds(curl).replace(/:\d+\//, '/')]);
  };
  const [first, again, other] = [await sentIn(4), await sentIn(4), await sentIn(5)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(other.map(([fingerprint]) => fingerprint).sort()).toEqual(first.map(([fingerprint]) => fingerprint).sort());
});

test('a reading run sends GET and HEAD alone, and learns what to read from lists', async () => {
  const service = await serveThings();
  await runContract({ baseUrl: service.url, credentials: { token }, seed: 1 });
  service.seen.length = 0;
  service.things.set('11111111-1111-4111-8111-111111111111', {
    id: '11111111-1111-4111-8111-111111111111',
    name: 'old',
    kind: 'toy',
    size: 1,
    createdAt: new Date(0).toISOString(),
  });
  const { unproven, readOnly } = await runContract({ baseUrl: service.url, credentials: { token }, seed: 1, readOnly: true });
  await service.close();
  expect([readOnly, unproven, [...new Set(service.seen.map(({ method }) => method))]]).toEqual([true, [], ['GET']]);
});

test('what the run has not made stays as it was', async () => {
  const service = await serveThings('missing auth check', 'undeclared method accepted', 'invalid input accepted');
  const mine = { id: '11111111-1111-4111-8111-111111111111', name: 'mine', kind: 'toy', size: 1, createdAt: new Date(0).toISOString() };
  service.things.set(mine.id, mine);
  await runContract({ baseUrl: service.url, credentials: { token }, seed: 1 });
  await service.close();
  expect(service.things.get(mine.id)).toEqual(mine);
});

test('a fault is shown by the smallest request that has it, with the exchange as it was', async () => {
  const { findings } = await prove(['500 on valid input']);
  const body = JSON.parse(findings[0]?.exchange.request.body ?? '{}') as object;
  expect(Object.keys(body).sort()).toEqual(['kind', 'name', 'owner', 'size']);
  expect(findings[0]).toMatchObject({
    declared: '201, 400, 401',
    actual: '500 {"code":"BROKEN","message":"Owners break it."}',
    exchange: { request: { method: 'POST', headers: { authorization: '…' } }, response: { status: 500 } },
  });
});

test('a service that asks to wait is waited for', async () => {
  const { findings, notes } = await prove(['busy'], { document });
  expect(findings).toEqual([]);
  expect(notes).toEqual(['The service asked to wait (429); the run slowed down.']);
});

test('a service that dies ends the run: what was found before is kept', async () => {
  const service = await serveThings('dies');
  const { findings, notes } = await runContract({ baseUrl: service.url, credentials: { token }, seed: 1, patienceMs: 300 });
  await service.close();
  expect(findings.map(({ id, operation }) => `${id} ${operation}`)).toEqual(['response.none PUT /things/{thingId}']);
  expect(notes.at(-1)).toContain('The run ended early.');
});
