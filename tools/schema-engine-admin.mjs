import { existsSync, unlinkSync } from 'node:fs';

const codeOfPostgresError = { '3D000': 'P1003', '28P01': 'P1000' };
const withCode = (message, code) => Object.assign(new Error(message), { code });
const quote = (name) => `"${name.replace(/"/g, '""')}"`;

async function connect(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  return client;
}

async function checkPostgres(url) {
  try {
    await (await connect(new URL(url))).end();
  } catch (error) {
    throw withCode(error.message, codeOfPostgresError[error.code] ?? 'P1001');
  }
}

async function runOnPostgresServer(url, statement) {
  const admin = new URL(url);
  const database = quote(decodeURIComponent(admin.pathname.slice(1)));
  admin.pathname = '/postgres';
  const client = await connect(admin);
  try {
    await client.query(statement(database));
  } finally {
    await client.end();
  }
}

const onPostgres = {
  'can-connect-to-database': checkPostgres,
  'create-database': (url) => runOnPostgresServer(url, (database) => `CREATE DATABASE ${database}`),
  'drop-database': (url) => runOnPostgresServer(url, (database) => `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
};

const fileOf = (url) => url.replace(/^file:(\/\/)?/, '').split('?')[0];

const onSqlite = {
  'can-connect-to-database': (url) => {
    if (!existsSync(fileOf(url))) throw withCode(`Database \`${fileOf(url)}\` does not exist`, 'P1003');
  },
  'create-database': async (url) => {
    const { default: Database } = await import('better-sqlite3');
    new Database(fileOf(url)).close();
  },
  'drop-database': (url) => {
    for (const suffix of ['', '-wal', '-shm', '-journal']) if (existsSync(fileOf(url) + suffix)) unlinkSync(fileOf(url) + suffix);
  },
};

/** The `cli` commands of the schema engine; throws an error with Prisma's code. */
export async function administer(command, url) {
  const commands = /^postgres/.test(url) ? onPostgres : onSqlite;
  const run = commands[command];
  if (!run) throw withCode(`unknown command ${command}`, 'P1001');
  await run(url);
}
