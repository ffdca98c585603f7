import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answer, type Misbehaving, misbehaving } from './server.test.kit.ts';

const run = promisify(execFile);
const home = dirname(dirname(fileURLToPath(import.meta.url)));
const roomy = { timeout: 120_000 };
let folder: string;

/** The packed package, unpacked into an empty folder, with what it declares as dependencies and nothing else beside it. */
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'signalbox-package-')));
  const target = join(folder, 'node_modules', '@signalbox', 'sdk');
  mkdirSync(target, { recursive: true });
  await run('npm', ['pack', '--pack-destination', folder, '--loglevel=error'], { cwd: home });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  await run('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) link(name, dirname(createRequire(join(home, 'package.json')).resolve(`${name}/package.json`)));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function link(name: string, from = resolve('node_modules', name)) {
  const to = join(folder, 'node_modules', name);
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}

async function runFile(name: string, source: string): Promise<string> {
  writeFileSync(join(folder, name), source);
  return (await run(process.execPath, [name], { cwd: folder })).stdout;
}

const exercise = (url: string) => `
  const registry = new ServiceRegistry();
  registry.registerService({ name: 'packed', baseUrl: '${url}', maxRetries: 0 });
  registry.getClient('packed').get('/x').then(async (body) => {
    const metrics = await metricsRegistry().metrics();
    console.log(JSON.stringify({ body, counted: metrics.includes('service_requests_total{service="packed",method="GET",status="200"} 1') }));
  });`;

describe('the packed package, in an empty folder', () => {
  let server: Misbehaving;
  beforeAll(async () => {
    server = await misbehaving(answer(200, { ok: true }));
  });
  afterAll(() => server.stop());

  test('works from ESM and from CommonJS', roomy, async () => {
    const esm = `import { metricsRegistry, ServiceRegistry } from '@signalbox/sdk';${exercise(server.url)}`;
    const cjs = `const { metricsRegistry, ServiceRegistry } = require('@signalbox/sdk');${exercise(server.url)}`;
    const expected = `${JSON.stringify({ body: { ok: true }, counted: true })}\n`;
    expect(await runFile('smoke.mjs', esm)).toBe(expected);
    expect(await runFile('smoke.cjs', cjs)).toBe(expected);
  });

  test('has one breaker, one registry of metrics and one context when loaded as both', roomy, async () => {
    const broken = await misbehaving(answer(500));
    const source = `
      import { createRequire } from 'node:module';
      import * as esm from '@signalbox/sdk';
      const cjs = createRequire(import.meta.url)('@signalbox/sdk');
      const config = { name: 'twice', baseUrl: '${broken.url}', maxRetries: 0 };
      const codes = [];
      for (let n = 0; n < 8; n += 1) await new (n % 2 ? cjs : esm).ServiceClient(config).get('/x').catch((error) => codes.push(error.code));
      const id = esm.runWithContext({ correlationId: 'c' }, () => cjs.currentContext().correlationId);
      console.log(JSON.stringify([esm.ServiceClient === cjs.ServiceClient, codes, id, esm.metricsRegistry() === cjs.metricsRegistry()]));`;
    const codes = [...Array(5).fill('http_error'), ...Array(3).fill('circuit_open')];
    expect(JSON.parse(await runFile('twice.mjs', source))).toEqual([false, codes, 'c', true]);
    expect(broken.seen.length).toBe(5);
    await broken.stop();
  });

  test('has types for both, which need nothing but those of Node', roomy, async () => {
    link('@types/node');
    link('undici-types');
    const use = `
      const client = new ServiceClient({ name: 'a', baseUrl: 'http://a', bulkhead: { maxConcurrent: 1 } });
      export const body: Promise<{ id: string }> = client.get<{ id: string }>('/x', { params: { page: 1 } });
      // @ts-expect-error a client needs its address
      new ServiceClient({ name: 'a' });
      export const service = createService({ name: 'a', version: '1' });`;
    writeFileSync(join(folder, 'types.mts'), `import { createService, ServiceClient } from '@signalbox/sdk';${use}`);
    writeFileSync(join(folder, 'types.cts'), `import { createService, ServiceClient } from '@signalbox/sdk';${use}`);
    const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const { stdout } = await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...options, 'types.mts', 'types.cts'], {
      cwd: folder,
    }).catch((error) => error);
    expect(stdout).toBe('');
  });
});

describe('the examples of the README', () => {
  const examples = new Map<string, string>();
  for (const [, name = '', code = ''] of readFileSync(join(home, 'README.md'), 'utf8').matchAll(/```ts (\S+)\n([\s\S]*?)```/g))
    examples.set(name, code);
  const stops: (() => Promise<unknown>)[] = [];
  let orders: Misbehaving;
  let registered: { url: string; body: string }[];
  beforeAll(async () => {
    for (const name of ['express', 'fastify']) link(name);
    for (const [name, code] of examples) writeFileSync(join(folder, name), code);
    orders = await misbehaving((response, request, seen) => {
      if (seen.method !== 'GET') registered.push(seen);
      if (seen.url === '/health') return answer(200, { status: 'healthy' })(response, request, seen);
      if (seen.url.startsWith('/api/v1/services?'))
        return answer(200, { services: [{ name: 'orders', baseUrl: orders.url, timeoutSeconds: 1 }], pagination: { pages: 1 } })(
          response,
          request,
          seen,
        );
      if (seen.method === 'PATCH') return answer(404)(response, request, seen);
      return answer(200, { id: 'o-1', url: seen.url })(response, request, seen);
    });
  });
  afterAll(() => orders.stop());
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  const env = () => ({ ...process.env, ORDERS_URL: orders.url, SIGNALBOX_URL: orders.url, SIGNALBOX_TOKEN: 'token', NODE_OPTIONS: '' });

  /** Runs an example that listens, until it answers. */
  async function start(name: string): Promise<{ url: string; output: () => string; stop: () => Promise<number> }> {
    registered = [];
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    holder.close();
    await once(holder, 'close');
    const child = spawn(process.execPath, [name], { cwd: folder, env: { ...env(), PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    const ended = once(child, 'exit');
    const stop = async () => {
      child.kill('SIGTERM');
      return (await ended)[0] as number;
    };
    stops.push(stop);
    const url = `http://127.0.0.1:${port}`;
    while (!(await fetch(`${url}/health`).catch(() => null))) {
      if (child.exitCode !== null) throw new Error(`${name} ended: ${output}`);
      await new Promise((done) => setImmediate(done));
    }
    return { url, output: () => output, stop };
  }

  test('all of them are run here', () => {
    expect([...examples.keys()]).toEqual(['users.ts', 'express-service.ts', 'fastify-service.ts', 'call.ts', 'registry.ts', 'events.ts']);
  });

  test('users.ts serves, registers itself and stops on SIGTERM', roomy, async () => {
    const { url, output, stop } = await start('users.ts');
    expect(await (await fetch(`${url}/users/7`)).json()).toEqual({ id: '7' });
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'healthy', version: '1.2.0' });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'http_request_duration_seconds_count{method="GET",route="/users/{userId}",status="200"} 1',
    );
    while (!output().includes('registered with Signalbox')) await new Promise((done) => setImmediate(done));
    expect(JSON.parse(registered.at(-1)?.body ?? '')).toMatchObject({
      name: 'users',
      baseUrl: url,
      team: 'accounts',
      dependencies: [{ service: 'orders' }],
    });
    expect(await stop()).toBe(0);
  });

  test('express-service.ts calls another service', roomy, async () => {
    const { url, stop } = await start('express-service.ts');
    expect(await (await fetch(`${url}/users/7/orders`)).json()).toMatchObject({ url: '/orders?user=7' });
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ checks: { orders: { status: 'healthy' } } });
    expect(await stop()).toBe(0);
  });

  test('fastify-service.ts has the correlation id', roomy, async () => {
    const { url, stop } = await start('fastify-service.ts');
    const response = await fetch(`${url}/users/7`, { headers: { 'x-correlation-id': 'c-9' } });
    expect(await response.json()).toEqual({ id: '7', correlationId: 'c-9' });
    expect(await stop()).toBe(0);
  });

  test.each([
    ['call.ts', /^created o-1 \{ id: 'o-1', url: '\/orders\/o-1' \}\n$/],
    ['registry.ts', /^\{ orders: true \}\n$/],
    ['events.ts', /^welcome u-1 c-1\n$/],
  ])('%s prints what it should', roomy, async (name, expected) => {
    registered = [];
    const { stdout } = await run(process.execPath, [name], { cwd: folder, env: env() });
    expect(stdout).toMatch(expected);
  });

  test('and have no type error', roomy, async () => {
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    link('@types/express');
    for (const name of readdirSync('node_modules/@types').filter((one) => !['express', 'node'].includes(one))) link(`@types/${name}`);
    const { stdout } = await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...options, ...examples.keys()], {
      cwd: folder,
    }).catch((error) => error);
    expect(stdout).toBe('');
  });
});
