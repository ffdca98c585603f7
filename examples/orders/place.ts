import { createHash, randomUUID } from 'node:crypto';
import { ApiError } from '../chassis/error.ts';
import { orNull, type Peers, passOn } from '../chassis/peers.ts';
import type { OrderEvents } from './events.ts';
import type { Line, Order, OrderStore } from './store.ts';

interface Reservation {
  id: string;
  totalCents: number;
}

interface Payment {
  id: string;
  status: 'captured' | 'declined';
}

export interface PlaceOrderRequest {
  userId: string;
  lines: Line[];
}

/** The id that one key always leads to, so that a repeated request is the same order everywhere. */
export function orderIdOf(idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  const hex = createHash('sha256').update(idempotencyKey).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function isSameRequest(order: Order, { userId, lines }: PlaceOrderRequest): boolean {
  return order.userId === userId.toLowerCase() && JSON.stringify(order.lines) === JSON.stringify(lines);
}

/** Asks user, inventory and payments in turn, and gives the stock back when the money does not come. */
export function createPlacing(store: OrderStore, events: OrderEvents, peers: Peers) {
  async function checkUser(userId: string): Promise<void> {
    const user = await orNull(peers.get('user').get<{ isActive: boolean }>(`/users/${userId}`, peers.asService()));
    if (!user) throw new ApiError(422, 'UNKNOWN_USER', 'There is no such user.', { details: { userId: 'is not known' } });
    if (!user.isActive) throw new ApiError(422, 'INACTIVE_USER', 'This user may not buy.', { details: { userId: 'is not active' } });
  }

  async function pay(orderId: string, { id, totalCents }: Reservation): Promise<Payment> {
    const body = { orderId, amountCents: totalCents, currency: 'EUR' };
    try {
      const payment = await peers.get('payments').post<Payment>('/payments', body, peers.asService({ idempotencyKey: orderId }));
      if (payment.status === 'captured') return payment;
      throw new ApiError(402, 'PAYMENT_DECLINED', 'The payment was declined.');
    } catch (error) {
      await orNull(peers.get('inventory').delete(`/reservations/${id}`, peers.asService())).catch(() => {});
      throw error;
    }
  }

  return async (request: PlaceOrderRequest, idempotencyKey: string | undefined, now: Date): Promise<Order> => {
    const id = orderIdOf(idempotencyKey);
    const known = store.find(id);
    if (known && isSameRequest(known, request)) return known;
    if (known) throw new ApiError(409, 'KEY_USED', 'This Idempotency-Key was used for another order.');
    const { userId, lines } = request;
    try {
      await checkUser(userId);
      const reservation = await peers
        .get('inventory')
        .post<Reservation>('/reservations', { orderId: id, lines }, peers.asService({ idempotencyKey: id }));
      const { totalCents } = reservation;
      const payment = await pay(id, reservation);
      const order: Order = {
        id,
        userId: userId.toLowerCase(),
        lines,
        totalCents,
        currency: 'EUR',
        paymentId: payment.id,
        createdAt: now.toISOString(),
      };
      return store.add(order, events.placed);
    } catch (error) {
      return passOn(error, [409, 422]);
    }
  };
}
