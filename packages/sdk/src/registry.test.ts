import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Log } from './log.ts';
import { type CatalogOptions, ServiceRegistry } from './registry.ts';
import { answer, type Behaviour, failureOf, freshName, type Misbehaving, misbehaving } from './server.test.kit.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
let server: Misbehaving;
const registries: ServiceRegistry[] = [];
let folder: string;
beforeEach(async () => {
  server = await misbehaving();
  folder = mkdtempSync(join(tmpdir(), 'signalbox-registry-'));
});
afterEach(async () => {
  for (const registry of registries.splice(0)) registry.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a registry by hand', () => {
  test('gives the client of a name, the same one each time, and says which names there are', () => {
    const registry = new ServiceRegistry();
    expect(() => registry.getClient('orders')).toThrow('No service "orders" is registered. None is.');
    const client = registry.registerService({ name: 'orders', baseUrl: server.url });
    expect(registry.getClient('orders')).toBe(client);
    expect(() => registry.getClient('order')).toThrow('No service "order" is registered. Known: orders.');
    expect(registry.registerService({ name: 'orders', baseUrl: server.url })).toBe(client);
    expect(registry.registerService({ name: 'orders', baseUrl: `${server.url}/v2` })).not.toBe(client);
  });

  test('asks all for their health at the same time', async () => {
    const waiting: (() => void)[] = [];
    /** Answers when the other one has been asked too. */
    const together =
      (status: number, word: string): Behaviour =>
      (...exchange) => {
        waiting.push(() => answer(status, { status: word })(...exchange));
        if (waiting.length === 2) for (const release of waiting) release();
      };
    const other = await misbehaving(together(200, 'healthy'));
    server.behave(together(503, 'unhealthy'));
    const registry = new ServiceRegistry();
    const [slow, last] = ['a', 'b'].map((letter) => `${letter}-${freshName()}`) as [string, string];
    registry.registerService({ name: slow, baseUrl: other.url });
    registry.registerService({ name: last, baseUrl: server.url });
    registry.registerService({ name: 'gone', baseUrl: 'http://127.0.0.1:1' });
    expect(await registry.healthCheckAll()).toEqual({ [slow]: true, [last]: false, gone: false });
    await other.stop();
  });
});

/** A catalog of services, two on a page. */
function catalog(services: Record<string, unknown>[]): Behaviour {
  return (response, _, { url }) => {
    const { pathname, searchParams } = new URL(url, 'http://x');
    const page = Number(searchParams.get('page'));
    if (pathname === '/api/v1/services') {
      const rows = services.slice((page - 1) * 2, page * 2).map(({ name, baseUrl }) => ({ name, baseUrl }));
      return answer(200, { services: rows, pagination: { page, pages: Math.ceil(services.length / 2) } })(response, {} as never, {} as never);
    }
    const found = services.find(({ name }) => pathname === `/api/v1/services/${name}`);
    return answer(found ? 200 : 404, found ?? { message: 'no' })(response, {} as never, {} as never);
  };
}

const policies = {
  healthCheckPath: '/-/ok',
  timeoutSeconds: 0.2,
  maxRetries: 0,
  retryDelaySeconds: 0,
  circuitBreakerThreshold: 2,
  circuitBreakerTimeoutSeconds: 9,
};
const follow = async (options: CatalogOptions = {}, url = server.url) => {
  const registry = await ServiceRegistry.fromSignalbox(url, 'token-1', { log: silent, refreshMs: 3_600_000, ...options });
  registries.push(registry);
  return registry;
};

describe('a registry from Signalbox', () => {
  test('reads every page, the addresses and the policies, with the token', async () => {
    const target = await misbehaving(answer(500));
    const services = [1, 2, 3].map((n) => ({ name: `from-catalog-${n}`, baseUrl: target.url, ...policies }));
    server.behave(catalog([...services, { name: 'without-address', baseUrl: null }]));
    const registry = await follow();
    expect(registry.names()).toEqual(['from-catalog-1', 'from-catalog-2', 'from-catalog-3']);
    expect(server.seen.every(({ headers }) => headers.authorization === 'Bearer token-1')).toBe(true);
    const client = registry.getClient('from-catalog-1');
    for (let n = 0; n < 4; n += 1) await failureOf(client.get('/x'));
    expect(target.seen.length).toBe(2);
    await client.healthCheck();
    expect(target.seen.at(-1)?.url).toBe('/-/ok');
    await target.stop();
  });

  test('reads only the services that are named', async () => {
    server.behave(catalog([{ name: 'a', baseUrl: server.url, ...policies }]));
    expect((await follow({ services: ['a', 'missing'] })).names()).toEqual(['a']);
    expect(server.seen.map(({ url }) => url)).toEqual(['/api/v1/services/a', '/api/v1/services/missing']);
  });

  test('a refresh follows new addresses and removed services; while Signalbox is away the last copy stays', async () => {
    server.behave(
      catalog([
        { name: 'a', baseUrl: 'http://127.0.0.1:1001', ...policies },
        { name: 'b', baseUrl: server.url, ...policies },
      ]),
    );
    const registry = await follow();
    const before = registry.getClient('a');
    server.behave(catalog([{ name: 'a', baseUrl: 'http://127.0.0.1:1002', ...policies }]));
    await registry.refresh();
    expect([registry.names(), registry.getClient('a').baseUrl]).toEqual([['a'], 'http://127.0.0.1:1002']);
    expect(before.baseUrl).toBe('http://127.0.0.1:1001');
    server.behave(answer(400));
    await expect(registry.refresh()).rejects.toThrow('signalbox answered 400');
    expect(registry.getClient('a').baseUrl).toBe('http://127.0.0.1:1002');
  });

  test('starts from the last copy on disk, which holds no credential, when Signalbox is away', async () => {
    const cacheFile = join(folder, 'catalog.json');
    const credentials = { a: { origin: server.url, apiKey: 'secret-key' } };
    server.behave(catalog([{ name: 'a', baseUrl: server.url, ...policies }]));
    await follow({ cacheFile, credentials });
    expect(readFileSync(cacheFile, 'utf8')).not.toContain('secret');
    expect((await follow({ cacheFile, credentials }, 'http://127.0.0.1:1')).getClient('a').baseUrl).toBe(server.url);
    await expect(follow({}, 'http://127.0.0.1:2')).rejects.toThrow('signalbox could not be reached');
  });

  test('says so when the address is not Signalbox', async () => {
    server.behave(answer(200, 'hello', { 'content-type': 'text/html' }));
    await expect(follow()).rejects.toThrow('Is it the address of Signalbox?');
  });

  test('a credential goes to its origin alone, also when the catalog names another', async () => {
    const thief = await misbehaving();
    const credentials = { a: { origin: server.url, apiKey: 'secret-key' } };
    let baseUrl = server.url;
    server.behave((response, request, seen) =>
      seen.url.startsWith('/api/') ? catalog([{ name: 'a', baseUrl, ...policies }])(response, request, seen) : answer(200)(response, request, seen),
    );
    const registry = await follow({ credentials });
    await registry.getClient('a').get('/x');
    expect(server.seen.at(-1)?.headers['x-api-key']).toBe('secret-key');
    baseUrl = thief.url;
    await registry.refresh();
    await registry.getClient('a').get('/x');
    expect(thief.seen[0]?.headers['x-api-key']).toBeUndefined();
    await thief.stop();
  });
});
