import { type Check, createService, type ServiceOptions, type SignalboxOptions } from '@signalbox/sdk';
import { connectDoor } from '../fault-board/door.ts';
import { createApp, type Handlers } from './app.ts';
import type { Contract } from './document.ts';
import type { Settings } from './settings.ts';

/** What a service tells Signalbox of itself; its address, health, metrics and document are found by the SDK. */
export type Registration = Omit<SignalboxOptions, 'url' | 'token'>;

export interface Served {
  settings: Settings;
  contract: Contract;
  registration: Registration;
  handlers: Handlers;
  checks?: Record<string, Check>;
  endpoints?: ServiceOptions['endpoints'];
  /** Closed when the service stops, the last one first. */
  open: (() => unknown)[];
}

export interface Running {
  url: string;
  close: () => Promise<void>;
}

/** The policy of the whole fleet: impatient, so that one sees a breaker open and close within a minute. */
const policy = {
  timeoutSeconds: 2,
  maxRetries: 1,
  retryDelaySeconds: 0.1,
  circuitBreakerThreshold: 5,
  circuitBreakerTimeoutSeconds: 15,
  pollIntervalSeconds: 5,
};

/** Serves a contract until SIGTERM. */
export async function serve({ settings, contract, registration, handlers, checks = {}, endpoints = [], open }: Served): Promise<Running> {
  const { name, signalbox, faultBoard, tokenKey, log } = settings;
  const door = faultBoard ? connectDoor(faultBoard, name) : null;
  const service = createService({
    name,
    version: contract.version,
    document: contract.document,
    checks: { ...checks, ...(door && { 'fault board': door.check }) },
    endpoints,
    signalbox: signalbox && { ...policy, ...registration, ...signalbox },
    ...(log && { log }),
  });
  const app = await createApp({ service, contract, handlers, tokenKey, ...(door && { door: door.hook }) });
  if (door) app.addHook('preClose', async () => door.close());
  for (const close of open) service.onStop(close);
  const url = await app.listen({ port: settings.port, host: '127.0.0.1' });
  service.log.info({ url, version: contract.version }, 'listening');
  return { url, close: () => app.close() };
}
