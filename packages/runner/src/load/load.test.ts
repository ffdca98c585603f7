import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../command.ts';
import { runProgram } from '../program.test.kit.ts';
import { describeFacts } from './facts.ts';
import { createHistogram } from './histogram.ts';
import { type LoadResult, nextRate, runLoad } from './load.ts';
import { readObjective } from './objective.ts';
import { createAnswerParser } from './parser.ts';
import type { StepResult } from './step.ts';

/** Answers one request after the other, each after so many ms: it holds 1000 ÷ workMs a second and no more. */
function serveOneByOne(workMs: number): Promise<Server & { url: string; answered: () => number }> {
  let [freeAtMs, answered] = [0, 0];
  const server = createServer((request, response) => {
    request.resume();
    freeAtMs = Math.max(performance.now(), freeAtMs) + workMs;
    setTimeout(
      () => {
        answered += 1;
        response.end('done');
      },
      Math.max(1, freeAtMs - performance.now()),
    );
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(Object.assign(server, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, answered: () => answered })),
    ),
  );
}

let busy: Awaited<ReturnType<typeof serveOneByOne>>;
let failing: Server;
let failingUrl: string;
beforeAll(async () => {
  busy = await serveOneByOne(10);
  let count = 0;
  failing = createServer((request, response) => {
    request.resume();
    count += 1;
    response.writeHead(count % 10 === 0 ? 503 : 200).end();
  });
  await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
  failingUrl = `http://127.0.0.1:${(failing.address() as AddressInfo).port}/`;
});
afterAll(() => {
  for (const server of [busy, failing]) server.close().closeAllConnections();
});

test('finds the rate that a service holds, and what breaks it', { timeout: 90_000 }, async () => {
  const { holdsRate, breaksRate, steps } = await runLoad({
    requests: [{ url: busy.url }],
    objective: { percent: 90, ms: 150 },
    fromRate: 20,
    stepMs: 1200,
  });
  expect(holdsRate).toBeGreaterThanOrEqual(32);
  expect(holdsRate).toBeLessThan(130);
  expect(breaksRate).toBeGreaterThan(holdsRate);
  expect(steps.find(({ rate }) => rate === breaksRate)?.because).toMatch(/^p90 was \d+–\d+ ms$/);
});

test('what waits for its turn is counted from when it was due: one stall is seen by all whom it kept', async () => {
  const stalled = await serveOneByOne(0);
  const stop = setTimeout(() => {
    const untilMs = performance.now() + 400;
    while (performance.now() < untilMs);
  }, 300);
  const result = await runLoad({ requests: [{ url: stalled.url }], rate: 200, stepMs: 1000, objective: { ms: 100 } });
  clearTimeout(stop);
  stalled.close().closeAllConnections();
  const [step] = result.steps;
  expect(step?.latencyMs.p90?.high).toBeGreaterThan(150);
  expect(step?.holds).toBe(false);
});

test('failures break an objective too, and are told by what they were', async () => {
  const result = await runLoad({ requests: [{ url: failingUrl }], rate: 300, stepMs: 1000, objective: { ms: 5000 } });
  expect(result.steps[0]).toMatchObject({ holds: false, because: expect.stringContaining('requests failed'), errors: { 503: expect.any(Number) } });
  expect(result.steps[0]?.errorRatio).toBeGreaterThan(0.05);
  const patient = await runLoad({ requests: [{ url: failingUrl }], rate: 300, stepMs: 500, objective: { ms: 5000, maxErrorRatio: 0.2 } });
  expect(patient).toMatchObject({ holdsRate: 300, breaksRate: null });
});

test('sends as many as were asked for, in turn to all addresses', async () => {
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    seen.set(`${request.method} ${request.url}`, (seen.get(`${request.method} ${request.url}`) ?? 0) + 1);
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const requests = [{ url: `${url}/a` }, { url: `${url}/b?x=1`, method: 'POST', body: '{}' }];
  const { steps } = await runLoad({ requests, rate: 200, stepMs: 1000, objective: { ms: 5000 } });
  server.close().closeAllConnections();
  expect(steps[0]).toMatchObject({ sent: 200, answered: 200, errorRatio: 0 });
  expect(steps[0]?.sentRate).toBeGreaterThan(120);
  expect(steps[0]?.sentRate).toBeLessThan(220);
  expect([...seen]).toEqual([
    ['GET /a', 100],
    ['POST /b?x=1', 100],
  ]);
});

test('a percentile is an interval that holds the exact one, never wider than 1.6 %', () => {
  const value = fc.double({ min: 0, max: 100_000, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.constantFrom(50, 90, 99, 100), (values, percent) => {
      const histogram = createHistogram();
      for (const one of values) histogram.add(one);
      const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil((percent / 100) * values.length)) - 1] as number;
      const { low, high } = histogram.percentile(percent) as { low: number; high: number };
      expect(exact).toBeGreaterThanOrEqual(low - 0.001);
      expect(exact).toBeLessThanOrEqual(high + 0.001);
      expect(high - low).toBeLessThanOrEqual(Math.max(0.0011, low * 0.016));
    }),
    { seed: 1 },
  );
});

const answers: [string, number, boolean][] = [
  ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 200, true],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10;x=y\r\n0123456789abcdef\r\n0\r\nX-Sum: 1\r\n\r\n', 200, true],
  ['HTTP/1.1 204 No Content\r\n\r\n', 204, true],
  ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n', 201, true],
  ['HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno', 500, false],
  ['HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', 200, false],
];

test.each(answers)('reads an answer however it is cut: %j', (text, status, keepsOpen) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 6 }), (cuts) => {
      const parser = createAnswerParser(false);
      const marks = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const whole = marks.slice(1).map((end, index) => parser.feed(Buffer.from(text.slice(marks[index], end))));
      expect([whole.at(-1), parser.status(), parser.keepsOpen()]).toEqual([true, status, keepsOpen]);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('an answer without a length ends with the connection, and what is no answer is refused', () => {
  const parser = createAnswerParser(false);
  expect([parser.feed(Buffer.from('HTTP/1.1 200 OK\r\n\r\nabc')), parser.isWholeAtEnd(), parser.keepsOpen()]).toEqual([false, true, false]);
  expect(() => createAnswerParser(false).feed(Buffer.from('SSH-2.0-OpenSSH\r\n\r\n'))).toThrow('no HTTP/1.1');
  expect(createAnswerParser(true).feed(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'))).toBe(true);
});

test('closes in on the rate from both sides', () => {
  const search = (limit: number) => {
    let [holds, breaks]: [number, number | null] = [0, null];
    let count = 0;
    for (let rate = nextRate(holds, breaks, 20, 20_000); rate !== null; rate = nextRate(holds, breaks, 20, 20_000)) {
      if (rate <= limit) holds = rate;
      else breaks = rate;
      count += 1;
    }
    return { holds, count };
  };
  for (const limit of [1, 7, 19, 420, 5000, 19_999]) {
    const { holds, count } = search(limit);
    expect(holds).toBeLessThanOrEqual(limit);
    expect(holds).toBeGreaterThanOrEqual(Math.floor(limit / 1.07) - 1);
    expect(count).toBeLessThan(25);
  }
  expect(search(0)).toMatchObject({ holds: 0 });
  expect(search(50_000)).toMatchObject({ holds: 20_000 });
});

test('an objective is read as people write it', () => {
  expect(['p99<=200ms', 'p95 < 1.5s', 'P99.9 ≤ 50', 'fast'].map(readObjective)).toEqual([
    { percent: 99, ms: 200 },
    { percent: 95, ms: 1500 },
    { percent: 99.9, ms: 50 },
    undefined,
  ]);
});

test('the command says what is held, and exits 1 where that is too little', async () => {
  const common = ['load', busy.url, '--rate', '20', '--seconds', '1'];
  const held = await runProgram([...common, '--objective', 'p90<=2s']);
  expect(held.out).toContain('Holds 20/s at p90 ≤ 2000 ms. Nothing broke it.');
  expect([held.code, held.complaints]).toEqual([0, expect.stringMatching(/✓ +20\/s +p50 [\d.–]+ ms +p99/)]);
  const not = await runProgram(['load', failingUrl, '--rate', '40', '--seconds', '1', '--objective', 'p99<=60s', '--json']);
  expect([not.code, (JSON.parse(not.out) as LoadResult).holdsRate]).toEqual([1, 0]);
});

test.each([
  ['no address', [], 'Name what to call'],
  ['a wrong address', ['orders'], 'orders is no address'],
  ['two services', ['http://127.0.0.1:1/', 'http://127.0.0.1:2/'], 'of one service'],
  ['a wrong objective', ['http://127.0.0.1:1/', '--objective', 'fast'], 'written as p99<=200ms'],
  ['a service that does not answer', ['http://127.0.0.1:59997/', '--rate', '20', '--seconds', '0.2'], 'does not answer'],
])('%s is told in words, with exit code 2', async (_, args, words) => {
  const complaints: string[] = [];
  const world = { env: {}, print: () => {}, complain: (line: string) => complaints.push(line) };
  expect(await runCommand(['load', ...args], world)).toBe(2);
  expect(complaints.at(-1)).toContain(words);
});

test('where the generator was the limit, nothing is held against the service, and the run is broken', () => {
  const step = { rate: 40, holds: false, isGeneratorLate: true, latencyMs: {}, errorRatio: 0, because: 'p99 was 300–310 ms', sent: 40 } as StepResult;
  const result = { objective: { percent: 99, ms: 200, maxErrorRatio: 0.01 }, holdsRate: 0, breaksRate: 40, steps: [step], durationMs: 1 };
  const asked = { requests: [{ url: 'http://127.0.0.1/things' }], needed: 40 };
  const limited = describeFacts({ ...result, isGeneratorLimit: true }, asked);
  expect(limited).toMatchObject({ findings: [], broken: expect.stringContaining('could not send in time'), outcome: { checks: [{ ok: null }] } });
  expect(describeFacts({ ...result, isGeneratorLimit: false }, asked)).toMatchObject({ findings: [{ id: 'load.rate.not_held' }], broken: null });
  expect(describeFacts({ ...result, holdsRate: 40, isGeneratorLimit: true }, asked)).toMatchObject({ findings: [], broken: null });
});
