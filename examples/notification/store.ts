import { randomUUID } from 'node:crypto';
import { inTransaction, openDatabase } from '../chassis/database.ts';
import { offsetOf, type PageQuery } from '../chassis/page.ts';

export type NotificationType = 'welcome_email' | 'account_updated' | 'account_closed' | 'order_confirmation';

export interface NewNotification {
  type: NotificationType;
  recipient: string;
  data: { userId?: string; username?: string; orderId?: string; [name: string]: string | undefined };
}

export interface Notification extends NewNotification {
  id: string;
  createdAt: string;
}

const tables = `CREATE TABLE IF NOT EXISTS notifications (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  recipient TEXT NOT NULL,
  userId TEXT,
  data TEXT NOT NULL,
  createdAt TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS notifications_of_user ON notifications (userId, position)`;

export function openStore(file: string) {
  const database = openDatabase(file, tables);
  return {
    database,
    /** Remembers a message; `mark` is called in the same transaction. */
    add({ type, recipient, data }: NewNotification, now: Date, mark: () => unknown = () => {}): Notification {
      const notification = { id: randomUUID(), type, recipient, data, createdAt: now.toISOString() };
      return inTransaction(database, () => {
        database
          .prepare('INSERT INTO notifications (id, type, recipient, userId, data, createdAt) VALUES (?, ?, ?, ?, ?, ?)')
          .run(notification.id, type, recipient, data.userId?.toLowerCase() ?? null, JSON.stringify(data), notification.createdAt);
        mark();
        return notification;
      });
    },
    listOfUser(userId: string, query: PageQuery): { notifications: Notification[]; total: number } {
      const id = userId.toLowerCase();
      const total = database.prepare('SELECT count(*) AS total FROM notifications WHERE userId = ?').get(id)?.total as number;
      const rows = database
        .prepare('SELECT id, type, recipient, data, createdAt FROM notifications WHERE userId = ? ORDER BY position DESC LIMIT ? OFFSET ?')
        .all(id, query.limit, offsetOf(query));
      return { notifications: rows.map((row) => ({ ...row, data: JSON.parse(row.data as string) }) as Notification), total };
    },
  };
}

export type NotificationStore = ReturnType<typeof openStore>;
