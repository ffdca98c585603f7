#!/usr/bin/env node
// Drop-in for the `schema-engine` binary (PRISMA_SCHEMA_ENGINE_BINARY=tools/schema-engine.mjs):
// speaks the same JSON-RPC-over-stdio protocol the Prisma CLI expects, but runs the official
// WASM build of the engine over a driver adapter, so nothing has to be downloaded.
import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createSchemaEngine, disposeAll, loadWasm } from './schema-engine-lib.mjs';

const argv = process.argv.slice(2);
const { values, positionals } = parseArgs({
  args: argv,
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true, short: 'd' },
    datasource: { type: 'string' },
    version: { type: 'boolean' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
  },
});
if (values.version) {
  const w = await loadWasm();
  console.log(`schema-engine-cli ${w.version()}`);
  process.exit(0);
}

const ds = values.datasource ? JSON.parse(values.datasource) : {};
const url = ds.url;
// The CLI drops the first stderr line (the binary's start-up INFO record), so emit one.
const logErr = (message, error_code) =>
  process.stderr.write(
    JSON.stringify({ level: 'INFO', target: 'schema_engine', fields: { message: 'start' } }) +
      '\n' +
      JSON.stringify({ level: 'ERROR', timestamp: new Date().toISOString(), target: 'schema_engine::logger', fields: { message, error_code } }) +
      '\n',
  );

if (positionals[0] === 'cli') {
  try {
    await cli(positionals[1]);
    process.exit(0);
  } catch (e) {
    logErr(e.message, e.code ?? 'P1001');
    process.exit(1);
  }
}

async function cli(cmd) {
  const isPg = /^postgres/.test(url ?? '');
  if (isPg) {
    const { default: pg } = await import('pg');
    const target = new URL(url);
    const db = decodeURIComponent(target.pathname.slice(1));
    const connect = async (u) => {
      const c = new pg.Client({ connectionString: u.toString() });
      await c.connect();
      return c;
    };
    if (cmd === 'can-connect-to-database') {
      try {
        await (await connect(target)).end();
      } catch (e) {
        throw Object.assign(new Error(e.message), { code: e.code === '3D000' ? 'P1003' : e.code === '28P01' ? 'P1000' : 'P1001' });
      }
    } else {
      const admin = new URL(url);
      admin.pathname = '/postgres';
      const c = await connect(admin);
      const q = `"${db.replace(/"/g, '""')}"`;
      await c.query(cmd === 'create-database' ? `CREATE DATABASE ${q}` : `DROP DATABASE IF EXISTS ${q} WITH (FORCE)`);
      await c.end();
    }
  } else {
    const file = url.replace(/^file:(\/\/)?/, '').split('?')[0];
    if (cmd === 'can-connect-to-database') {
      if (!existsSync(file)) throw Object.assign(new Error(`Database \`${file}\` does not exist`), { code: 'P1003' });
    } else if (cmd === 'create-database') {
      const { default: D } = await import('better-sqlite3');
      new D(file).close();
    } else if (cmd === 'drop-database') for (const s of ['', '-wal', '-shm', '-journal']) if (existsSync(file + s)) unlinkSync(file + s);
  }
}

let engineP;
const engine = () =>
  (engineP ??= createSchemaEngine({
    url: url ?? 'file::memory:',
    shadowUrl: ds.shadowDatabaseUrl,
    datamodels: values.datamodels?.map((f) => [f, readFileSync(f, 'utf8')]),
  }));
const send = (o) => process.stdout.write(JSON.stringify(o) + '\n');
let printId = 1;
const map = { getDatabaseVersion: (e) => e.version() };

async function handle(msg) {
  if (!msg.method) return; // response to our own `print`
  try {
    const { engine: e, errorRegistry } = await engine();
    if (msg.method === 'createDatabase') {
      await cli('create-database');
      return send({ jsonrpc: '2.0', id: msg.id, result: { databaseName: url } });
    }
    if (msg.method === 'ensureConnectionValidity')
      await cli('can-connect-to-database').catch(async (er) => {
        if (er.code !== 'P1003') throw er;
        await cli('create-database');
      });
    if (msg.method === 'reset' && !/^postgres/.test(url)) {
      // WASM reset only empties the tables on SQLite: recreate the file
      await disposeAll();
      await cli('drop-database');
      await cli('create-database');
      engineP = undefined;
      return send({ jsonrpc: '2.0', id: msg.id, result: {} });
    }
    const result = await (map[msg.method] ? map[msg.method](e) : e[msg.method](msg.params));
    if (msg.method === 'diff' && result?.stdout != null)
      send({ jsonrpc: '2.0', id: `p${printId++}`, method: 'print', params: { content: result.stdout.replace(/\n$/, '') } });
    send({ jsonrpc: '2.0', id: msg.id, result: result ?? {} });
  } catch (err) {
    let m = String(err?.message ?? err);
    const ext = /External error id#(\d+)/.exec(m);
    if (ext) m = m.replace(ext[0], String((await engine()).errorRegistry.consumeError(Number(ext[1]))?.error));
    send({
      jsonrpc: '2.0',
      id: msg.id,
      error: {
        code: 4466,
        message: 'An error happened. Check the data field for details.',
        data: { is_panic: false, message: m, meta: null, error_code: err?.code ?? null },
      },
    });
  }
}
let queue = Promise.resolve();
createInterface({ input: process.stdin })
  .on('line', (l) => {
    if (l.trim()) queue = queue.then(() => handle(JSON.parse(l)));
  })
  .on('close', () => queue.then(disposeAll).finally(() => process.exit(0)));
