import { DatabaseSync } from 'node:sqlite';

/** Opens a service's own database file, makes its tables, and survives a kill at any moment. */
export function openDatabase(file: string, tables: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;');
  database.exec(tables);
  return database;
}

/** All of the work or none of it. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** A row without the columns that hold nothing. */
export const withoutNulls = (row: object): Record<string, unknown> => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** Whether an error is SQLite's refusal of a second row with the same unique value. */
export const isDuplicate = (error: unknown): boolean => error instanceof Error && /UNIQUE constraint failed/.test(error.message);
