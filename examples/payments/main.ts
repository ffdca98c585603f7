import { readContract } from '../chassis/document.ts';
import { type Registration, type Running, serve } from '../chassis/serve.ts';
import { readSettings, type Settings } from '../chassis/settings.ts';
import { createHandlers } from './routes.ts';
import { openStore } from './store.ts';

const registration: Registration = {
  displayName: 'Payments',
  description: 'Takes money, once for each order.',
  team: 'payments',
  domain: 'commerce',
  system: 'shop',
  tier: 1,
  latencyObjective: { percentile: 99, thresholdMs: 500 },
  lifecycle: 'production',
  tags: ['reference'],
  datastores: ['payments-db'],
};

export async function start(settings: Settings): Promise<Running> {
  const store = openStore(settings.databaseFile);
  return serve({
    settings,
    contract: readContract(import.meta.url),
    registration,
    handlers: createHandlers(store),
    checks: { database: () => store.database.prepare('SELECT 1').get() !== undefined },
    open: [() => store.database.close()],
  });
}

if (import.meta.main) await start(readSettings('payments'));
