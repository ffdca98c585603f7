import { standardLog } from '@signalbox/sdk';
import { readContract } from '../chassis/document.ts';
import { takeEvents } from '../chassis/inbound.ts';
import { findPeers, orNull } from '../chassis/peers.ts';
import { type Registration, type Running, serve } from '../chassis/serve.ts';
import { readSettings, type Settings } from '../chassis/settings.ts';
import { createEventHandlers } from './events.ts';
import { createHandlers } from './routes.ts';
import { openStore } from './store.ts';

const registration: Registration = {
  displayName: 'Notification',
  description: 'What people were told, and where.',
  team: 'engagement',
  domain: 'engagement',
  system: 'shop',
  tier: 3,
  lifecycle: 'production',
  tags: ['reference'],
  datastores: ['notification-db'],
  dependencies: [
    { service: 'user', critical: false },
    { service: 'user', kind: 'event', critical: false },
    { service: 'orders', kind: 'event', critical: false },
  ],
};

export async function start(settings: Settings): Promise<Running> {
  const store = openStore(settings.databaseFile);
  const peers = await findPeers(settings, ['user']);
  const findUser = (id: string) => orNull(peers.get('user').get<{ id: string; email: string; username: string }>(`/users/${id}`, peers.asService()));
  const events = await takeEvents(settings, store.database, createEventHandlers(store, findUser, settings.log ?? standardLog(settings.name)));
  return serve({
    settings,
    contract: readContract(import.meta.url),
    registration: { ...registration, subscribes: events.topics },
    handlers: createHandlers(store),
    checks: { database: () => store.database.prepare('SELECT 1').get() !== undefined },
    endpoints: events.endpoints,
    open: [() => store.database.close(), peers.close, events.stop],
  });
}

if (import.meta.main) await start(readSettings('notification'));
