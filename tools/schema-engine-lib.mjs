// Loads the official Prisma schema engine (its WebAssembly build, an npm package) and wires it to a driver adapter. No binary download.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const require = createRequire(import.meta.url);
const OID_CHAR = 18;
const OID_BPCHAR = 1042;
const migrationColumns = ['id', 'checksum', 'finished_at', 'migration_name', 'logs', 'rolled_back_at', 'started_at', 'applied_steps_count'];

/** adapter-pg has no mapping for the catalog type "char" of the engine's introspection queries; present it as bpchar, in this process alone. */
function teachCharType(pg) {
  const prototype = pg.Result.prototype;
  if (prototype.knowsCharType) return;
  const { addFields } = prototype;
  prototype.addFields = function addFieldsWithChar(fields) {
    for (const field of fields) if (field.dataTypeID === OID_CHAR) field.dataTypeID = OID_BPCHAR;
    return addFields.call(this, fields);
  };
  prototype.knowsCharType = true;
}

/** adapter-pg's own shadow database ignores `database` beside a connection string, hence the discrete fields. */
async function createPostgresFactory(url) {
  const [{ PrismaPg }, { default: pg }, { toClientConfig, parse }] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('pg'),
    import('pg-connection-string'),
  ]);
  teachCharType(pg);
  const config = toClientConfig(parse(url));
  const factory = new PrismaPg({ ...config, max: 2 }, { schema: new URL(url).searchParams.get('schema') ?? undefined });
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

/** `pglite:` is PostgreSQL inside this process: it replays and checks PostgreSQL's migrations without a server. */
async function createFactory(url) {
  if (url === 'pglite:') {
    const [{ PGlite }, { PrismaPGlite }] = await Promise.all([import('@electric-sql/pglite'), import('pglite-prisma-adapter')]);
    return new PrismaPGlite(await PGlite.create({ dataDir: 'memory://main' }));
  }
  if (/^postgres(ql)?:/.test(url)) return createPostgresFactory(url);
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3');
  return new PrismaBetterSqlite3({ url }, { shadowDatabaseUrl: ':memory:', timestampFormat: 'unixepoch-ms' });
}

/** The engine takes the adapter's "no such table: _prisma_migrations" for a failure (P1014) instead of "nothing applied yet". */
function answerMissingBooks(adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    try {
      return await queryRaw(query);
    } catch (error) {
      const missing = error?.cause?.kind === 'TableDoesNotExist' && error.cause.table?.includes('_prisma_migrations');
      if (!missing || !/^\s*SELECT/i.test(query.sql)) throw error;
      return { columnNames: migrationColumns, columnTypes: migrationColumns.map(() => ColumnTypeEnum.Text), rows: [] };
    }
  };
}

/** The engine replays a migration as one statement, which better-sqlite3's prepare() refuses when it holds several. */
function runScripts(adapter) {
  const executeRaw = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0) return executeRaw(query);
    await adapter.executeScript(query.sql);
    return 0;
  };
}

const open = new Set();

/** Closes every connection (releases SQLite's exclusive lock and removes its journal). */
export const disposeAll = () => Promise.all([...open].map((adapter) => adapter.dispose()));

function track(adapter, provider) {
  open.add(adapter);
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = () => (open.delete(adapter) ? dispose() : Promise.resolve());
  if (provider === 'sqlite') {
    answerMissingBooks(adapter);
    runScripts(adapter);
  }
  return adapter;
}

const trackAll = (factory) => ({
  provider: factory.provider,
  adapterName: factory.adapterName,
  connect: async () => track(await factory.connect(), factory.provider),
  connectToShadowDb: async () => track(await factory.connectToShadowDb(), factory.provider),
});

async function instantiate() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasmPath = require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

let wasm;
/** The wasm-bindgen glue is a module singleton: once per process. */
export function loadWasm() {
  wasm ??= instantiate();
  return wasm;
}

const panicRegistry = {
  message: '',
  set_message(message) {
    this.message = `RuntimeError: ${message}`;
  },
};

export async function createSchemaEngine({ url, datamodels }) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= panicRegistry;
  const { SchemaEngine } = await loadWasm();
  const factory = bindMigrationAwareSqlAdapterFactory(trackAll(await createFactory(url)));
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, factory);
  return { engine, errorRegistry: factory.errorRegistry };
}
