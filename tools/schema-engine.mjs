#!/usr/bin/env node
// Drop-in for the `schema-engine` binary (PRISMA_SCHEMA_ENGINE_BINARY=tools/schema-engine.mjs):
// speaks the JSON-RPC-over-stdio protocol that the Prisma CLI expects, but runs the official
// WASM build of the engine over a driver adapter, so nothing has to be downloaded.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { administer } from './schema-engine-admin.mjs';
import { createSchemaEngine, disposeAll, loadWasm } from './schema-engine-lib.mjs';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
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
const source = values.datasource ? JSON.parse(values.datasource) : {};
const url = source.url ?? 'file::memory:';
const isPostgres = /^postgres/.test(url);
const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

/** The CLI drops the first line of stderr (the binary's start-up record), so one is sent before the error. */
function logError({ message, code }) {
  const target = 'schema_engine::logger';
  const start = { level: 'INFO', target, fields: { message: 'start' } };
  const error = { level: 'ERROR', timestamp: new Date().toISOString(), target, fields: { message, error_code: code ?? 'P1001' } };
  process.stderr.write(`${JSON.stringify(start)}\n${JSON.stringify(error)}\n`);
}

async function runOnce(work) {
  try {
    await work();
    process.exit(0);
  } catch (error) {
    logError(error);
    process.exit(1);
  }
}

let current;
function engine() {
  current ??= createSchemaEngine({ url, datamodels: values.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]) });
  return current;
}

async function createWhenMissing() {
  try {
    await administer('can-connect-to-database', url);
  } catch (error) {
    if (error.code !== 'P1003') throw error;
    await administer('create-database', url);
  }
}

/** The WASM engine only empties the tables on SQLite: make the file anew. */
async function recreateFile() {
  await disposeAll();
  await administer('drop-database', url);
  await administer('create-database', url);
  current = undefined;
  return {};
}

async function answer({ method, params }) {
  const { engine: schemaEngine } = await engine();
  if (method === 'createDatabase') {
    await administer('create-database', url);
    return { databaseName: url };
  }
  if (method === 'reset' && !isPostgres) return recreateFile();
  if (method === 'getDatabaseVersion') return schemaEngine.version();
  if (method === 'ensureConnectionValidity') await createWhenMissing();
  const result = await schemaEngine[method](params);
  if (method === 'diff' && typeof result?.stdout === 'string')
    send({ jsonrpc: '2.0', id: 'diff', method: 'print', params: { content: result.stdout.replace(/\n$/, '') } });
  return result ?? {};
}

async function describe(error) {
  const message = String(error?.message ?? error);
  const external = /External error id#(\d+)/.exec(message);
  if (!external) return message;
  const { errorRegistry } = await engine();
  return message.replace(external[0], String(errorRegistry.consumeError(Number(external[1]))?.error));
}

async function handle(request) {
  const { id, method } = request;
  if (!method) return; // the CLI's answer to our own `print`
  try {
    send({ jsonrpc: '2.0', id, result: await answer(request) });
  } catch (error) {
    const data = { is_panic: false, message: await describe(error), meta: null, error_code: error?.code ?? null };
    send({ jsonrpc: '2.0', id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  }
}

function serve() {
  let queue = Promise.resolve();
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      if (line.trim()) queue = queue.then(() => handle(JSON.parse(line)));
    })
    .on('close', () => queue.then(disposeAll).finally(() => process.exit(0)));
}

if (values.version) await runOnce(async () => console.log(`schema-engine-cli ${(await loadWasm()).version()}`));
else if (positionals[0] === 'cli') await runOnce(() => administer(positionals[1], url));
else serve();
