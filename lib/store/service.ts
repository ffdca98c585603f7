import { AppError } from '#lib/errors.ts';
import { originsOf, type Service, type ServicePatch, type StoredRegistration } from '#lib/model/service.ts';
import { openCredentials, sealCredentials } from './credential.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/sqlite/client.ts';
import { ensureGroup } from './group.ts';
import { newInstance, replaceInstances } from './instance.ts';
import { findServiceId } from './reading.ts';
import { firstReason, searchTextOf, toColumns, toListRows, toService, wholeService } from './service-row.ts';

export { listServices, type ServiceFilter } from './catalog.ts';
export { countFacets } from './facet.ts';
export { listPollTargets } from './poll-target.ts';

/** A service as of `nowMs`: a state that nobody has renewed is shown as stale. */
export async function findService(db: Db, name: string, nowMs = Date.now()): Promise<Service | null> {
  const row = await db.service.findUnique({ where: { name }, include: wholeService });
  return row && toService(row, nowMs);
}

const sealedColumns = { baseUrl: true, apiKeySealed: true, bearerTokenSealed: true, instances: { select: { url: true } } } as const;

/** Credentials in clear; null where there is none, or where it was sealed for another origin or under another key. */
export async function findCredentials(db: Db, name: string): Promise<{ apiKey: string | null; bearerToken: string | null }> {
  const row = await db.service.findUnique({ where: { name }, select: sealedColumns });
  return row ? openCredentials({ name, ...row, instances: row.instances.map(({ url }) => url) }) : { apiKey: null, bearerToken: null };
}

async function connectGroups(db: Db, { team, domain, system }: Pick<ServicePatch, 'team' | 'domain' | 'system'>) {
  return {
    ...(team === undefined ? {} : { teamId: await ensureGroup(db, 'team', team) }),
    ...(domain === undefined ? {} : { domainId: await ensureGroup(db, 'domain', domain) }),
    ...(system === undefined ? {} : { systemId: await ensureGroup(db, 'system', system) }),
  };
}

/** Stores a new service, with the team, domain and system that it names. Best within a transaction. */
export async function insertService(db: Db, registration: StoredRegistration, nowMs: number): Promise<Service> {
  const { name } = registration;
  const known = await db.service.findUnique({ where: { name }, select: { id: true } });
  if (known) throw nameTaken(name);
  const displayName = registration.displayName ?? name;
  const { publishes = [], subscribes = [], tags = [], links = [], dependencies = [], datastores = [] } = toListRows(registration);
  const at = new Date(nowMs);
  const groups = await connectGroups(db, registration);
  try {
    const row = await db.service.create({
      data: {
        ...toColumns(registration),
        displayName,
        ...sealCredentials(registration, registration),
        name,
        ...groups,
        searchText: searchTextOf({ ...registration, displayName }),
        createdAt: at,
        updatedAt: at,
        tags: { create: tags },
        links: { create: links },
        dependencies: { create: dependencies.map((one) => ({ ...one, declaredAt: at })) },
        datastores: { create: datastores },
        topics: { create: [...publishes, ...subscribes] },
        instances: { create: registration.instances.map((url, position) => newInstance(url, position, nowMs)) },
        state: { create: { since: at, reason: firstReason(registration.baseUrl) } },
      },
      include: wholeService,
    });
    return toService(row, nowMs);
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw nameTaken(name);
    throw error;
  }
}

function nameTaken(name: string): AppError {
  return new AppError('name_taken', `A service named ${name} exists already.`, { details: { issues: [{ path: 'name', message: 'is taken' }] } });
}

/** Since when each dependency of a service stands, by callee and kind. */
async function readDeclaredAt(db: Db, name: string): Promise<Map<string, Date | null>> {
  const rows = await db.dependency.findMany({ where: { service: { name } }, select: { callee: true, kind: true, declaredAt: true } });
  return new Map(rows.map(({ callee, kind, declaredAt }) => [`${callee} ${kind}`, declaredAt]));
}

async function replaceLists(db: Db, name: string, patch: ServicePatch, at: Date) {
  const { tags, links, datastores, publishes, subscribes, ...lists } = toListRows(patch);
  const known = lists.dependencies ? await readDeclaredAt(db, name) : new Map<string, Date | null>();
  const dependencies = lists.dependencies?.map((one) => {
    const key = `${one.callee} ${one.kind}`;
    return { ...one, declaredAt: known.has(key) ? (known.get(key) ?? null) : at };
  });
  const all = <T>(rows: T[] | undefined) => rows && { deleteMany: {}, create: rows };
  const roles = [...(publishes ? ['publishes' as const] : []), ...(subscribes ? ['subscribes' as const] : [])];
  return {
    ...(tags && { tags: all(tags) }),
    ...(links && { links: all(links) }),
    ...(dependencies && { dependencies: all(dependencies) }),
    ...(datastores && { datastores: all(datastores) }),
    ...(roles.length > 0 && { topics: { deleteMany: { role: { in: roles } }, create: [...(publishes ?? []), ...(subscribes ?? [])] } }),
  };
}

/** Changes what the patch names. Another origin drops what was known of the old one, its credentials first. */
export async function updateService(db: Db, name: string, patch: ServicePatch, nowMs: number): Promise<Service> {
  const before = await findService(db, name, nowMs);
  if (!before) throw unknownService(name);
  const baseUrl = patch.baseUrl ?? before.baseUrl;
  const bound = { name, baseUrl, instances: patch.instances ?? before.instances };
  const found = before.baseUrl === null && baseUrl !== null;
  const moved = !found && originsOf(bound)[0] !== originsOf(before)[0];
  const credentials = sealCredentials(bound, await credentialsOf(db, before, bound, patch));
  if (patch.instances) await replaceInstances(db, await findServiceId(db, name), patch.instances, nowMs);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const row = await db.service.update({
    where: { name },
    data: {
      ...toColumns(patch),
      ...(await connectGroups(db, patch)),
      ...credentials,
      ...(await replaceLists(db, name, patch, new Date(nowMs))),
      ...(found && { state: { update: { reason: firstReason(baseUrl) } } }),
      ...(moved && { state: { update: { version: null, certificateExpiresAt: null } } }),
      searchText: searchTextOf({ ...before, ...given }),
      updatedAt: new Date(nowMs),
    },
    include: wholeService,
  });
  return toService(row, nowMs);
}

/** A credential goes to no origin that it was not given for; where origins only left, it stays. */
async function credentialsOf(db: Db, before: Service, bound: { baseUrl: string | null; instances: readonly string[] }, patch: ServicePatch) {
  const [past, now] = [originsOf(before), originsOf(bound)];
  if (before.baseUrl === null || (past.length === now.length && now.every((origin, i) => origin === past[i]))) return patch;
  const hasLeft = now.every((origin) => past.includes(origin));
  const kept = hasLeft ? await findCredentials(db, before.name) : { apiKey: null, bearerToken: null };
  return {
    apiKey: patch.apiKey === undefined ? kept.apiKey : patch.apiKey,
    bearerToken: patch.bearerToken === undefined ? kept.bearerToken : patch.bearerToken,
  };
}

/** Removes a service with everything that was kept of it. */
export async function deleteService(db: Db, name: string): Promise<void> {
  const { count } = await db.service.deleteMany({ where: { name } });
  if (count === 0) throw unknownService(name);
}

function unknownService(name: string): AppError {
  return new AppError('not_found', `There is no service named ${name}.`);
}
