// Loads the official Prisma schema engine (WebAssembly build, shipped inside the
// `prisma` npm package) and wires it to a driver adapter. No binary download.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const require = createRequire(import.meta.url);

/** adapter-pg has no mapping for the catalog type "char" (OID 18) that the engine's introspection
 *  queries return; present it as bpchar. Only affects this (migration) process. */
async function teachPgCharType() {
  const { default: pg } = await import('pg');
  const proto = pg.Result.prototype;
  if (proto.__char) return;
  const { addFields } = proto;
  proto.addFields = function (fields) {
    for (const f of fields) if (f.dataTypeID === 18) f.dataTypeID = 1042;
    return addFields.call(this, fields);
  };
  proto.__char = true;
}

/** @param {string} url */
export async function adapterFactoryFor(url, shadowUrl) {
  if (url === 'pglite:') {
    // in-process PostgreSQL (WASM): author and check PostgreSQL migrations without a server
    const [{ PGlite }, { PrismaPGlite }] = await Promise.all([import('@electric-sql/pglite'), import('pglite-prisma-adapter')]);
    return new PrismaPGlite(await PGlite.create({ dataDir: 'memory://main' }));
  }
  if (/^postgres(ql)?:/.test(url)) {
    const { PrismaPg } = await import('@prisma/adapter-pg');
    await teachPgCharType();
    const schema = new URL(url).searchParams.get('schema') ?? undefined;
    const { default: pg } = await import('pg');
    const { toClientConfig, parse } = await import('pg-connection-string');
    const config = toClientConfig(parse(url)); // discrete fields: adapter-pg's shadow database ignores `database` next to a connectionString
    const factory = new PrismaPg({ ...config, max: 2 }, { schema });
    factory.connectToShadowDb = async () => {
      const admin = new pg.Client(config);
      await admin.connect();
      const database = `prisma_migrate_shadow_db_${randomUUID()}`;
      await admin.query(`CREATE DATABASE "${database}"`);
      const adapter = await new PrismaPg({ ...config, database, max: 2 }).connect();
      const dispose = adapter.dispose.bind(adapter);
      adapter.dispose = async () => {
        await dispose();
        await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        await admin.end();
      };
      return adapter;
    };
    return factory;
  }
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3');
  return new PrismaBetterSqlite3({ url }, { shadowDatabaseUrl: ':memory:', timestampFormat: 'unixepoch-ms' });
}

// On SQLite the WASM engine does not recognise the adapter's "no such table: _prisma_migrations"
// as "not initialised yet" (it surfaces P1014), so answer with an empty result set instead;
// `applyMigrations` still checks the table list itself and creates the table.
const MIGRATION_COLUMNS = ['id', 'checksum', 'finished_at', 'migration_name', 'logs', 'rolled_back_at', 'started_at', 'applied_steps_count'];
const open = new Set();
/** Close every connection (releases SQLite's exclusive lock and removes its journal). */
export const disposeAll = () => Promise.all([...open].map((a) => a.dispose()));
function patch(factory) {
  const wrap = (a) => {
    open.add(a);
    const dispose = a.dispose.bind(a);
    a.dispose = () => (open.delete(a) ? dispose() : Promise.resolve());
    if (factory.provider !== 'sqlite') return a;
    const queryRaw = a.queryRaw.bind(a);
    a.queryRaw = async (q) => {
      try {
        return await queryRaw(q);
      } catch (e) {
        if (e?.cause?.kind === 'TableDoesNotExist' && e.cause.table?.includes('_prisma_migrations') && /^\s*SELECT/i.test(q.sql))
          return { columnNames: MIGRATION_COLUMNS, columnTypes: MIGRATION_COLUMNS.map(() => ColumnTypeEnum.Text), rows: [] };
        throw e;
      }
    };
    // The engine replays migrations on the shadow database with one multi-statement executeRaw,
    // which better-sqlite3's prepare() refuses; run those as a script.
    const executeRaw = a.executeRaw.bind(a);
    a.executeRaw = async (q) => (q.args.length === 0 ? (await a.executeScript(q.sql), 0) : executeRaw(q));
    return a;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => wrap(await factory.connect()),
    connectToShadowDb: async () => wrap(await factory.connectToShadowDb()),
  };
}

let wasm;
/** The wasm-bindgen glue is a module singleton: instantiate once per process. */
export const loadWasm = () => (wasm ??= instantiate());
async function instantiate() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasmPath = require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

export async function createSchemaEngine({ url, shadowUrl, datamodels, onLog = () => {} }) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    message: '',
    set_message(m) {
      this.message = `RuntimeError: ${m}`;
    },
  };
  const { SchemaEngine } = await loadWasm();
  const factory = bindMigrationAwareSqlAdapterFactory(patch(await adapterFactoryFor(url, shadowUrl)));
  const engine = await SchemaEngine.new({ datamodels }, onLog, factory);
  return { engine, errorRegistry: factory.errorRegistry };
}
