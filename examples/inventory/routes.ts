import type { Call, Handlers } from '../chassis/app.ts';
import { notFound } from '../chassis/error.ts';
import { answerPage, type PageQuery } from '../chassis/page.ts';
import type { InventoryStore, Line } from './store.ts';

export function createHandlers(store: InventoryStore): Handlers {
  return {
    listItems({ query }: Call<never, PageQuery>) {
      const { items, total } = store.listItems(query);
      return answerPage('items', items, total, query);
    },
    getItem({ params: { sku = '' } }) {
      const item = store.findItem(sku);
      if (!item) throw notFound('item');
      return { status: 200, body: item };
    },
    reserve({ body: { orderId, lines } }: Call<{ orderId: string; lines: Line[] }>) {
      const reservation = store.reserve(orderId, lines, new Date());
      return { status: 201, body: reservation, headers: { location: `/reservations/${reservation.id}` } };
    },
    getReservation({ params: { reservationId = '' } }) {
      const reservation = store.findReservation(reservationId);
      if (!reservation) throw notFound('reservation');
      return { status: 200, body: reservation };
    },
    release({ params: { reservationId = '' } }) {
      if (!store.release(reservationId)) throw notFound('reservation');
      return { status: 204 };
    },
  };
}
