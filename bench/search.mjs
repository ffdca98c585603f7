// Search at 10,000 services, 200,000 operations and 50,000 schemas, as a request pays for it: through the thread, with
// the newest change asked for and the verdicts looked up, on SQLite and, where there is one, on PostgreSQL.
//   npm run bench -- search [services]
import { pathToFileURL } from 'node:url';
import { onEachDatabase } from './each-database.mjs';
import { makeQueries, seedSearch } from './search-seed.mjs';

const count = Number(process.argv[2] ?? 10_000);
const [asked] = process.argv.slice(3);
const scanned = 60;
const systemActor = { kind: 'system', userId: null, name: 'bench', email: null, role: 'admin', teams: [] };
const round = (value, digits = 1) => Number(value.toFixed(digits));
const megabytes = (bytes) => round(bytes / 1_000_000, 0);

function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

/** What a call takes by the clock, and what this process works for it: the second does not mind who else is busy. */
async function timed(work) {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const value = await work();
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(before);
  return { value, ms, cpuMs: (user + system) / 1000 };
}

/** What a bare scan of all the texts costs: every word is in it, nothing ranked, nothing forgiven. */
function scan(texts, q) {
  const words = q.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  let total = 0;
  for (const text of texts) if (words.every((word) => text.includes(word))) total += 1;
  return total;
}

async function build(search, ctx) {
  const first = await timed(() => search.searchCatalog(ctx, { q: 'orders', limit: 20 }));
  const startedMs = performance.now() - first.ms;
  for (let answer = first.value; !answer.complete; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await search.searchCatalog(ctx, { q: 'orders', limit: 20 });
  }
  return { firstMs: first.ms, buildMs: performance.now() - startedMs };
}

async function measureKinds(search, ctx, queries) {
  const times = new Map();
  for (const { kind, q } of queries) {
    times.set(kind, [...(times.get(kind) ?? []), await timed(() => search.searchCatalog(ctx, { q, limit: 20 }))]);
  }
  return times;
}

async function measurePages(search, ctx) {
  const pages = [{ page: 1 }, { page: 4000 }, { page: 1, method: 'POST' }, { page: 100, q: 'get' }, { page: 1, q: 'refund', tag: 'orders' }];
  const times = [];
  for (const page of pages) for (let i = 0; i < 8; i += 1) times.push(await timed(() => search.searchOperations(ctx, { limit: 20, ...page })));
  return times;
}

/** Time until a service that has just been changed is found again. */
async function measureChange(search, ctx, database) {
  const { insertChanges } = await import('../lib/store/change.ts');
  const times = [];
  for (let i = 0; i < 30; i += 1) {
    const service = await database.service.findFirstOrThrow({ where: { id: 1 + i * 7 }, select: { name: true } });
    await database.service.update({ where: { name: service.name }, data: { displayName: `Fresh${i}word` } });
    await insertChanges(
      database,
      [{ kind: 'service.changed', subject: service.name, data: { service: service.name, by: 'bench', fields: [] } }],
      Date.now(),
    );
    const time = await timed(() => search.searchCatalog(ctx, { q: `fresh${i}word`, limit: 5 }));
    if (time.value.results[0]?.service !== service.name) throw new Error(`${service.name} was not found after its change`);
    times.push(time);
  }
  return times;
}

function report(times) {
  const all = [...times.values()].flat();
  const line = (kind, some) => {
    const of = (key, q) =>
      round(
        quantile(
          some.map((time) => time[key]),
          q,
        ),
      );
    return {
      kind,
      queries: some.length,
      'p50 ms': of('ms', 0.5),
      'p95 ms': of('ms', 0.95),
      'cpu p50': of('cpuMs', 0.5),
      'cpu p95': of('cpuMs', 0.95),
    };
  };
  console.table([...[...times].map(([kind, some]) => line(kind, some)), line('all', all)]);
}

async function runOn(url) {
  process.env.DATABASE_URL = url;
  const [{ db }, search] = await Promise.all([import('../lib/store/db.ts'), import('../lib/query/search/search.ts')]);
  const { searchHostOf } = await import('../lib/query/search/host.ts');
  const database = await db();
  const texts = await seedSearch(database, url, count);
  const ctx = { db: database, nowMs: Date.now(), actor: systemActor };
  const built = await build(search, ctx);
  const { heapUsed, arrayBuffers } = await (await searchHostOf(database)).memory();
  console.log(`\n${url.startsWith('file') ? 'SQLite' : 'PostgreSQL'}: ${count} services, ${texts.length} things to find`);
  console.log(
    `first answer ${round(built.firstMs, 0)} ms, whole index ${round(built.buildMs / 1000)} s, memory ${megabytes(heapUsed + arrayBuffers)} MB (heap ${megabytes(heapUsed)}, arrays ${megabytes(arrayBuffers)})`,
  );
  const queries = makeQueries(500);
  await measureKinds(search, ctx, queries.slice(0, 50));
  const times = await measureKinds(search, ctx, queries);
  report(times.set('lists of operations', await measurePages(search, ctx)).set('after a change', await measureChange(search, ctx, database)));
  const some = queries.filter((_, i) => i % Math.ceil(queries.length / scanned) === 0);
  const scans = [];
  for (const { q } of some) scans.push((await timed(() => scan(texts, q))).cpuMs);
  const median = quantile(
    [...times.values()].flat().map(({ cpuMs }) => cpuMs),
    0.5,
  );
  console.log(`a bare scan of the same texts: cpu p50 ${round(quantile(scans, 0.5))} ms, ${round(quantile(scans, 0.5) / median)} times the search's`);
  await database.$disconnect();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await (asked ? runOn(asked) : onEachDatabase(import.meta.url, count));
