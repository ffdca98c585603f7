import { EventPublisher, SqliteOutbox } from '@signalbox/sdk';
import { readContract } from '../chassis/document.ts';
import { findPeers } from '../chassis/peers.ts';
import { type Registration, type Running, serve } from '../chassis/serve.ts';
import { readSettings, type Settings } from '../chassis/settings.ts';
import { openTransport } from '../chassis/transport.ts';
import { createEvents, topics } from './events.ts';
import { createPlacing } from './place.ts';
import { createHandlers } from './routes.ts';
import { openStore } from './store.ts';

const registration: Registration = {
  displayName: 'Orders',
  description: 'Orders from checkout on.',
  team: 'checkout',
  domain: 'commerce',
  system: 'shop',
  tier: 1,
  latencyObjective: { percentile: 95, thresholdMs: 250 },
  lifecycle: 'production',
  tags: ['reference'],
  datastores: ['orders-db'],
  dependencies: ['user', 'inventory', 'payments'],
  publishes: topics,
};

export async function start(settings: Settings): Promise<Running> {
  const { name, databaseFile, log } = settings;
  const store = openStore(databaseFile);
  const peers = await findPeers(settings, ['user', 'inventory', 'payments']);
  const transport = openTransport(settings);
  const outbox = new SqliteOutbox(store.database);
  const publisher = new EventPublisher({ transport, source: name, outbox, ...(log && { log }) }).start();
  return serve({
    settings,
    contract: readContract(import.meta.url),
    registration,
    handlers: createHandlers(store, createPlacing(store, createEvents(outbox), peers)),
    checks: { database: () => store.database.prepare('SELECT 1').get() !== undefined },
    open: [() => store.database.close(), () => transport.close(), peers.close, () => publisher.stop()],
  });
}

if (import.meta.main) await start(readSettings('orders'));
