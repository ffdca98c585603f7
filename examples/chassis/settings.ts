import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Log } from '@signalbox/sdk';

/** What one process of the fleet is told by its environment. */
export interface Settings {
  name: string;
  port: number;
  /** Of the service's own database. */
  databaseFile: string;
  /** Key of the platform's tokens (HS256). */
  tokenKey: string;
  /** What services show each other when they send events. */
  eventToken: string;
  /** Base URLs of the services that get this one's events, by name. */
  eventReceivers: Record<string, string>;
  /** Carries the events, where there is one. */
  redisUrl?: string;
  /** Where to register, and to find the services that this one calls. */
  signalbox?: { url: string; token?: string };
  /** Base URLs of those services by name, where there is no Signalbox to ask. */
  peers: Record<string, string>;
  /** How these are called, where the SDK's own policy is too patient. */
  callPolicy: { retryDelayMs?: number; circuitBreakerTimeoutMs?: number };
  /** The fault board, if there is one. */
  faultBoard?: string;
  log?: Log;
}

const shortestKey = 32;
/** `user=http://…,orders=http://…` */
const addresses = (text = '') =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/** Reads the settings of one service. Throws an error that names the variable that is missing or wrong. */
export function readSettings(name: string, env: Record<string, string | undefined> = process.env): Settings {
  const { PORT = '0', DATA_DIR = '.', FLEET_TOKEN_KEY = '', SIGNALBOX_URL, SIGNALBOX_TOKEN, FAULT_BOARD_URL, REDIS_URL } = env;
  const port = Number(PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is ${PORT}; it must be a port from 0 to 65535.`);
  if (FLEET_TOKEN_KEY.length < shortestKey)
    throw new Error(`Set FLEET_TOKEN_KEY to a key of ${shortestKey} or more characters, the same for the whole fleet.`);
  return {
    name,
    port,
    databaseFile: join(DATA_DIR, `${name}.db`),
    tokenKey: FLEET_TOKEN_KEY,
    eventToken: createHmac('sha256', FLEET_TOKEN_KEY).update('events').digest('hex'),
    eventReceivers: addresses(env.EVENT_RECEIVERS),
    peers: addresses(env.PEERS),
    callPolicy: {
      ...(env.CALL_RETRY_DELAY_MS && { retryDelayMs: Number(env.CALL_RETRY_DELAY_MS) }),
      ...(env.CALL_BREAKER_TIMEOUT_MS && { circuitBreakerTimeoutMs: Number(env.CALL_BREAKER_TIMEOUT_MS) }),
    },
    ...(REDIS_URL && { redisUrl: REDIS_URL }),
    ...(SIGNALBOX_URL && { signalbox: { url: SIGNALBOX_URL, ...(SIGNALBOX_TOKEN && { token: SIGNALBOX_TOKEN }) } }),
    ...(FAULT_BOARD_URL && { faultBoard: FAULT_BOARD_URL }),
  };
}
