import { randomUUID } from 'node:crypto';
import { inTransaction, openDatabase } from '../chassis/database.ts';
import { ApiError } from '../chassis/error.ts';
import { offsetOf, type PageQuery } from '../chassis/page.ts';
import { articles, reorderAt, stockFull } from './articles.ts';

export interface Line {
  sku: string;
  quantity: number;
}

export interface Reservation {
  id: string;
  orderId: string;
  status: 'reserved' | 'shipped';
  lines: Line[];
  totalCents: number;
  createdAt: string;
}

export interface Item {
  sku: string;
  name: string;
  priceCents: number;
  available: number;
}

const tables = `CREATE TABLE IF NOT EXISTS items (
  sku TEXT PRIMARY KEY, name TEXT NOT NULL, priceCents INTEGER NOT NULL, available INTEGER NOT NULL CHECK (available >= 0)
) STRICT;
CREATE TABLE IF NOT EXISTS reservations (
  id TEXT PRIMARY KEY, orderId TEXT NOT NULL UNIQUE, status TEXT NOT NULL, lines TEXT NOT NULL, totalCents INTEGER NOT NULL, createdAt TEXT NOT NULL
) STRICT`;

/** The same item on two lines is one line of both. */
function mergeLines(lines: Line[]): Line[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

export function openStore(file: string) {
  const database = openDatabase(file, tables);
  for (const { sku, name, priceCents } of articles)
    database.prepare('INSERT INTO items VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(sku, name, priceCents, stockFull);

  function findBy(column: 'id' | 'orderId', value: string): Reservation | null {
    const row = database.prepare(`SELECT * FROM reservations WHERE ${column} = ?`).get(value.toLowerCase());
    return row ? ({ ...row, lines: JSON.parse(row.lines as string) } as Reservation) : null;
  }

  const findItem = (sku: string) => (database.prepare('SELECT * FROM items WHERE sku = ?').get(sku) as Item | undefined) ?? null;
  const take = database.prepare('UPDATE items SET available = available - ? WHERE sku = ?');

  function takeLine({ sku, quantity }: Line): number {
    const item = findItem(sku);
    if (!item) throw new ApiError(422, 'UNKNOWN_ITEM', `There is no item ${sku}.`, { details: { lines: `${sku} is not known` } });
    if (item.available < quantity)
      throw new ApiError(409, 'OUT_OF_STOCK', `Only ${item.available} of ${sku} are left.`, {
        details: { lines: `${sku} has only ${item.available} left` },
      });
    take.run(quantity, sku);
    return item.priceCents * quantity;
  }

  return {
    database,
    findItem,
    findReservation: (id: string) => findBy('id', id),
    listItems(query: PageQuery): { items: Item[]; total: number } {
      const total = database.prepare('SELECT count(*) AS total FROM items').get()?.total as number;
      const rows = database.prepare('SELECT * FROM items ORDER BY sku LIMIT ? OFFSET ?').all(query.limit, offsetOf(query));
      return { items: rows as unknown as Item[], total };
    },
    reserve(orderId: string, lines: Line[], now: Date): Reservation {
      return inTransaction(database, () => {
        const merged = mergeLines(lines);
        const known = findBy('orderId', orderId);
        if (known && JSON.stringify(known.lines) === JSON.stringify(merged)) return known;
        if (known) throw new ApiError(409, 'RESERVATION_EXISTS', 'This order has another reservation already.');
        const totalCents = merged.reduce((sum, line) => sum + takeLine(line), 0);
        const id = randomUUID();
        database
          .prepare('INSERT INTO reservations VALUES (?, ?, ?, ?, ?, ?)')
          .run(id, orderId.toLowerCase(), 'reserved', JSON.stringify(merged), totalCents, now.toISOString());
        return findBy('id', id) as Reservation;
      });
    },
    release(id: string): boolean {
      return inTransaction(database, () => {
        const reservation = findBy('id', id);
        if (!reservation) return false;
        if (reservation.status === 'reserved') for (const { sku, quantity } of reservation.lines) take.run(-quantity, sku);
        database.prepare('DELETE FROM reservations WHERE id = ?').run(reservation.id);
        return true;
      });
    },
    /** Ships what an order has set aside and fills the shelves that ran low; `mark` is called in the same transaction. */
    ship(orderId: string, mark: () => unknown): void {
      inTransaction(database, () => {
        database.prepare("UPDATE reservations SET status = 'shipped' WHERE orderId = ?").run(orderId.toLowerCase());
        database.prepare('UPDATE items SET available = ? WHERE available < ?').run(stockFull, reorderAt);
        mark();
      });
    },
  };
}

export type InventoryStore = ReturnType<typeof openStore>;
