import { bulkSql, type Columns, updateOfServices } from './bulk.ts';
import type { Db } from './db.ts';
import { cleanJson } from './sql.ts';

const rowsAtOnce = 500;

const place: Columns = [
  ['displayName', 'text'],
  ['description', 'text'],
  ['baseUrl', 'text'],
  ['host', 'text'],
  ['healthCheckPath', 'text'],
  ['metricsPath', 'text'],
  ['openapiPath', 'text'],
  ['metricsSource', 'text'],
  ['metricsSelector', 'text'],
  ['healthFromUp', 'bool'],
];
const policy: Columns = [
  ['timeoutSeconds', 'real'],
  ['maxRetries', 'int'],
  ['retryDelaySeconds', 'real'],
  ['circuitBreakerThreshold', 'int'],
  ['circuitBreakerTimeoutSeconds', 'real'],
  ['pollIntervalSeconds', 'int'],
];
const standing: Columns = [
  ['tier', 'int'],
  ['lifecycle', 'Lifecycle'],
  ['maintenance', 'bool'],
  ['tryWrites', 'bool'],
  ['latencyObjectivePercentile', 'int'],
  ['latencyObjectiveMs', 'real'],
  ['searchText', 'text'],
  ['teamId', 'int'],
  ['domainId', 'int'],
  ['systemId', 'int'],
  ['updatedAt', 'instant'],
];

/** How the tables that an import writes are written many rows at once. */
export const importColumns = {
  Service: [['name', 'text'], ...place, ...policy, ...standing, ['createdAt', 'instant']],
  ServiceState: [
    ['serviceId', 'int'],
    ['since', 'instant'],
    ['reason', 'text'],
  ],
  ServiceTag: [
    ['serviceId', 'int'],
    ['tag', 'text'],
  ],
  ServiceLink: [
    ['serviceId', 'int'],
    ['kind', 'LinkKind'],
    ['url', 'text'],
  ],
  Dependency: [
    ['serviceId', 'int'],
    ['callee', 'text'],
    ['kind', 'DependencyKind'],
    ['critical', 'bool'],
    ['declaredAt', 'instant'],
  ],
  ServiceDatastore: [
    ['serviceId', 'int'],
    ['datastore', 'text'],
  ],
  ServiceTopic: [
    ['serviceId', 'int'],
    ['topic', 'text'],
    ['role', 'TopicRole'],
  ],
} satisfies Record<string, Columns>;
export type ImportTable = keyof typeof importColumns;

const serviceUpdate: Columns = [['id', 'int'], ...place, ...policy, ...standing];

const cellOf = (row: Record<string, unknown>, name: string) => {
  const value = row[name] ?? null;
  return value instanceof Date ? value.getTime() : value;
};

function* textsOf(columns: Columns, rows: object[]): Generator<string> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    yield cleanJson(rows.slice(from, from + rowsAtOnce).map((row) => columns.map(([name]) => cellOf(row as Record<string, unknown>, name))));
}

/** Adds rows, given by the names of their columns. */
export async function insertImportRows(tx: Db, table: ImportTable, rows: object[]): Promise<void> {
  const columns: Columns = importColumns[table];
  const { names, rows: from, reads } = bulkSql(tx, columns);
  for (const text of textsOf(columns, rows))
    await tx.$executeRawUnsafe(`INSERT INTO "${table}" (${names}) SELECT ${reads.join(', ')} FROM ${from}`, text);
}

/** Rewrites services, found by their id. */
export async function updateImportedServices(tx: Db, rows: object[]): Promise<void> {
  for (const text of textsOf(serviceUpdate, rows)) await tx.$executeRawUnsafe(updateOfServices(tx, 'Service', serviceUpdate), text);
}
