import type { DatabaseSync } from 'node:sqlite';
import { EventConsumer, type EventHandler, HttpTopicTransport, RedisStreamTransport, type ServiceOptions, SqliteInbox } from '@signalbox/sdk';
import type { Settings } from './settings.ts';

// biome-ignore lint/suspicious/noExplicitAny: handlers of different events stand in one list
type AnyHandler = EventHandler<any>;

interface Inbound {
  topics: string[];
  /** What the service must serve, so that events reach it. */
  endpoints: NonNullable<ServiceOptions['endpoints']>;
  stop: () => Promise<void>;
}

/** Takes the events that the handlers are for, each once, remembered in the service's own database. One topic for each type. */
export async function takeEvents(settings: Settings, database: DatabaseSync, handlers: readonly AnyHandler[]): Promise<Inbound> {
  const { name, redisUrl, eventToken, log } = settings;
  const http = redisUrl ? null : new HttpTopicTransport({ acceptToken: eventToken });
  const transport = http ?? new RedisStreamTransport({ redis: redisUrl as string, ...(log && { log }) });
  const topics = handlers.map(({ type }) => type);
  const consumer = new EventConsumer({ transport, group: name, topics, handlers, inbox: new SqliteInbox(database), ...(log && { log }) });
  await consumer.start();
  return {
    topics,
    endpoints: http ? [http.handle] : [],
    stop: async () => {
      await consumer.stop();
      await transport.close();
    },
  };
}
