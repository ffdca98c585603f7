import { HttpTopicTransport, RedisStreamTransport, type Transport } from '@signalbox/sdk';
import type { Settings } from './settings.ts';

/** What carries the events of a service: Redis where the fleet has one, else HTTP straight to those that get them. */
export function openTransport({ redisUrl, eventReceivers, eventToken, log }: Settings): Transport {
  if (redisUrl) return new RedisStreamTransport({ redis: redisUrl, ...(log && { log }) });
  return new HttpTopicTransport({ urls: eventReceivers, token: eventToken });
}
