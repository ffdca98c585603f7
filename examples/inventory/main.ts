import { standardLog } from '@signalbox/sdk';
import { readContract } from '../chassis/document.ts';
import { takeEvents } from '../chassis/inbound.ts';
import { type Registration, type Running, serve } from '../chassis/serve.ts';
import { readSettings, type Settings } from '../chassis/settings.ts';
import { createEventHandlers } from './events.ts';
import { createHandlers } from './routes.ts';
import { openStore } from './store.ts';

const registration: Registration = {
  displayName: 'Inventory',
  description: 'What is in stock and what is set aside.',
  team: 'warehouse',
  domain: 'commerce',
  system: 'shop',
  tier: 2,
  lifecycle: 'production',
  tags: ['reference'],
  datastores: ['inventory-db'],
  dependencies: [{ service: 'orders', kind: 'event', critical: false }],
};

export async function start(settings: Settings): Promise<Running> {
  const store = openStore(settings.databaseFile);
  const events = await takeEvents(settings, store.database, createEventHandlers(store, settings.log ?? standardLog(settings.name)));
  return serve({
    settings,
    contract: readContract(import.meta.url),
    registration: { ...registration, subscribes: events.topics },
    handlers: createHandlers(store),
    checks: { database: () => store.database.prepare('SELECT 1').get() !== undefined },
    endpoints: events.endpoints,
    open: [() => store.database.close(), events.stop],
  });
}

if (import.meta.main) await start(readSettings('inventory'));
