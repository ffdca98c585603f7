import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHealth } from './health-body.ts';

const json = (value: unknown) => JSON.stringify(value);
const type = 'application/json';

describe('a JSON body', () => {
  test.each<[unknown, string, string]>([
    [{ status: 'healthy' }, 'ok', 'says healthy'],
    [{ status: 'ok' }, 'ok', 'says ok'],
    [{ status: 'UP' }, 'ok', 'says UP'],
    [{ status: 'pass' }, 'ok', 'says pass'],
    [{ status: 'degraded' }, 'warn', 'says degraded'],
    [{ status: 'warn' }, 'warn', 'says warn'],
    [{ status: 'unhealthy' }, 'fail', 'says unhealthy'],
    [{ status: 'fail' }, 'fail', 'says fail'],
    [{ status: 'DOWN' }, 'fail', 'says DOWN'],
    [{ status: 'OUT_OF_SERVICE' }, 'fail', 'says OUT_OF_SERVICE'],
    [{ status: 'UNKNOWN' }, 'ok', 'HTTP 200'],
    [{ status: 'green' }, 'ok', 'says green'],
    [{ status: 'yellow' }, 'warn', 'says yellow'],
    [{ status: 'red' }, 'fail', 'says red'],
    [{ healthy: false }, 'fail', 'says unhealthy'],
    [{ healthy: true }, 'ok', 'says healthy'],
    [{ ok: false }, 'fail', 'says unhealthy'],
    [{ status: true }, 'ok', 'says healthy'],
    [{ status: 500 }, 'fail', 'says 500'],
    [{ status: { code: 'DOWN' } }, 'fail', 'says DOWN'],
    [{ Status: 'Degraded' }, 'warn', 'says Degraded'],
    [{ uptime: 12, commit: 'abc' }, 'ok', 'HTTP 200'],
    [{ status: 'weird' }, 'ok', 'HTTP 200'],
    [{}, 'ok', 'HTTP 200'],
    [[], 'ok', 'HTTP 200'],
    ['Healthy', 'ok', 'says Healthy'],
  ])('%j → %s, %s', (body, outcome, reason) => expect(readHealth(200, type, json(body))).toMatchObject({ outcome, reason }));
});

describe('the forms of the wild', () => {
  test('Spring Boot names the component that fails', () => {
    const body = { status: 'DOWN', components: { diskSpace: { status: 'UP' }, db: { status: 'DOWN', details: { error: 'secret://dsn' } } } };
    expect(readHealth(503, 'application/vnd.spring-boot.actuator.v3+json', json(body))).toMatchObject({
      outcome: 'fail',
      reason: 'HTTP 503: db is DOWN',
    });
    expect(readHealth(200, type, json(body)).reason).toBe('db is DOWN');
  });
  test('Spring Boot composites name the path to the failing one', () => {
    const body = { status: 'DOWN', components: { db: { status: 'DOWN', components: { primary: { status: 'UP' }, replica: { status: 'DOWN' } } } } };
    expect(readHealth(200, type, json(body)).reason).toBe('db/replica is DOWN');
  });
  test('application/health+json warns with the check that warns', () => {
    const body = {
      status: 'warn',
      version: '1',
      releaseId: '1.2.2',
      checks: { 'cassandra:responseTime': [{ status: 'pass' }, { status: 'warn' }], uptime: [{ status: 'pass' }] },
    };
    expect(readHealth(200, 'application/health+json', json(body))).toEqual({
      outcome: 'warn',
      reason: 'cassandra:responseTime is warn',
      version: '1',
    });
    expect(readHealth(200, 'application/health+json', json({ status: 'pass', releaseId: '7.1' }))).toEqual({
      outcome: 'ok',
      reason: 'says pass',
      version: '7.1',
    });
  });
  test('MicroProfile names the check that is down', () => {
    const body = {
      status: 'DOWN',
      checks: [
        { name: 'database', status: 'DOWN' },
        { name: 'queue', status: 'UP' },
      ],
    };
    expect(readHealth(503, type, json(body))).toMatchObject({ outcome: 'fail', reason: 'HTTP 503: database is DOWN' });
    expect(readHealth(200, type, json({ outcome: 'UP', checks: [] }))).toMatchObject({ outcome: 'ok' });
  });
  test.each([
    ['Healthy', 200, 'ok'],
    ['Degraded', 200, 'warn'],
    ['Unhealthy', 503, 'fail'],
    ['Unhealthy', 200, 'fail'],
  ] as const)('ASP.NET text %s with %i is %s', (text, status, outcome) => expect(readHealth(status, 'text/plain', text).outcome).toBe(outcome));
  test('ASP.NET JSON names the entry', () => {
    const body = {
      status: 'Degraded',
      totalDuration: '00:00:00.1',
      entries: { redis: { status: 'Degraded', description: 'slow' }, sql: { status: 'Healthy' } },
    };
    expect(readHealth(200, type, json(body))).toMatchObject({ outcome: 'warn', reason: 'redis is Degraded' });
    expect(readHealth(200, type, json({ status: 'Unhealthy', results: { sql: { status: 'Unhealthy' } } })).reason).toBe('sql is Unhealthy');
  });
  test.each([
    'Prometheus Server is Healthy.\n',
    'Prometheus Server is Ready.\n',
    'OK',
    'pong',
    'ok\n',
    'imok',
    '[+]ping ok\n[+]log ok\nhealthz check passed',
  ])('plain text %j is ok', (text) => expect(readHealth(200, 'text/plain; charset=utf-8', text).outcome).toBe('ok'));
  test.each(['Service is not ready', 'the database is down', 'out of service'])('plain text %j fails', (text) =>
    expect(readHealth(200, 'text/plain', text).outcome).toBe('fail'),
  );
  test('a web page is believed by its status alone', () => {
    expect(readHealth(200, 'text/html', '<!doctype html><p>is down')).toMatchObject({ outcome: 'ok', reason: 'a web page' });
  });
  test.each([200, 204])('an empty %i is ok', (status) =>
    expect(readHealth(status, null, '')).toEqual({ outcome: 'ok', reason: `HTTP ${status}`, version: null }),
  );
  test('a check that fails under no status of its own is a warning', () => {
    expect(readHealth(200, type, json({ checks: [{ name: 'db', status: 'DOWN' }] }))).toMatchObject({ outcome: 'warn', reason: 'db is DOWN' });
  });
  test('a body cut in the middle still gives the status it begins with', () => {
    expect(readHealth(200, type, '{"status":"DOWN","components":{"db":{"sta')).toMatchObject({ outcome: 'fail', reason: 'says DOWN' });
    expect(readHealth(200, type, '{"nonsense')).toMatchObject({ outcome: 'ok', reason: 'HTTP 200' });
  });
});

describe('the status of the answer', () => {
  test('200 that says DOWN fails', () => expect(readHealth(200, type, '{"status":"DOWN"}').outcome).toBe('fail'));
  test('503 that says pass fails by its status', () =>
    expect(readHealth(503, type, '{"status":"pass"}')).toMatchObject({ outcome: 'fail', reason: 'HTTP 503' }));
  test.each([
    [401, 'fail', 'HTTP 401: credentials are needed or wrong'],
    [403, 'fail', 'HTTP 403: credentials are needed or wrong'],
    [404, 'fail', 'HTTP 404: nothing at this path'],
    [429, 'warn', 'HTTP 429: asks to be looked at less often'],
    [500, 'fail', 'HTTP 500'],
    [302, 'fail', 'HTTP 302'],
  ] as const)('%i → %s', (status, outcome, reason) => expect(readHealth(status, null, '')).toMatchObject({ outcome, reason }));
});

describe('the version', () => {
  test.each<[unknown, string | null]>([
    [{ version: '1.2.3' }, '1.2.3'],
    [{ releaseId: '2026.1' }, '2026.1'],
    [{ info: { version: 'v2.0.0-rc.1+5' } }, 'v2.0.0-rc.1+5'],
    [{ build: { version: '3' } }, '3'],
    [{ info: { build: { version: '4.1' } } }, '4.1'],
    [{ version: 7 }, '7'],
    [{ version: '<script>' }, null],
    [{ version: 'x'.repeat(200) }, null],
    [{ version: null }, null],
  ])('of %j is %s', (body, version) => expect(readHealth(200, type, json(body)).version).toBe(version));
});

test('a reason never carries text of the body that is no plain name or status word', () => {
  const body = { status: 'DOWN', components: { 'password=hunter2<b>': { status: 'DOWN' } } };
  expect(readHealth(200, type, json(body)).reason).toBe('a component is DOWN');
});

test('any body and status give an outcome and a short reason', () => {
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.object({ key: fc.constantFrom('status', 'checks', 'components', 'name', 'version'), maxDepth: 3 }).map((tree) => JSON.stringify(tree)),
  );
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), fc.option(fc.string()), body, (status, contentType, text) => {
      const said = readHealth(status, contentType, text);
      expect(['ok', 'warn', 'fail']).toContain(said.outcome);
      expect(said.reason.length).toBeLessThan(400);
      expect(said.reason).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 200 },
  );
});
