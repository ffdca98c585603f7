// The SDK, built as it is published: a call ÷ a bare undici request with the same headers (and without any), interleaved in rounds;
// calls per second at 64 in flight ÷ bare; time to refuse while the breaker is open; events per second through an outbox in SQLite;
// weight of its own code.
//   npm run bench -- sdk [--calls 2000] [--rounds 9] [--events 5000]
import { execFileSync, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const calls = argument('calls', 2000);
const rounds = argument('rounds', 9);
const events = argument('events', 5000);
const packageUrl = new URL('../packages/sdk/', import.meta.url);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const perSecond = (value) => Math.round(value).toLocaleString('en');

/** Answers every request with the same small JSON, in a process of its own. */
function serve() {
  const body = JSON.stringify({ id: 'o-1', text: 'x'.repeat(200) });
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
}

async function timed(work) {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startedMs, cpuUs: user + system };
}

/** Every case in every round, so that other load on the machine meets all alike; the first round only warms up. */
async function interleave(cases, run) {
  const results = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, call] of Object.entries(cases)) {
      const result = await timed(() => run(call));
      if (round > 0) results[name].push(result);
    }
  return results;
}

const ratio = (own, bare, field) => median(own.map((one, round) => one[field] / bare[round][field])).toFixed(2);

async function oneAfterTheOther(cases) {
  const results = await interleave(cases, async (call) => {
    for (let n = 0; n < calls; n += 1) await call();
  });
  console.log(`\nOne call after the other: median of ${rounds} rounds of ${calls}; ratios to undici with the same headers`);
  for (const [name, own] of Object.entries(results)) {
    const wallUs = median(own.map(({ ms }) => (ms / calls) * 1000));
    const cpuUs = median(own.map(({ cpuUs }) => cpuUs / calls));
    const bare = results['undici, same headers'];
    console.log(
      `${wallUs.toFixed(0).padStart(6)} µs ${ratio(own, bare, 'ms').padStart(6)}×   CPU ${cpuUs.toFixed(0).padStart(4)} µs ${ratio(own, bare, 'cpuUs').padStart(6)}×   ${name}`,
    );
  }
}

async function sixtyFourAtOnce(cases) {
  const results = await interleave(cases, async (call) => {
    let left = calls;
    const worker = async () => {
      while (left-- > 0) await call();
    };
    await Promise.all(Array.from({ length: 64 }, worker));
  });
  console.log('\n64 calls in flight');
  for (const [name, own] of Object.entries(results)) {
    const rate = median(own.map(({ ms }) => (calls / ms) * 1000));
    console.log(`${perSecond(rate).padStart(8)} /s   time ${ratio(own, results['undici, same headers'], 'ms')}×   ${name}`);
  }
}

async function refuse({ ServiceClient }) {
  const client = new ServiceClient({ name: 'refused', baseUrl: 'http://127.0.0.1:1', maxRetries: 0, circuitBreakerThreshold: 1 });
  const times = [];
  for (let n = 0; n < 5000; n += 1) {
    const startedMs = performance.now();
    await client.get('/x').catch(() => {});
    times.push((performance.now() - startedMs) * 1000);
  }
  console.log(`\nA call while the breaker is open: refused in ${median(times.slice(1000)).toFixed(1)} µs (median)`);
}

async function outbox({ createEvent, EventConsumer, EventPublisher, eventHandler, InProcessTransport, SqliteInbox, SqliteOutbox }) {
  const database = new DatabaseSync(':memory:');
  const transport = new InProcessTransport();
  const log = { info() {}, warn() {}, error() {} };
  let handled = 0;
  const handlers = [
    eventHandler('order.created', () => {
      handled += 1;
    }),
  ];
  const consumer = await new EventConsumer({
    transport,
    group: 'bench',
    topics: ['orders'],
    handlers,
    inbox: new SqliteInbox(database),
    log,
  }).start();
  const publisher = new EventPublisher({ transport, source: 'bench', outbox: new SqliteOutbox(database), log });
  const written = await timed(async () => {
    for (let n = 0; n < events; n += 1) {
      database.exec('BEGIN');
      await publisher.publish(createEvent('order.created', { n }), 'orders');
      database.exec('COMMIT');
    }
  });
  const sent = await timed(async () => {
    await publisher.flush();
    while (handled < events) await new Promise((resolve) => setImmediate(resolve));
  });
  await consumer.stop();
  const rate = ({ ms }) => perSecond((events / ms) * 1000);
  console.log(`\nOutbox in SQLite, in memory: ${rate(written)} events/s written, a transaction each; ${rate(sent)} events/s sent and handled once`);
}

function weigh() {
  const code = (format) => gzipSync(readFileSync(new URL(`dist/${format}/index.js`, packageUrl)), { level: 9 }).length / 1000;
  console.log(`\nOwn code, gzip, without dependencies: ESM ${code('esm').toFixed(1)} kB, CommonJS ${code('cjs').toFixed(1)} kB`);
}

async function main() {
  execFileSync(process.execPath, ['build.mjs'], { cwd: fileURLToPath(packageUrl) });
  const sdk = await import(new URL('dist/esm/index.js', packageUrl));
  const { Agent } = createRequire(new URL('package.json', packageUrl))('undici');
  const child = fork(fileURLToPath(import.meta.url), ['--serve', '1']);
  const port = await new Promise((resolve) => child.once('message', resolve));
  const origin = `http://127.0.0.1:${port}`;
  const agent = new Agent();
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'ServiceClient/bench',
    'x-correlation-id': '3f0c0a52-7d34-4e6b-9c1c-0f4e6b1d2a3b',
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    'x-request-timeout-ms': '120000',
  };
  const bare = (options) => async () => (await agent.request({ origin, path: '/orders/1', method: 'GET', ...options })).body.json();
  const client = new sdk.ServiceClient({ name: 'bench', baseUrl: origin });
  const cases = {
    'undici, same headers': bare({ headers }),
    'undici, no headers': bare({}),
    'fetch, same headers': async () => (await fetch(`${origin}/orders/1`, { headers })).json(),
    ServiceClient: () => client.get('/orders/1'),
  };
  await oneAfterTheOther(cases);
  await sixtyFourAtOnce(cases);
  child.kill();
  await refuse(sdk);
  await outbox(sdk);
  weigh();
}

if (argument('serve', 0)) serve();
else await main();
