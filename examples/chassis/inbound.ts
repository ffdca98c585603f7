import type { DatabaseSync } from 'node:sqlite';
import { EventConsumer, type EventHandler, HttpTopicTransport, SqliteInbox } from '@signalbox/sdk';
import type { Settings } from './settings.ts';

// biome-ignore lint/suspicious/noExplicitAny: handlers of different events stand in one list
type AnyHandler = EventHandler<any>;

/** Takes the events that the handlers are for, each once, remembered in the service's own database. One topic for each type. */
export async function takeEvents({ name, eventToken, log }: Settings, database: DatabaseSync, handlers: readonly AnyHandler[]) {
  const transport = new HttpTopicTransport({ acceptToken: eventToken });
  const topics = handlers.map(({ type }) => type);
  const consumer = new EventConsumer({ transport, group: name, topics, handlers, inbox: new SqliteInbox(database), ...(log && { log }) });
  await consumer.start();
  return { topics, endpoint: transport.handle, stop: () => consumer.stop() };
}
