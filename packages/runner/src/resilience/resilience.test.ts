import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceClient } from '@signalbox/sdk';
import { afterEach, expect, test } from 'vitest';
import { runCommand } from '../command.ts';
import type { Guarantee } from './probe.ts';
import { type ResilienceResult, runResilience } from './resilience.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

function serve(answer: (path: string) => Promise<number> | number): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    Promise.resolve(answer(request.url ?? '/')).then(
      (status) => response.writeHead(status, { 'content-type': 'application/json' }).end('{"status":"fine"}'),
      () => response.writeHead(502).end(),
    );
  });
  servers.push(server);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`)));
}

type Ask = (url: string) => Promise<unknown>;

/** A caller that asks its dependency in some way, and answers `/alone` without it. */
async function proveCaller(ask: (address: string) => Ask, more: Partial<Parameters<typeof runResilience>[0]> = {}): Promise<ResilienceResult> {
  const upstream = await serve(() => 200);
  let call: Ask = async () => {};
  const caller = await serve(async (path) => {
    if (path !== '/alone') await call('/things');
    return 200;
  });
  return runResilience({
    upstream,
    trigger: { url: `http://${caller}/` },
    bystander: { url: `http://${caller}/alone` },
    start: async (address) => {
      call = ask(`http://${address}`);
    },
    answerWithinMs: 4000,
    recoverWithinMs: 6000,
    ...more,
  });
}

const states = ({ guarantees }: ResilienceResult) =>
  Object.fromEntries(guarantees.map(({ id, state }) => [id, state])) as Record<Guarantee['id'], Guarantee['state']>;

/** The policies of the SDK with short times. */
function withSdk(address: string): Ask {
  const client = new ServiceClient({
    name: `dependency-${address}`,
    baseUrl: address,
    timeoutMs: 400,
    maxRetries: 2,
    retryDelayMs: 10,
    circuitBreakerThreshold: 5,
    circuitBreakerTimeoutMs: 600,
  });
  return (path) => client.get(path);
}

test('a caller built with the SDK keeps every guarantee: opened after its threshold, one probe, closed again', async () => {
  const result = await proveCaller(withSdk, { faults: ['no answer', 'reset', 'abort', 'flap', 'slow body', 'status 503'] });
  expect(states(result)).toEqual({
    timeouts_end: 'proven',
    retries_stop: 'proven',
    breaker_opens: 'proven',
    refuses_fast: 'proven',
    probes_again: 'proven',
    closes_again: 'proven',
    stays_in_bulkhead: 'proven',
  });
  expect(result.guarantees.find(({ id }) => id === 'breaker_opens')?.message).toContain('Opened after 5 failed attempts');
  const row = (fault: string) => result.matrix.find((one) => one.fault === fault);
  expect(row('status 503')).toMatchObject({ status: 502, attempts: 3, breaker: 'closed' });
  expect(row('no answer')?.latencyMs).toBeGreaterThan(350);
  expect(row('reset')?.attempts).toBeGreaterThanOrEqual(1);
  expect(row('reset')?.attempts).toBeLessThanOrEqual(3);
});

test('a caller without a breaker and with endless retries is seen through', async () => {
  const stubborn =
    (address: string): Ask =>
    async (path) => {
      for (let tries = 0; tries < 8; tries++) {
        const answer = await fetch(address + path, { signal: AbortSignal.timeout(300) }).catch(() => null);
        if (answer?.ok && (await answer.json().catch(() => null))) return;
      }
      throw new Error('gave up');
    };
  const result = await proveCaller(stubborn, { faults: ['status 503', 'malformed body'], bystander: undefined });
  expect(states(result)).toMatchObject({ retries_stop: 'broken', breaker_opens: 'broken', refuses_fast: 'unknown', closes_again: 'proven' });
  expect(result.guarantees.find(({ id }) => id === 'breaker_opens')?.message).toContain('320 attempts');
});

test('a caller that waits for ever does not end its time-outs', async () => {
  const patient =
    (address: string): Ask =>
    async (path) =>
      void (await (await fetch(address + path)).json());
  const result = await proveCaller(patient, { answerWithinMs: 800, faults: ['no answer'], bystander: undefined });
  expect(result.guarantees[0]).toMatchObject({ id: 'timeouts_end', state: 'broken', message: expect.stringContaining('no answer') });
});

test('a caller that stays broken after a fault closes nothing again: a finding, not a run that could not be made', async () => {
  const spiteful = (address: string): Ask => {
    let hasFailed = false;
    return async (path) => {
      const answer = hasFailed ? null : await fetch(address + path);
      hasFailed ||= !answer?.ok;
      if (hasFailed) throw new Error('never again');
    };
  };
  const result = await proveCaller(spiteful, { recoverWithinMs: 500, faults: ['status 500', 'status 503'] });
  expect(states(result)).toEqual({
    ...{ timeouts_end: 'unknown', retries_stop: 'proven', breaker_opens: 'unknown', refuses_fast: 'unknown', probes_again: 'unknown' },
    closes_again: 'broken',
  });
  expect(result.matrix.map(({ fault }) => fault)).toEqual(['status 500']);
  expect(result.guarantees.at(-1)?.message).toContain('within 500 ms after status 500');
});

test('a caller that does not come by is told so, and what is typed wrongly too', async () => {
  const upstream = await serve(() => 200);
  const caller = await serve(() => 200);
  await expect(runResilience({ upstream, trigger: { url: `http://${caller}/` } })).rejects.toThrow('does not call its dependency at 127.0.0.1:');
  const complaints: string[] = [];
  const world = { env: {}, print: () => {}, complain: (line: string) => complaints.push(line) };
  const through = ['--through', `127.0.0.1:0,${upstream}`];
  const codes = [
    await runCommand(['resilience', `http://${caller}/`, ...through], world),
    await runCommand(['resilience', `http://${caller}/`], world),
    await runCommand(['resilience', 'orders', ...through], world),
  ];
  expect(codes).toEqual([2, 2, 2]);
  expect(complaints.join('\n')).toMatch(/does not call its dependency[\s\S]*--through takes[\s\S]*orders is no address/);
});
