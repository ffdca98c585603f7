import { inTransaction, isDuplicate, openDatabase } from '../chassis/database.ts';
import { ApiError } from '../chassis/error.ts';

export interface NewProfile {
  user_id: string;
  display_name: string;
  email: string;
}

export interface Profile extends NewProfile {
  created_at: string;
  updated_at: string;
}

const tables = `CREATE TABLE IF NOT EXISTS profiles (
  user_id TEXT PRIMARY KEY,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removed_users (user_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`;

export function openStore(file: string) {
  const database = openDatabase(file, tables);

  function find(userId: string): Profile | null {
    return (database.prepare('SELECT * FROM profiles WHERE user_id = ?').get(userId.toLowerCase()) as Profile | undefined) ?? null;
  }

  return {
    database,
    find,
    create({ user_id, display_name, email }: NewProfile, now: Date): Profile {
      const at = now.toISOString();
      try {
        database.prepare('INSERT INTO profiles VALUES (?, ?, ?, ?, ?)').run(user_id.toLowerCase(), display_name, email, at, at);
      } catch (error) {
        throw isDuplicate(error) ? new ApiError(409, 'PROFILE_EXISTS', 'This user has a profile already.') : error;
      }
      return find(user_id) as Profile;
    },
    /**
     * Makes the profile what the user was at a time; `mark` is called in the same transaction.
     * Events may overtake each other: older news change nothing, and a removed user stays removed.
     */
    put({ user_id, display_name, email }: NewProfile, at: string, mark: () => unknown): void {
      inTransaction(database, () => {
        database
          .prepare(
            `INSERT INTO profiles SELECT ?1, ?2, ?3, ?4, ?4 WHERE NOT EXISTS (SELECT 1 FROM removed_users WHERE user_id = ?1)
             ON CONFLICT (user_id) DO UPDATE SET display_name = ?2, email = ?3, updated_at = ?4 WHERE updated_at <= ?4`,
          )
          .run(user_id, display_name, email, at);
        mark();
      });
    },
    remove(userId: string, mark: () => unknown): void {
      inTransaction(database, () => {
        database.prepare('INSERT INTO removed_users VALUES (?) ON CONFLICT DO NOTHING').run(userId);
        database.prepare('DELETE FROM profiles WHERE user_id = ?').run(userId);
        mark();
      });
    },
  };
}

export type ProfileStore = ReturnType<typeof openStore>;
