import type { Db } from './db.ts';
import { isSqlite, join, raw, type Sql, selectTuples, sql } from './sql.ts';

/** What search reads of a service. */
export interface SearchedService {
  id: number;
  name: string;
  displayName: string;
  description: string;
  lifecycle: string;
  domain: string | null;
  system: string | null;
  team: string | null;
  tags: string[];
  topics: string[];
  /** Ids of its current revisions. */
  revisions: string | null;
}

export interface SearchedOperation {
  serviceId: number;
  key: string;
  kind: string;
  method: string;
  path: string;
  operationId: string | null;
  summary: string | null;
  tags: string[];
  parameters: string[];
  deprecated: boolean;
}

export interface SearchedSchema {
  serviceId: number;
  name: string;
  properties: string[];
}

type ServiceTuple = [
  number,
  string,
  string,
  string,
  string,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
  string | null,
];
const separator = '\u001f';

/** The values of a column of other rows as one text, in their order. */
function joined(db: Db, column: string, fromWhere: string): Sql {
  return isSqlite(db)
    ? sql`(SELECT group_concat(v, char(31)) FROM (SELECT DISTINCT ${raw(column)} AS v ${raw(fromWhere)} ORDER BY 1))`
    : sql`(SELECT string_agg(v, chr(31) ORDER BY v COLLATE "C") FROM (SELECT DISTINCT ${raw(column)}::text AS v ${raw(fromWhere)}) AS listed)`;
}

function serviceColumns(db: Db): Sql[] {
  return [
    ...['s."id"', 's."name"', 's."displayName"', 's."description"', 's."lifecycle"', 'd."name"', 'y."name"', 't."name"'].map((column) => raw(column)),
    joined(db, 'g."tag"', 'FROM "ServiceTag" g WHERE g."serviceId" = s."id"'),
    joined(db, 'p."topic"', 'FROM "ServiceTopic" p WHERE p."serviceId" = s."id"'),
    joined(db, 'r."id"', 'FROM "Revision" r WHERE r."serviceId" = s."id" AND r."current"'),
  ];
}

const from = sql`FROM "Service" s LEFT JOIN "Domain" d ON d."id" = s."domainId" LEFT JOIN "System" y ON y."id" = s."systemId"
  LEFT JOIN "Team" t ON t."id" = s."teamId"`;

async function selectServices(db: Db, rest: Sql): Promise<SearchedService[]> {
  const rows = await selectTuples<ServiceTuple>(db, serviceColumns(db), sql`${from} ${rest}`);
  const split = (list: string | null) => (list === null || list === '' ? [] : list.split(separator));
  return rows.map(([id, name, displayName, description, lifecycle, domain, system, team, tags, topics, revisions]) => ({
    ...{ id, name, displayName, description, lifecycle, domain, system, team },
    ...{ tags: split(tags), topics: split(topics), revisions },
  }));
}

/** The next services after an id. */
export function listSearchedServices(db: Db, afterId: number, limit: number): Promise<SearchedService[]> {
  return selectServices(db, sql`WHERE s."id" > ${afterId} ORDER BY s."id" LIMIT ${limit}`);
}

export function findSearchedServices(db: Db, names: readonly string[]): Promise<SearchedService[]> {
  return names.length === 0 ? Promise.resolve([]) : selectServices(db, sql`WHERE s."name" IN (${join([...names])})`);
}

/** SQLite hands JSON out as text. */
function toList(value: unknown): string[] {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
}

type OperationTuple = [number, string, string, string, string, string | null, string | null, unknown, unknown, boolean | 0 | 1];
const operationColumns = ['serviceId', 'key', 'kind', 'method', 'path', 'operationId', 'summary', 'tags', 'parameters', 'deprecated'];

export async function listSearchedOperations(db: Db, serviceIds: readonly number[]): Promise<SearchedOperation[]> {
  if (serviceIds.length === 0) return [];
  const columns = operationColumns.map((name) => raw(`"${name}"`));
  const rows = await selectTuples<OperationTuple>(db, columns, sql`FROM "Operation" WHERE "serviceId" IN (${join([...serviceIds])})`);
  return rows.map(([serviceId, key, kind, method, path, operationId, summary, tags, parameters, deprecated]) => ({
    ...{ serviceId, key, kind, method, path, operationId, summary },
    ...{ tags: toList(tags), parameters: toList(parameters), deprecated: deprecated === true || deprecated === 1 },
  }));
}

export async function listSearchedSchemas(db: Db, serviceIds: readonly number[]): Promise<SearchedSchema[]> {
  if (serviceIds.length === 0) return [];
  const rows = await selectTuples<[number, string, unknown]>(
    db,
    [sql`"serviceId"`, sql`"name"`, sql`"properties"`],
    sql`FROM "SchemaEntry" WHERE "serviceId" IN (${join([...serviceIds])})`,
  );
  return rows.map(([serviceId, name, properties]) => ({ serviceId, name, properties: toList(properties) }));
}

/** Names and titles of all teams, domains and systems. */
export async function listSearchedGroups(db: Db): Promise<{ kind: 'team' | 'domain' | 'system'; name: string; displayName: string }[]> {
  const select = (kind: string, table: string) => sql`SELECT ${kind} AS kind, "name", "displayName" FROM ${raw(table)}`;
  const rows = await selectTuples<['team' | 'domain' | 'system', string, string]>(
    db,
    [sql`kind`, sql`"name"`, sql`"displayName"`],
    sql`FROM (${select('team', '"Team"')} UNION ALL ${select('domain', '"Domain"')} UNION ALL ${select('system', '"System"')}) AS named`,
  );
  return rows.map(([kind, name, displayName]) => ({ kind, name, displayName }));
}
