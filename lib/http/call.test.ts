import { beforeAll, describe, expect, test } from 'vitest';
import { maxBodyBytes } from './body.ts';
import { answerCall } from './call.ts';
import { createLimiter } from './limit.ts';
import { problemSchema } from './problem.ts';
import { callApi, enrol, issueToken, type Person, readAnswer } from './stage.test.kit.ts';

let admin: Person;
let guest: Record<string, string>;

const send = async (request: Request, encoding: 'rest' | 'rpc' = 'rest') => readAnswer<Record<string, unknown>>(await answerCall(request, encoding));
const url = 'http://signalbox.test/api/v1/services';
const base = { baseUrl: 'http://10.20.30.40:8080' };

beforeAll(async () => {
  admin = await enrol('admin');
  guest = (await issueToken('guest')).headers;
});

describe('errors', () => {
  test('all have one shape, with the trace id in the header too', async () => {
    const answers = [
      await callApi('GET', '/services/none', { headers: guest }),
      await callApi('GET', '/services', {}),
      await callApi('GET', '/nothing/here', { headers: guest }),
      await callApi('GET', '/services?limit=1000', { headers: guest }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 401, 404, 400]);
    for (const { body, headers } of answers) {
      expect(problemSchema.parse(body).traceId).toBe(headers.get('x-correlation-id'));
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('content-type')).toContain('application/json');
    }
  });

  test('400 names each field', async () => {
    const body = { name: 'Not A Slug', baseUrl: 'ftp://x', links: [{ kind: 'runbook', url: 'x' }], surplus: 1 };
    const answer = await callApi<{ code: string; details: { issues: { path: string; message: string }[] } }>('POST', '/services', {
      headers: admin.headers,
      body,
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect(answer.body.details.issues.map(({ path }) => path)).toEqual(expect.arrayContaining(['name', 'baseUrl', 'links.0.url']));
  });

  test('400 for a body that is no JSON, no object, or another type', async () => {
    for (const body of ['{"name":', '[1]', 'null', '"text"']) {
      const answer = await callApi('POST', '/services', { headers: admin.headers, body });
      expect([answer.status, answer.body.code], body).toEqual([400, 'bad_request']);
    }
    const form = await callApi('POST', '/services', {
      headers: { ...admin.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'name=x',
    });
    expect([form.status, form.body.code]).toEqual([400, 'bad_request']);
  });

  test('401 comes before anything is said of the input', async () => {
    const answer = await callApi('POST', '/services', { body: '{"broken' });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="signalbox"']);
  });

  test('405 names the methods that there are', async () => {
    const answer = await callApi('PUT', '/services', { headers: guest, body: {} });
    expect([answer.status, answer.body.code, answer.headers.get('allow')]).toEqual([405, 'method_not_allowed', 'GET, HEAD, POST']);
  });

  test('409 for a name that is taken', async () => {
    const body = { name: 'twice', ...base };
    expect((await callApi('POST', '/services', { headers: admin.headers, body })).status).toBe(201);
    const again = await callApi('POST', '/services', { headers: admin.headers, body });
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
  });

  test('413 by the declared length, and by the counted one', async () => {
    const large = JSON.stringify({ description: 'x'.repeat(maxBodyBytes) });
    expect((await callApi('POST', '/services', { headers: admin.headers, body: large })).status).toBe(413);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(65_536).fill(120));
      },
    });
    const request = new Request(url, {
      method: 'POST',
      headers: { ...admin.headers, 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect((await send(request)).body.code).toBe('payload_too_large');
  });

  test('429 says when to come again, each caller for itself', async () => {
    const spend = createLimiter(2);
    expect([await spend('a'), await spend('a')]).toEqual([1, 0]);
    await expect(spend('a')).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: expect.any(Number) });
    expect(await spend('b')).toBe(1);
  });

  test('500 shows neither message nor path, and carries the trace id', async () => {
    const { toAppError, problemResponse } = await import('./problem.ts');
    const nowMs = Date.now();
    const answer = await readAnswer(
      problemResponse(toAppError(new Error('SELECT secret FROM /etc'), 't-1'), { traceId: 't-1', nowMs, encoding: 'rest' }),
    );
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      code: 'internal',
      message: expect.not.stringContaining('SELECT'),
      timestamp: new Date(nowMs).toISOString(),
      traceId: 't-1',
    });
  });

  test('503 while the database does not answer', async () => {
    const { toAppError } = await import('./problem.ts');
    expect(toAppError(Object.assign(new Error('x'), { code: 'P1001' }), 't').code).toBe('unavailable');
  });
});

describe('headers', () => {
  test('a correlation id is echoed when it can be used, and replaced when not', async () => {
    expect((await callApi('GET', '/session', { headers: { ...guest, 'x-correlation-id': 'order-17' } })).headers.get('x-correlation-id')).toBe(
      'order-17',
    );
    for (const bad of ['x'.repeat(129), 'a b', 'naïve']) {
      const echoed = (await callApi('GET', '/session', { headers: { ...guest, 'x-correlation-id': bad } })).headers.get('x-correlation-id');
      expect(echoed).toMatch(/^[\da-f-]{36}$/);
    }
  });

  test('every answer says what is left of the allowance', async () => {
    const [first, second] = [await callApi('GET', '/session', { headers: guest }), await callApi('GET', '/none', { headers: guest })];
    expect(Number(second.headers.get('x-rate-limit-remaining'))).toBe(Number(first.headers.get('x-rate-limit-remaining')) - 1);
  });

  test('lists say how many rows there are', async () => {
    const { headers, body } = await callApi<{ pagination: { total: number } }>('GET', '/services?limit=1', { headers: guest });
    expect(Number(headers.get('x-total-count'))).toBe(body.pagination.total);
  });

  test('HEAD answers as GET without a body', async () => {
    const answer = await callApi('HEAD', '/services', { headers: guest });
    expect([answer.status, answer.body]).toEqual([200, null]);
    expect(answer.headers.has('x-total-count')).toBe(true);
  });
});

describe('writes from other sites', () => {
  const write = (headers: Record<string, string>) =>
    callApi('PATCH', '/services/none', { headers: { ...admin.headers, ...headers }, body: { description: 'x' } });

  test.each([
    ['a cross-site form', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sister site', { 'sec-fetch-site': 'same-site', origin: 'http://other.signalbox.test' }],
    ['an old browser', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
  ])('are refused with our cookie: %s', async (_, headers) => {
    const answer = await write(headers);
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });

  test.each([
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'http://signalbox.test' }],
    ['our own page in an old browser', { origin: 'http://signalbox.test' }],
    ['a program that is no browser', {}],
  ])('are told from %s', async (_, headers) => {
    expect((await write(headers)).status).toBe(404);
  });

  test('do not concern tokens, which no browser sends unasked', async () => {
    const { headers } = await issueToken('admin');
    const answer = await callApi('PATCH', '/services/none', { headers: { ...headers, 'sec-fetch-site': 'cross-site' }, body: {} });
    expect(answer.status).toBe(404);
  });

  test('a token that does not hold is not made up for by a cookie', async () => {
    expect((await callApi('GET', '/services', { headers: { ...admin.headers, authorization: 'Bearer sbx_x.y' } })).status).toBe(401);
  });
});

describe('the typed client', () => {
  const rpc = (path: string, input: unknown, headers: Record<string, string>) =>
    send(
      new Request(`http://signalbox.test/api/rpc${path}`, {
        method: 'POST',
        headers: { ...headers, host: 'signalbox.test', 'content-type': 'application/json' },
        body: JSON.stringify({ json: input }),
      }),
      'rpc',
    );

  test('gets what REST gives', async () => {
    const answer = await rpc('/session/read', undefined, guest);
    expect([answer.status, answer.body]).toMatchObject([200, { json: { role: 'guest', kind: 'token' } }]);
  });

  test('gets errors with our code, message and details', async () => {
    const answer = await rpc('/service/register', { name: 'X' }, admin.headers);
    expect(answer.status).toBe(400);
    expect(answer.body.json).toMatchObject({
      code: 'validation_failed',
      status: 400,
      defined: false,
      data: { details: { issues: expect.any(Array) }, traceId: expect.any(String) },
    });
    expect((await rpc('/service/none', {}, guest)).body.json).toMatchObject({ code: 'not_found' });
    expect((await rpc('/service/list', {}, {})).body.json).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  test('refuses writes that other sites make a browser send', async () => {
    expect((await rpc('/service/remove', { name: 'twice' }, { ...admin.headers, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});
