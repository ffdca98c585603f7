import { FaultBoard, runContract, TestEnvironment } from '@signalbox/runner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processOf, testToken } from './fleet.test.kit.ts';

// The workflow of a sign-up over three services is sign-up.test.ts.

const token = testToken();
const threshold = 5;
const openMs = 8000;
let board: FaultBoard;
let environment: TestEnvironment;

beforeAll(async () => {
  board = new FaultBoard();
  // Between the gateway and the user service; it is told where that is once it runs.
  const { listen } = await board.add({ name: 'user', upstream: '127.0.0.1:9' });
  const impatient = { CALL_RETRY_DELAY_MS: '20', CALL_BREAKER_TIMEOUT_MS: String(openMs) };
  environment = await TestEnvironment.start({
    services: [
      processOf('user'),
      processOf('profile'),
      processOf('gateway', { PEERS: `user=http://${listen},profile=\${profile.url}`, ...impatient }),
    ],
  });
  await board.change('user', { upstream: new URL(environment.url('user')).host });
}, 90_000);

afterAll(async () => {
  await environment?.stop();
  await board?.close();
});

test('the user service keeps its contract', { timeout: 60_000 }, async () => {
  const { findings, unproven, operations } = await runContract({ baseUrl: environment.url('user'), credentials: { token }, seed: 6 });
  expect(findings.map(({ id, operation, message }) => ({ id, operation, message }))).toEqual([]);
  expect(unproven).toEqual([]);
  expect(operations.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(['GET /users', 'POST /users', 'GET /users/{userId}', 'PUT /users/{userId}']),
  );
});

test('ten failing requests open the breaker: the fifth attempt is the last that reaches the user service, until a probe closes it', {
  timeout: 60_000,
}, async () => {
  const body = { email: 'grace@example.com', username: 'grace', password: 'Signal-b0x', role: 'user' };
  const { id } = (await environment.request<{ id: string }>('user', '/users', { token, body })).body;
  const visit = async () => (await environment.request('gateway', `/accounts/${id}`, { token })).status;
  const stateOfBreaker = async () =>
    /^service_circuit_breaker_state\{service="user"\} (\d)$/m.exec((await environment.request('gateway', '/metrics')).text)?.[1];
  expect(await visit()).toBe(200);
  expect(await stateOfBreaker()).toBe('0');

  board.addToxic('user', { name: 'failing', type: 'http_status', attributes: { status: 503 } });
  const statuses: number[] = [];
  for (let request = 0; request < 10; request += 1) statuses.push(await visit());
  expect(statuses).toEqual(Array(10).fill(503));
  expect(board.readToxic('user', 'failing').hits).toBe(threshold);
  expect(await stateOfBreaker()).toBe('2');

  board.removeToxic('user', 'failing');
  await expect.poll(visit, { timeout: 30_000, interval: 200 }).toBe(200);
  expect(await stateOfBreaker()).toBe('0');
});
