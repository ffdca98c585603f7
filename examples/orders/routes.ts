import type { Call, Handlers } from '../chassis/app.ts';
import { notFound } from '../chassis/error.ts';
import { answerPage, type PageQuery } from '../chassis/page.ts';
import type { createPlacing, PlaceOrderRequest } from './place.ts';
import type { OrderStore } from './store.ts';

export function createHandlers(store: OrderStore, place: ReturnType<typeof createPlacing>): Handlers {
  return {
    listOrders({ query }: Call<never, PageQuery & { userId?: string }>) {
      const { orders, total } = store.list(query);
      return answerPage('orders', orders, total, query);
    },
    async placeOrder({ body, headers }: Call<PlaceOrderRequest>) {
      const order = await place(body, headers['idempotency-key'], new Date());
      return { status: 201, body: order, headers: { location: `/orders/${order.id}` } };
    },
    getOrder({ params: { orderId = '' } }) {
      const order = store.find(orderId);
      if (!order) throw notFound('order');
      return { status: 200, body: order };
    },
  };
}
