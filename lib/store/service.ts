import { AppError } from '#lib/errors.ts';
import { originOf, type Registration, type Service, type ServicePatch } from '#lib/model/service.ts';
import { openCredentials, sealCredentials } from './credential.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/sqlite/client.ts';
import { ensureGroup } from './group.ts';
import { searchTextOf, toColumns, toListRows, toService, wholeService } from './service-row.ts';
import { selectTuples, sql } from './sql.ts';

export { listServices, type ServiceFilter } from './catalog.ts';
export { countFacets } from './facet.ts';
export { listPollTargets } from './poll-target.ts';

/** A service as of `nowMs`: a state that nobody has renewed is shown as stale. */
export async function findService(db: Db, name: string, nowMs = Date.now()): Promise<Service | null> {
  const row = await db.service.findUnique({ where: { name }, include: wholeService });
  return row && toService(row, nowMs);
}

/** Credentials in clear; null where there is none, or where it was sealed for another origin or under another key. */
export async function findCredentials(db: Db, name: string): Promise<{ apiKey: string | null; bearerToken: string | null }> {
  const row = await db.service.findUnique({ where: { name }, select: { baseUrl: true, apiKeySealed: true, bearerTokenSealed: true } });
  return row ? openCredentials({ name, ...row }) : { apiKey: null, bearerToken: null };
}

async function connectGroups(db: Db, { team, domain, system }: Pick<ServicePatch, 'team' | 'domain' | 'system'>) {
  return {
    ...(team === undefined ? {} : { teamId: await ensureGroup(db, 'team', team) }),
    ...(domain === undefined ? {} : { domainId: await ensureGroup(db, 'domain', domain) }),
    ...(system === undefined ? {} : { systemId: await ensureGroup(db, 'system', system) }),
  };
}

/** Stores a new service, with the team, domain and system that it names. Best within a transaction. */
export async function insertService(db: Db, registration: Registration, nowMs: number): Promise<Service> {
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
        ...({ ...toColumns(registration), displayName } as Pick<Registration, 'baseUrl'> & { displayName: string }),
        ...sealCredentials(registration, registration),
        name,
        ...groups,
        searchText: searchTextOf({ ...registration, displayName }),
        createdAt: at,
        updatedAt: at,
        tags: { create: tags },
        links: { create: links },
        dependencies: { create: dependencies },
        datastores: { create: datastores },
        topics: { create: [...publishes, ...subscribes] },
        state: { create: { since: at } },
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

function replaceLists(patch: ServicePatch) {
  const { tags, links, dependencies, datastores, publishes, subscribes } = toListRows(patch);
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
  const moved = originOf(baseUrl) !== originOf(before.baseUrl);
  const credentials = moved ? { apiKey: patch.apiKey ?? null, bearerToken: patch.bearerToken ?? null } : patch;
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const row = await db.service.update({
    where: { name },
    data: {
      ...toColumns(patch),
      ...(await connectGroups(db, patch)),
      ...sealCredentials({ name, baseUrl }, credentials),
      ...replaceLists(patch),
      ...(moved && { state: { update: { version: null, certificateExpiresAt: null } } }),
      searchText: searchTextOf({ ...before, ...given }),
      updatedAt: new Date(nowMs),
    },
    include: wholeService,
  });
  return toService(row, nowMs);
}

/** Removes a service with everything that was kept of it. */
export async function deleteService(db: Db, name: string): Promise<void> {
  const { count } = await db.service.deleteMany({ where: { name } });
  if (count === 0) throw unknownService(name);
}

function unknownService(name: string): AppError {
  return new AppError('not_found', `There is no service named ${name}.`);
}

/** For each of the names, the services that declare a dependency on it. */
export async function listCallers(db: Db, names: string[]): Promise<Map<string, string[]>> {
  const callers = new Map<string, string[]>(names.map((name) => [name, []]));
  for (let from = 0; from < names.length; from += 500) {
    const some = names.slice(from, from + 500);
    const rows = await selectTuples<[string, string]>(
      db,
      [sql`d."callee"`, sql`s."name"`],
      sql`FROM "Dependency" d JOIN "Service" s ON s."id" = d."serviceId" WHERE d."callee" IN (${Prisma.join(some)}) GROUP BY d."callee", s."name" ORDER BY s."name"`,
    );
    for (const [callee, caller] of rows) callers.get(callee)?.push(caller);
  }
  return callers;
}
