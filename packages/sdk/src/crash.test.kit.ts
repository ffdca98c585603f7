// A service that is killed in tests: crash.test.kit.ts <database file> <receiver's URL> <users to create> [hold]
import { DatabaseSync } from 'node:sqlite';
import { createEvent } from './event.ts';
import { EventPublisher } from './publisher.ts';
import { SqliteOutbox } from './sqlite.ts';
import { HttpTopicTransport } from './transport-http.ts';

const [file = '', url = '', count = '0', hold] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY)');
const publisher = new EventPublisher({
  transport: new HttpTopicTransport({ urls: [url] }),
  source: 'users',
  outbox: new SqliteOutbox(database),
  retryDelayMs: 10,
  pollMs: 20,
  log: { info: () => {}, warn: () => {}, error: () => {} },
});
if (hold !== 'hold') publisher.start();

for (let n = 0; n < Number(count); n += 1) {
  const event = createEvent('user.created', { n });
  database.exec('BEGIN IMMEDIATE');
  database.prepare('INSERT INTO users (id) VALUES (?)').run(event.id);
  await publisher.publish(event, 'users');
  database.exec('COMMIT');
  process.stdout.write(`${event.id}\n`);
  await new Promise((resolve) => setImmediate(resolve));
}
if (Number(count) === 0) {
  const waiting = database.prepare('SELECT count(*) AS count FROM signalbox_outbox');
  while ((waiting.get() as { count: number }).count > 0) await publisher.flush();
  await publisher.stop();
} else setInterval(() => {}, 1000);
