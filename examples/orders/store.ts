import { inTransaction, openDatabase } from '../chassis/database.ts';
import { offsetOf, type PageQuery } from '../chassis/page.ts';

export interface Line {
  sku: string;
  quantity: number;
}

export interface Order {
  id: string;
  userId: string;
  lines: Line[];
  totalCents: number;
  currency: 'EUR';
  paymentId: string;
  createdAt: string;
}

const tables = `CREATE TABLE IF NOT EXISTS orders (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  userId TEXT NOT NULL,
  lines TEXT NOT NULL,
  totalCents INTEGER NOT NULL,
  currency TEXT NOT NULL,
  paymentId TEXT NOT NULL,
  createdAt TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS orders_of_user ON orders (userId, position)`;

const columns = 'id, userId, lines, totalCents, currency, paymentId, createdAt';
const toOrder = (row: Record<string, unknown>): Order => ({ ...row, lines: JSON.parse(row.lines as string) }) as Order;

export function openStore(file: string) {
  const database = openDatabase(file, tables);

  function find(id: string): Order | null {
    const row = database.prepare(`SELECT ${columns} FROM orders WHERE id = ?`).get(id.toLowerCase());
    return row ? toOrder(row) : null;
  }

  return {
    database,
    find,
    list(query: PageQuery & { userId?: string }): { orders: Order[]; total: number } {
      const userId = query.userId?.toLowerCase() ?? null;
      const total = database.prepare('SELECT count(*) AS total FROM orders WHERE ?1 IS NULL OR userId = ?1').get(userId)?.total as number;
      const rows = database
        .prepare(`SELECT ${columns} FROM orders WHERE ?1 IS NULL OR userId = ?1 ORDER BY position DESC LIMIT ?2 OFFSET ?3`)
        .all(userId, query.limit, offsetOf(query));
      return { orders: rows.map(toOrder), total };
    },
    /** Keeps an order once by its id; `tell` is called in its transaction. */
    add(order: Order, tell: (order: Order) => void): Order {
      return inTransaction(database, () => {
        const known = find(order.id);
        if (known) return known;
        const { id, userId, lines, totalCents, currency, paymentId, createdAt } = order;
        database
          .prepare(`INSERT INTO orders (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
          .run(id, userId, JSON.stringify(lines), totalCents, currency, paymentId, createdAt);
        tell(order);
        return order;
      });
    },
  };
}

export type OrderStore = ReturnType<typeof openStore>;
