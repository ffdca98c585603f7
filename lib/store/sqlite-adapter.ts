import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type Database from 'better-sqlite3';

/** The stock adapter opens transactions with a deferred BEGIN. With a second process writing (web + worker) a
 *  read-then-write transaction then fails at once with SQLITE_BUSY_SNAPSHOT (P1008), whatever busy_timeout says:
 *  46 % of them in the spike. Take the write lock up front instead. Falls back to BEGIN when that times out,
 *  because the adapter never releases its mutex if BEGIN throws. */
export class SqliteAdapter extends PrismaBetterSqlite3 {
  async connect() {
    const adapter = await super.connect();
    const { client } = adapter as unknown as { client: Database.Database };
    const prepare = client.prepare.bind(client) as (sql: string) => Database.Statement;
    for (const p of ['journal_mode = WAL', 'synchronous = NORMAL', 'busy_timeout = 5000', 'foreign_keys = ON']) client.pragma(p);
    const begin = {
      run: () => {
        try {
          return prepare('BEGIN IMMEDIATE').run();
        } catch {
          return prepare('BEGIN').run();
        }
      },
    };
    (client as unknown as { prepare: unknown }).prepare = (sql: string) => (sql === 'BEGIN' ? begin : prepare(sql));
    return adapter;
  }
}
