import type { Call, Handlers } from '../chassis/app.ts';
import { notFound } from '../chassis/error.ts';
import type { NewPayment, PaymentStore } from './store.ts';

export function createHandlers(store: PaymentStore): Handlers {
  return {
    createPayment({ body }: Call<NewPayment>) {
      const payment = store.create(body, new Date());
      return { status: 201, body: payment, headers: { location: `/payments/${payment.id}` } };
    },
    getPayment({ params: { paymentId = '' } }) {
      const payment = store.find(paymentId);
      if (!payment) throw notFound('payment');
      return { status: 200, body: payment };
    },
  };
}
