import { readContract } from '../chassis/document.ts';
import { findPeers } from '../chassis/peers.ts';
import { type Registration, type Running, serve } from '../chassis/serve.ts';
import { readSettings, type Settings } from '../chassis/settings.ts';
import { createHandlers } from './routes.ts';

const registration: Registration = {
  displayName: 'Gateway',
  description: "Accounts and orders as the shop's pages need them.",
  team: 'platform',
  domain: 'edge',
  system: 'shop',
  tier: 1,
  latencyObjective: { percentile: 95, thresholdMs: 300 },
  lifecycle: 'production',
  tags: ['reference'],
  dependencies: ['user', 'orders', { service: 'profile', critical: false }],
};

export async function start(settings: Settings): Promise<Running> {
  const peers = await findPeers(settings, ['user', 'orders', 'profile']);
  return serve({
    settings,
    contract: readContract(import.meta.url),
    registration,
    handlers: createHandlers(peers),
    open: [peers.close],
  });
}

if (import.meta.main) await start(readSettings('gateway'));
