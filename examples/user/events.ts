import { createEvent, type SqliteOutbox } from '@signalbox/sdk';
import type { User } from './store.ts';

/** Topics that this service publishes, each with events of one type. */
export const topics = ['user.created', 'user.updated', 'user.deleted'] as const;

/** Writes events to the outbox, within the transaction of the change that they tell of. */
export function createEvents(outbox: Pick<SqliteOutbox, 'add'>) {
  const tell = (topic: (typeof topics)[number]) => (user: User) => outbox.add(topic, createEvent(topic, user));
  return { created: tell('user.created'), updated: tell('user.updated'), deleted: tell('user.deleted') };
}

export type UserEvents = ReturnType<typeof createEvents>;
