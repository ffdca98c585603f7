import type { GroupKind } from '#lib/model/descriptor/draft.ts';
import type { PlannedGroup } from '#lib/model/descriptor/import.ts';
import type { Step, Stored } from '#lib/model/descriptor/plan.ts';
import type { Service } from '#lib/model/service.ts';
import type { Db } from './db.ts';
import { type ImportTable, insertImportRows, updateImportedServices } from './descriptor-rows.ts';
import { Prisma } from './generated/sqlite/client.ts';
import { titleOf } from './group.ts';
import { replaceInstances } from './instance.ts';
import { firstReason, searchTextOf, toColumns, toListRows, toService, wholeService } from './service-row.ts';
import { cleanText, raw, selectTuples, sql } from './sql.ts';

const namesAtOnce = 200;
const tables = { team: 'Team', domain: 'Domain', system: 'System' } as const;

type Ids = ReadonlyMap<string, number>;
type GroupIds = Record<GroupKind, Ids>;

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

/** The services of those names that there are. */
export async function findServices(db: Db, names: string[], nowMs: number): Promise<Map<string, Service>> {
  const services = new Map<string, Service>();
  for (const some of chunks(names, namesAtOnce)) {
    const rows = await db.service.findMany({ where: { name: { in: some } }, include: wholeService });
    for (const row of rows) services.set(row.name, toService(row, nowMs));
  }
  return services;
}

/** Every service, in the order of their names. */
export async function listWholeServices(db: Db, nowMs: number): Promise<Service[]> {
  const names = await selectTuples<[string]>(db, [sql`"name"`], sql`FROM "Service"`);
  const services = await findServices(db, names.map(([name]) => name).sort(), nowMs);
  return [...services.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function listServiceNames(db: Db): Promise<string[]> {
  const rows = await selectTuples<[string]>(db, [sql`"name"`], sql`FROM "Service"`);
  return rows.map(([name]) => name);
}

/** Titles of the groups of a kind, by name. */
export async function listGroupTitles(db: Db, kind: GroupKind): Promise<Map<string, string>> {
  const rows = await selectTuples<[string, string]>(db, [sql`"name"`, sql`"displayName"`], sql`FROM ${raw(`"${tables[kind]}"`)}`);
  return new Map(rows);
}

const groupsOf = (tx: Db, kind: GroupKind) => (kind === 'team' ? tx.team : kind === 'domain' ? tx.domain : tx.system) as Db['team'];

async function writeGroups(tx: Db, groups: PlannedGroup[], nowMs: number): Promise<void> {
  for (const kind of ['team', 'domain', 'system'] as const) {
    const made = groups.filter((group) => group.kind === kind && group.action === 'create');
    const data = made.map(({ name, displayName }) => ({ name, displayName: cleanText(displayName) || titleOf(name), createdAt: new Date(nowMs) }));
    for (const some of chunks(data, namesAtOnce)) await groupsOf(tx, kind).createMany({ data: some });
  }
  for (const { kind, name, displayName } of groups.filter(({ action }) => action === 'change'))
    await groupsOf(tx, kind).update({ where: { name }, data: { displayName: cleanText(displayName) } });
}

async function readIds(tx: Db, table: string, names?: string[]): Promise<Map<string, number>> {
  const all = await selectTuples<[string, number]>(
    tx,
    [sql`"name"`, sql`"id"`],
    names ? sql`FROM ${raw(`"${table}"`)} WHERE "name" IN (${Prisma.join(names)})` : sql`FROM ${raw(`"${table}"`)}`,
  );
  return new Map(all);
}

async function readServiceIds(tx: Db, names: string[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const some of chunks(names, 500)) for (const [name, id] of await readIds(tx, 'Service', some)) ids.set(name, id);
  return ids;
}

function columnsOf(service: Stored, groups: GroupIds) {
  const idOf = (kind: GroupKind) => (service[kind] === null ? null : (groups[kind].get(service[kind]) ?? null));
  return {
    ...toColumns(service),
    displayName: cleanText(service.displayName),
    ...{ teamId: idOf('team'), domainId: idOf('domain'), systemId: idOf('system') },
    searchText: searchTextOf(service),
  };
}

type ListTable = Exclude<ImportTable, 'Service' | 'ServiceState'>;

function listRowsOf(service: Stored, declaredAt: number): Record<ListTable, object[]> {
  const { tags = [], links = [], dependencies = [], datastores = [], publishes = [], subscribes = [] } = toListRows(service);
  return {
    ServiceTag: tags,
    ServiceLink: links,
    Dependency: dependencies.map((one) => ({ ...one, declaredAt })),
    ServiceDatastore: datastores,
    ServiceTopic: [...publishes, ...subscribes],
  };
}

const tableOfField: Record<string, ListTable> = {
  tags: 'ServiceTag',
  links: 'ServiceLink',
  dependencies: 'Dependency',
  datastores: 'ServiceDatastore',
  publishes: 'ServiceTopic',
  subscribes: 'ServiceTopic',
};

async function writeLists(tx: Db, steps: Step[], ids: Ids, nowMs: number): Promise<void> {
  for (const table of new Set(Object.values(tableOfField))) {
    const concerned = steps.filter(({ action, changes }) => action === 'create' || changes.some(({ field }) => tableOfField[field] === table));
    const changed = concerned.flatMap(({ name, action }) => (action === 'change' ? (ids.get(name) ?? []) : []));
    for (const some of chunks(changed, 500)) await tx.$executeRaw(sql`DELETE FROM ${raw(`"${table}"`)} WHERE "serviceId" IN (${Prisma.join(some)})`);
    const rows = concerned.flatMap(({ name, after }) => listRowsOf(after, nowMs)[table].map((row) => ({ serviceId: ids.get(name), ...row })));
    await insertImportRows(tx, table, rows);
  }
}

/** Writes what an import planned: groups, new services, changed ones. Within a transaction. Answers the ids of the services. */
export async function writeImport(tx: Db, plan: { groups: PlannedGroup[]; steps: Step[] }, nowMs: number): Promise<Ids> {
  await writeGroups(tx, plan.groups, nowMs);
  const groups: GroupIds = { team: await readIds(tx, 'Team'), domain: await readIds(tx, 'Domain'), system: await readIds(tx, 'System') };
  const created = plan.steps.filter(({ action }) => action === 'create');
  const changed = plan.steps.filter(({ action }) => action === 'change');
  const rowOf = ({ name, after }: Step) => ({ name, ...columnsOf(after, groups), createdAt: nowMs, updatedAt: nowMs });
  await insertImportRows(tx, 'Service', created.map(rowOf));
  const ids = await readServiceIds(
    tx,
    plan.steps.map(({ name }) => name),
  );
  const states = created.map(({ name, after }) => ({ serviceId: ids.get(name), since: nowMs, reason: firstReason(after.baseUrl) }));
  await insertImportRows(tx, 'ServiceState', states);
  await updateImportedServices(
    tx,
    changed.map((step) => ({ id: ids.get(step.name), ...rowOf(step) })),
  );
  for (const step of changed) await forgetPlace(tx, step, ids.get(step.name));
  for (const { name, after, changes } of [...created, ...changed]) {
    const id = ids.get(name);
    if (id !== undefined && changes.some(({ field }) => field === 'instances')) await replaceInstances(tx, id, after.instances, nowMs);
  }
  await writeLists(tx, [...created, ...changed], ids, nowMs);
  return ids;
}

/** Another address: what was known of the old one counts no more. */
async function forgetPlace(tx: Db, { after, changes }: Step, serviceId: number | undefined): Promise<void> {
  const place = changes.find(({ field }) => field === 'baseUrl');
  if (!place || serviceId === undefined) return;
  const known = { version: null, certificateExpiresAt: null, ...(place.before === null ? { reason: firstReason(after.baseUrl) } : {}) };
  await tx.serviceState.updateMany({ where: { serviceId }, data: known });
}
