import { randomUUID } from 'node:crypto';
import { inTransaction, isDuplicate, openDatabase, withoutNulls } from '../chassis/database.ts';
import { ApiError } from '../chassis/error.ts';
import { offsetOf, type PageQuery } from '../chassis/page.ts';

export type Role = 'admin' | 'user' | 'guest';

export interface User {
  id: string;
  email: string;
  username: string;
  role: Role;
  firstName?: string;
  lastName?: string;
  isActive: boolean;
  createdAt: string;
  updatedAt: string;
  lastLoginAt?: string;
}

export type NewUser = Pick<User, 'email' | 'username' | 'role' | 'firstName' | 'lastName'> & { passwordHash: string };
export type UserChange = Partial<Pick<User, 'email' | 'firstName' | 'lastName' | 'role' | 'isActive'>>;

const tables = `CREATE TABLE IF NOT EXISTS users (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  username TEXT NOT NULL UNIQUE COLLATE NOCASE,
  passwordHash TEXT NOT NULL,
  role TEXT NOT NULL,
  firstName TEXT,
  lastName TEXT,
  isActive INTEGER NOT NULL DEFAULT 1,
  createdAt TEXT NOT NULL,
  updatedAt TEXT NOT NULL,
  lastLoginAt TEXT
) STRICT`;

const columns = 'id, email, username, role, firstName, lastName, isActive, createdAt, updatedAt, lastLoginAt';

const toUser = (row: Record<string, unknown>): User => ({ ...withoutNulls(row), isActive: row.isActive === 1 }) as User;

const taken = () => new ApiError(409, 'USER_EXISTS', 'A user with this e-mail address or username exists already.');

/** Runs a change; `tell` is called in its transaction, so that what is told and what is stored never part. */
export function openStore(file: string) {
  const database = openDatabase(file, tables);

  function change<T>(work: () => T): T {
    try {
      return inTransaction(database, work);
    } catch (error) {
      throw isDuplicate(error) ? taken() : error;
    }
  }

  function find(id: string): User | null {
    const row = database.prepare(`SELECT ${columns} FROM users WHERE id = ?`).get(id.toLowerCase());
    return row ? toUser(row) : null;
  }

  return {
    database,
    find,
    list(query: PageQuery & { role?: Role }): { users: User[]; total: number } {
      const role = query.role ?? null;
      const total = database.prepare('SELECT count(*) AS total FROM users WHERE ?1 IS NULL OR role = ?1').get(role)?.total as number;
      const rows = database
        .prepare(`SELECT ${columns} FROM users WHERE ?1 IS NULL OR role = ?1 ORDER BY position DESC LIMIT ?2 OFFSET ?3`)
        .all(role, query.limit, offsetOf(query));
      return { users: rows.map(toUser), total };
    },
    create(user: NewUser, now: Date, tell: (user: User) => void): User {
      const { email, username, passwordHash, role, firstName = null, lastName = null } = user;
      const id = randomUUID();
      const at = now.toISOString();
      return change(() => {
        database
          .prepare(
            'INSERT INTO users (id, email, username, passwordHash, role, firstName, lastName, createdAt, updatedAt) VALUES (?,?,?,?,?,?,?,?,?)',
          )
          .run(id, email, username, passwordHash, role, firstName, lastName, at, at);
        const created = find(id) as User;
        tell(created);
        return created;
      });
    },
    update(id: string, fields: UserChange, now: Date, tell: (user: User) => void): User | null {
      return change(() => {
        const user = find(id);
        if (!user) return null;
        const { email, firstName = null, lastName = null, role, isActive } = { ...user, ...fields };
        database
          .prepare('UPDATE users SET email = ?, firstName = ?, lastName = ?, role = ?, isActive = ?, updatedAt = ? WHERE id = ?')
          .run(email, firstName, lastName, role, isActive ? 1 : 0, now.toISOString(), user.id);
        const updated = find(user.id) as User;
        tell(updated);
        return updated;
      });
    },
    remove(id: string, tell: (user: User) => void): boolean {
      return change(() => {
        const user = find(id);
        if (!user) return false;
        database.prepare('DELETE FROM users WHERE id = ?').run(user.id);
        tell(user);
        return true;
      });
    },
  };
}

export type UserStore = ReturnType<typeof openStore>;
