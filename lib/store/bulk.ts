import type { Db } from './db.ts';
import { isSqlite } from './sql.ts';

/** How a value of a bulk statement is read from JSON; a capitalised name is an enum, and `quoted` is JSON that may be a text. */
type EnumType = 'Verdict' | 'TargetKind' | 'OperationKind' | 'Lifecycle' | 'LinkKind' | 'DependencyKind' | 'TopicRole';
type ColumnType = 'int' | 'real' | 'text' | 'bool' | 'instant' | 'json' | 'quoted' | EnumType;
export type Columns = [name: string, type: ColumnType][];

/** What something does now, as edges, routes and places are kept. */
export const rateColumns: Columns = [
  ['requestRate', 'real'],
  ['errorRatio', 'real'],
  ['latencyMsP95Low', 'real'],
  ['latencyMsP95High', 'real'],
];

/** A look and what follows from it, as services and places are kept. */
export const lookColumns: Columns = [
  ['reason', 'text'],
  ['since', 'instant'],
  ['checkedAt', 'instant'],
  ['staleAt', 'instant'],
  ['durationMs', 'real'],
  ['failures', 'int'],
  ['slows', 'int'],
  ['successes', 'int'],
  ['version', 'text'],
];

const asEnum = (name: EnumType) => (i: number) => `(value->>${i})::"${name}"`;

const postgresReads: Record<ColumnType, (i: number) => string> = {
  int: (i) => `(value->>${i})::int`,
  real: (i) => `(value->>${i})::float8`,
  text: (i) => `value->>${i}`,
  bool: (i) => `(value->>${i})::boolean`,
  instant: (i) => `to_timestamp((value->>${i})::float8 / 1000) AT TIME ZONE 'UTC'`,
  json: (i) => `nullif(value->${i}, 'null'::jsonb)`,
  quoted: (i) => `nullif(value->${i}, 'null'::jsonb)`,
  Verdict: asEnum('Verdict'),
  TargetKind: asEnum('TargetKind'),
  OperationKind: asEnum('OperationKind'),
  Lifecycle: asEnum('Lifecycle'),
  LinkKind: asEnum('LinkKind'),
  DependencyKind: asEnum('DependencyKind'),
  TopicRole: asEnum('TopicRole'),
};

export interface BulkSql {
  /** One parameter: a JSON array of rows, each an array of values in the columns' order. */
  readonly rows: string;
  readonly names: string;
  /** Each column's value within a row. */
  readonly reads: string[];
}

const kept = new Map<Columns, { sqlite: BulkSql; postgresql: BulkSql }>();

/** The pieces of a statement that writes many rows at once, given as one JSON text. */
export function bulkSql(db: Db, columns: Columns): BulkSql {
  let both = kept.get(columns);
  if (!both) {
    const names = columns.map(([name]) => `"${name}"`).join(', ');
    both = {
      sqlite: {
        names,
        rows: 'json_each(?)',
        reads: columns.map(([, type], i) => (type === 'quoted' ? `nullif(value->${i}, 'null')` : `value->>${i}`)),
      },
      postgresql: { names, rows: 'jsonb_array_elements($1::jsonb)', reads: columns.map(([, type], i) => postgresReads[type](i)) },
    };
    kept.set(columns, both);
  }
  return isSqlite(db) ? both.sqlite : both.postgresql;
}

/** `INSERT` of rows whose first column is the id of a service that still exists. */
export function insertOfServices(db: Db, table: string, columns: Columns, onConflict: string): string {
  const { names, rows, reads } = bulkSql(db, columns);
  const exists = `EXISTS (SELECT 1 FROM "Service" s WHERE s."id" = ${reads[0]})`;
  return `INSERT INTO "${table}" (${names}) SELECT ${reads.join(', ')} FROM ${rows} WHERE ${exists} ON CONFLICT ${onConflict}`;
}

/** `UPDATE` of one row each, found by the first column. `null` in a kept column leaves what is there. */
export function updateOfServices(db: Db, table: string, columns: Columns, keptWhenNull: string[] = []): string {
  const { rows, reads } = bulkSql(db, columns);
  const alias = isSqlite(db) ? '' : ' AS given';
  const [key, ...values] = columns.map(([name], i) => ({ name, read: reads[i] }));
  const set = values.map(({ name, read }) =>
    keptWhenNull.includes(name) ? `"${name}" = coalesce(${read}, "${table}"."${name}")` : `"${name}" = ${read}`,
  );
  return `UPDATE "${table}" SET ${set.join(', ')} FROM ${rows}${alias} WHERE "${table}"."${key?.name}" = ${key?.read}`;
}
