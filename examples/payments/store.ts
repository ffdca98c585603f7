import { randomUUID } from 'node:crypto';
import { openDatabase } from '../chassis/database.ts';
import { ApiError } from '../chassis/error.ts';

export interface NewPayment {
  orderId: string;
  amountCents: number;
  currency: 'EUR' | 'USD' | 'GBP';
}

export interface Payment extends NewPayment {
  id: string;
  status: 'captured' | 'declined';
  createdAt: string;
}

/** More than this is declined. */
export const mostCents = 50_000;

const tables = `CREATE TABLE IF NOT EXISTS payments (
  id TEXT PRIMARY KEY,
  orderId TEXT NOT NULL UNIQUE,
  amountCents INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  createdAt TEXT NOT NULL
) STRICT, WITHOUT ROWID`;

export function openStore(file: string) {
  const database = openDatabase(file, tables);
  const findBy = (column: 'id' | 'orderId', value: string) =>
    (database.prepare(`SELECT * FROM payments WHERE ${column} = ?`).get(value.toLowerCase()) as Payment | undefined) ?? null;
  return {
    database,
    find: (id: string) => findBy('id', id),
    /** One payment for each order: asked again, it is the same one. */
    create({ orderId, amountCents, currency }: NewPayment, now: Date): Payment {
      const known = findBy('orderId', orderId);
      if (known && known.amountCents === amountCents && known.currency === currency) return known;
      if (known) throw new ApiError(409, 'PAYMENT_EXISTS', 'This order has a payment over another amount.');
      const status = amountCents > mostCents ? 'declined' : 'captured';
      const id = randomUUID();
      database
        .prepare('INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?)')
        .run(id, orderId.toLowerCase(), amountCents, currency, status, now.toISOString());
      return findBy('id', id) as Payment;
    },
  };
}

export type PaymentStore = ReturnType<typeof openStore>;
