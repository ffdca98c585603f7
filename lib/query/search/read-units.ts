import { groupUnitKey, type SearchEntry, type SearchUnit } from '#lib/model/search/entry.ts';
import type { Db } from '#lib/store/db.ts';
import {
  listSearchedGroups,
  listSearchedOperations,
  listSearchedSchemas,
  type SearchedOperation,
  type SearchedSchema,
  type SearchedService,
} from '#lib/store/search-rows.ts';

const given = (...texts: (string | null)[]) => texts.filter((text): text is string => text !== null && text !== '');

function serviceEntry({ name, displayName, description, lifecycle, domain, system, team, tags, topics }: SearchedService): SearchEntry {
  const fields = { name: [name], title: displayName === name ? [] : given(displayName), description: given(description), tag: tags, topic: topics };
  const groups = { team: given(team), domain: given(domain), system: given(system) };
  return { kind: 'service', key: name, form: '', deprecated: lifecycle === 'deprecated', fields: { ...fields, ...groups } };
}

function operationEntry(service: string, operation: SearchedOperation): SearchEntry {
  const { key, kind, method, path, operationId, summary, tags, parameters, deprecated } = operation;
  const names = { path: [path], operationId: given(operationId), method: given(method), summary: given(summary), service: [service] };
  return { kind: 'operation', key, form: kind, deprecated, fields: { ...names, tag: tags, parameter: parameters } };
}

function schemaEntry(service: string, { name, properties }: SearchedSchema): SearchEntry {
  return { kind: 'schema', key: name, form: '', deprecated: false, fields: { name: [name], property: properties, service: [service] } };
}

function groupBy<T extends { serviceId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.serviceId);
    if (group) group.push(row);
    else groups.set(row.serviceId, [row]);
  }
  return groups;
}

const byText =
  <T>(...keys: ((row: T) => string)[]) =>
  (a: T, b: T) => {
    const key = keys.find((read) => read(a) !== read(b));
    return key && key(a) < key(b) ? -1 : 1;
  };
const byPath = byText<SearchedOperation>(
  ({ path }) => path,
  ({ key }) => key,
);
const byName = byText<SearchedSchema>(({ name }) => name);

/** The services with everything of them that is searched. */
export async function readUnits(db: Db, services: readonly SearchedService[]): Promise<SearchUnit[]> {
  const ids = services.map(({ id }) => id);
  const operations = groupBy(await listSearchedOperations(db, ids));
  const schemas = groupBy(await listSearchedSchemas(db, ids));
  return services.map((service) => ({
    key: service.name,
    entries: [
      serviceEntry(service),
      ...(operations.get(service.id) ?? []).sort(byPath).map((operation) => operationEntry(service.name, operation)),
      ...(schemas.get(service.id) ?? []).sort(byName).map((schema) => schemaEntry(service.name, schema)),
    ],
  }));
}

export async function readGroupUnits(db: Db): Promise<SearchUnit[]> {
  const groups = await listSearchedGroups(db);
  return groups.map(({ kind, name, displayName }) => ({
    key: groupUnitKey(kind, name),
    entries: [{ kind, key: name, form: '', deprecated: false, fields: { name: [name], title: displayName === name ? [] : given(displayName) } }],
  }));
}

export function topicUnit(topic: string): SearchUnit {
  return { key: groupUnitKey('topic', topic), entries: [{ kind: 'topic', key: topic, form: '', deprecated: false, fields: { name: [topic] } }] };
}
