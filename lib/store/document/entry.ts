import type { DocumentIndex } from '#lib/model/document.ts';
import { bulkSql, type Columns } from '../bulk.ts';
import type { Db } from '../db.ts';
import { cleanJson } from '../sql.ts';

const operationColumns: Columns = [
  ['serviceId', 'int'],
  ['revisionId', 'int'],
  ['key', 'text'],
  ['kind', 'OperationKind'],
  ['method', 'text'],
  ['path', 'text'],
  ['operationId', 'text'],
  ['summary', 'text'],
  ['tags', 'json'],
  ['parameters', 'json'],
  ['deprecated', 'bool'],
];

const schemaColumns: Columns = [
  ['serviceId', 'int'],
  ['revisionId', 'int'],
  ['name', 'text'],
  ['pointer', 'text'],
  ['properties', 'json'],
];

async function insertRows(tx: Db, table: string, columns: Columns, rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return;
  const { names, rows: from, reads } = bulkSql(tx, columns);
  await tx.$executeRawUnsafe(`INSERT INTO "${table}" (${names}) SELECT ${reads.join(', ')} FROM ${from}`, cleanJson(rows));
}

interface Owner {
  id: number;
  serviceId: number;
  kind: 'openapi' | 'asyncapi';
}

/** Lists a revision's operations and schemas in place of those of the revisions before it of its kind. */
export async function replaceEntries(tx: Db, { id, serviceId, kind }: Owner, index: DocumentIndex): Promise<void> {
  const older = { serviceId, kind, id: { not: id } };
  const olderIds = (await tx.revision.findMany({ where: older, select: { id: true }, orderBy: { id: 'desc' }, take: 50 })).map((row) => row.id);
  await tx.operation.deleteMany({ where: { revisionId: { in: olderIds } } });
  await tx.schemaEntry.deleteMany({ where: { revisionId: { in: olderIds } } });
  const operations = index.operations.map((entry) => [
    ...[serviceId, id, entry.key, entry.kind, entry.method, entry.path, entry.operationId, entry.summary],
    ...[entry.tags, entry.parameters, entry.deprecated],
  ]);
  await insertRows(tx, 'Operation', operationColumns, operations);
  await insertRows(
    tx,
    'SchemaEntry',
    schemaColumns,
    index.schemas.map(({ name, pointer, properties }) => [serviceId, id, name, pointer, properties]),
  );
}
