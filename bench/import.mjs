// Import of 1,000 Backstage components with APIs, systems, domains, resources and groups: seconds of the whole command (read in a
// thread, planned, documents read and stored, written in one transaction), of the same import again, and ÷ a bare bulk insert of
// the same rows; on SQLite and, where there is one, on PostgreSQL.
//   npm run bench -- import [components]

import { onEachDatabase } from './each-database.mjs';

const count = Number(process.argv[2] ?? 1000);
const [asked] = process.argv.slice(3);
const round = (value, digits = 2) => Number(value.toFixed(digits));
const entity = (kind, name, metadata, spec) => ({ apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name, ...metadata }, spec });

function openApi(name) {
  const operation = (id) => ({ operationId: id, summary: `${id} of ${name}`, responses: { 200: { description: 'OK' } } });
  const paths = { [`/${name}`]: { get: operation('list'), post: operation('create') }, [`/${name}/{id}`]: { get: operation('read') } };
  return JSON.stringify({ openapi: '3.0.3', info: { title: name, version: '1.0.0' }, servers: [{ url: `https://${name}.example.com` }], paths });
}

/** A catalog as large companies keep it: every component has an owner and a system, four in five call others, one in ten has a document. */
function makeCatalog() {
  const entities = [];
  for (let i = 0; i < 40; i += 1)
    entities.push(entity('Group', `team-${i}`, {}, { type: 'team', profile: { displayName: `Team ${i}` }, children: [] }));
  for (let i = 0; i < 12; i += 1) entities.push(entity('Domain', `domain-${i}`, {}, { owner: `team-${i}` }));
  for (let i = 0; i < 80; i += 1) entities.push(entity('System', `system-${i}`, {}, { owner: `team-${i % 40}`, domain: `domain-${i % 12}` }));
  for (let i = 0; i < count; i += 1) {
    const name = `component-${i}`;
    const hasApi = i % 10 === 0;
    const metadata = {
      title: `Component ${i}`,
      description: `Does the work number ${i}, which somebody described in a sentence or two. `.repeat(3).trim(),
      annotations: { 'github.com/project-slug': `acme/${name}` },
      tags: ['java', `area-${i % 7}`],
      links: [{ url: `https://wiki.example.com/${name}`, title: 'Runbook', type: 'runbook' }],
    };
    const calls = i % 5 === 0 ? [] : [1, 2, 3].map((step) => `component:component-${(i * 7 + step * 13) % count}`);
    const spec = {
      type: 'service',
      lifecycle: 'production',
      owner: `team-${i % 40}`,
      system: `system-${i % 80}`,
      dependsOn: [...calls, `resource:db-${i % 50}`],
    };
    entities.push(entity('Component', name, metadata, hasApi ? { ...spec, providesApis: [`api-${i}`] } : spec));
    if (hasApi)
      entities.push(entity('API', `api-${i}`, {}, { type: 'openapi', lifecycle: 'production', owner: `team-${i % 40}`, definition: openApi(name) }));
  }
  for (let i = 0; i < 50; i += 1) entities.push(entity('Resource', `db-${i}`, {}, { type: 'database', owner: `team-${i % 40}` }));
  return entities;
}

async function timed(work) {
  const startedMs = performance.now();
  let longestMs = 0;
  let last = startedMs;
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  clearInterval(timer);
  return { value, seconds: (performance.now() - startedMs) / 1000, cpuSeconds: (user + system) / 1e6, longestMs };
}

/** The same rows, in as few statements as there are tables, within one transaction. */
async function insertBare(database, imported) {
  const tables = ['team', 'domain', 'system', 'service', 'serviceTag', 'serviceLink', 'dependency', 'serviceDatastore', 'serviceState', 'descriptor'];
  const rows = new Map();
  for (const table of tables) rows.set(table, await database[table].findMany());
  await database.service.deleteMany();
  for (const table of ['team', 'domain', 'system', 'descriptor']) await database[table].deleteMany();
  const bare = await timed(() =>
    database.$transaction(async (tx) => {
      for (const table of tables)
        for (let at = 0; at < rows.get(table).length; at += 500) await tx[table].createMany({ data: rows.get(table).slice(at, at + 500) });
    }),
  );
  if ((await database.service.count()) !== imported) throw new Error('the bare insert lost rows');
  return bare;
}

async function runOn(url) {
  process.env.DATABASE_URL = url;
  const [{ db }, { writeYaml }, { applyImport }, { previewImport }, { exportCatalog }] = await Promise.all([
    import('../lib/store/db.ts'),
    import('../lib/model/descriptor/export/yaml.ts'),
    import('../lib/command/import/apply.ts'),
    import('../lib/command/import/preview.ts'),
    import('../lib/query/export/catalog.ts'),
  ]);
  const database = await db();
  const actor = { kind: 'system', userId: null, name: 'bench', email: null, role: 'admin', teams: [] };
  const ctx = { actor, nowMs: Date.now(), correlationId: 'bench', address: null, db: database };
  const text = new TextEncoder().encode(writeYaml(makeCatalog()));
  const parts = [{ name: 'catalog-info.yaml', contentType: 'application/yaml', bytes: text }];
  const preview = await timed(() => previewImport(ctx, parts));
  const first = await timed(() => applyImport(ctx, parts));
  const again = await timed(() => applyImport(ctx, parts));
  if (again.value.same !== count || again.value.created.length + again.value.changed.length + again.value.documents > 0)
    throw new Error('the second import changed something');
  const exported = await timed(() => exportCatalog(ctx, { format: 'backstage' }));
  const bare = await insertBare(database, count);
  console.log(
    `\n${url.startsWith('file') ? 'SQLite' : 'PostgreSQL'}: ${count} components, ${round(text.length / 1e6)} MB of YAML, ${first.value.documents} documents`,
  );
  const line = ({ seconds, cpuSeconds, longestMs }) => ({
    seconds: round(seconds),
    'CPU seconds': round(cpuSeconds),
    'CPU ÷ bare': round(cpuSeconds / bare.cpuSeconds, 1),
    'longest block ms': round(longestMs, 0),
  });
  console.table({
    preview: line(preview),
    import: line(first),
    'import again': line(again),
    'export to Backstage': line(exported),
    'bare bulk insert of the same rows': line(bare),
  });
  await database.$disconnect();
}

await (asked ? runOn(asked) : onEachDatabase(import.meta.url, count));
