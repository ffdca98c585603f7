import { EventPublisher, SqliteOutbox } from '@signalbox/sdk';
import { readContract } from '../chassis/document.ts';
import { type Registration, type Running, serve } from '../chassis/serve.ts';
import { readSettings, type Settings } from '../chassis/settings.ts';
import { openTransport } from '../chassis/transport.ts';
import { createEvents, topics } from './events.ts';
import { createHandlers } from './routes.ts';
import { openStore } from './store.ts';

const registration: Registration = {
  displayName: 'User',
  description: 'Who may use the platform: accounts with a role.',
  team: 'identity',
  domain: 'identity',
  system: 'shop',
  tier: 1,
  lifecycle: 'production',
  tags: ['reference'],
  datastores: ['user-db'],
  publishes: topics,
};

export async function start(settings: Settings): Promise<Running> {
  const { name, databaseFile, log } = settings;
  const store = openStore(databaseFile);
  const transport = openTransport(settings);
  const outbox = new SqliteOutbox(store.database);
  const publisher = new EventPublisher({ transport, source: name, outbox, ...(log && { log }) }).start();
  return serve({
    settings,
    contract: readContract(import.meta.url),
    registration,
    handlers: createHandlers(store, createEvents(outbox)),
    checks: { database: () => store.database.prepare('SELECT 1').get() !== undefined },
    open: [() => store.database.close(), () => transport.close(), () => publisher.stop()],
  });
}

if (import.meta.main) await start(readSettings('user'));
