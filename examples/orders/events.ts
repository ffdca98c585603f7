import { createEvent, type SqliteOutbox } from '@signalbox/sdk';
import type { Order } from './store.ts';

/** Topics that this service publishes, each with events of one type. */
export const topics = ['order.placed'] as const;

/** Writes events to the outbox, within the transaction of the change that they tell of. */
export const createEvents = (outbox: Pick<SqliteOutbox, 'add'>) => ({
  placed: (order: Order) => outbox.add('order.placed', createEvent('order.placed', order)),
});

export type OrderEvents = ReturnType<typeof createEvents>;
