import { type Event, eventHandler, type Log } from '@signalbox/sdk';
import type { InventoryStore } from './store.ts';

/** Ships what was ordered. */
export const createEventHandlers = (store: InventoryStore, log: Log) => [
  eventHandler('order.placed', ({ data: { id } }: Event<{ id: string }>, delivery) => {
    store.ship(id, () => delivery.markHandled());
    log.info({ orderId: id }, 'order shipped');
  }),
];
