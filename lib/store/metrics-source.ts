import { AppError, validationError } from '#lib/errors.ts';
import type { MetricsServer, MetricsSource, MetricsSourcePatch, NewMetricsSource } from '#lib/model/metrics-source.ts';
import { originOf } from '#lib/model/service.ts';
import type { Db } from './db.ts';
import type { MetricsSource as Row } from './generated/sqlite/client.ts';
import { seal, unseal } from './seal.ts';
import { cleanText, isoOf } from './sql.ts';

/** A source's credentials are bound to its name and origin, as those of services are. */
const placeOf = ({ name, url }: { name: string; url: string }) => `metrics source ${name} ${originOf(url)}`;

type Secrets = Pick<MetricsSourcePatch, 'password' | 'bearerToken'>;

function sealSecrets(at: { name: string; url: string }, { password, bearerToken }: Secrets) {
  const close = (text: string | null) => (text === null ? null : seal(text, placeOf(at)));
  return {
    ...(password === undefined ? {} : { passwordSealed: close(password) }),
    ...(bearerToken === undefined ? {} : { bearerTokenSealed: close(bearerToken) }),
  };
}

const toServer = ({ name, url, tenant, username, passwordSealed, bearerTokenSealed }: Row): MetricsServer => ({
  ...{ name, url, tenant, username },
  password: passwordSealed === null ? null : unseal(passwordSealed, placeOf({ name, url })),
  bearerToken: bearerTokenSealed === null ? null : unseal(bearerTokenSealed, placeOf({ name, url })),
});

function toSource({ passwordSealed, bearerTokenSealed, since, createdAt, updatedAt, ...row }: Row, services: number): MetricsSource {
  return {
    ...row,
    hasPassword: passwordSealed !== null,
    hasBearerToken: bearerTokenSealed !== null,
    services,
    since: isoOf(since),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** Every metrics source, by name. */
export async function listSources(db: Db): Promise<MetricsSource[]> {
  const rows = await db.metricsSource.findMany({ orderBy: { name: 'asc' } });
  const counts = await db.service.groupBy({ by: ['metricsSource'], where: { metricsSource: { not: null } }, _count: true });
  const countOf = new Map(counts.map(({ metricsSource, _count }) => [metricsSource, _count]));
  return rows.map((row) => toSource(row, countOf.get(row.name) ?? 0));
}

export async function findSource(db: Db, name: string): Promise<MetricsSource | null> {
  const row = await db.metricsSource.findUnique({ where: { name } });
  return row && toSource(row, await db.service.count({ where: { metricsSource: name } }));
}

/** Every server with its credentials in clear, by name. */
export async function listServers(db: Db): Promise<Map<string, MetricsServer>> {
  const rows = await db.metricsSource.findMany();
  return new Map(rows.map((row) => [row.name, toServer(row)]));
}

export async function findServer(db: Db, name: string): Promise<MetricsServer | null> {
  const row = await db.metricsSource.findUnique({ where: { name } });
  return row && toServer(row);
}

/** The services that take their signals from a source, by name. */
export async function listMappedServices(db: Db, source: string): Promise<string[]> {
  const rows = await db.service.findMany({ where: { metricsSource: source }, select: { name: true }, orderBy: { name: 'asc' } });
  return rows.map(({ name }) => name);
}

export async function insertSource(db: Db, { password, bearerToken, ...source }: NewMetricsSource, nowMs: number): Promise<MetricsSource> {
  const known = await db.metricsSource.findUnique({ where: { name: source.name } });
  if (known)
    throw new AppError('name_taken', `A metrics source named ${source.name} exists already.`, {
      details: { issues: [{ path: 'name', message: 'is taken' }] },
    });
  const at = new Date(nowMs);
  const row = await db.metricsSource.create({
    data: {
      ...source,
      displayName: cleanText(source.displayName ?? source.name),
      ...sealSecrets(source, { password, bearerToken }),
      ...{ createdAt: at, updatedAt: at },
    },
  });
  return toSource(row, await db.service.count({ where: { metricsSource: source.name } }));
}

/** Changes what the patch names. At another origin stored credentials are not to be opened: they are asked for again. */
export async function updateSource(
  db: Db,
  name: string,
  { password, bearerToken, ...patch }: MetricsSourcePatch,
  nowMs: number,
): Promise<MetricsSource> {
  const before = await findSource(db, name);
  if (!before) throw unknownSource(name);
  const url = patch.url ?? before.url;
  const moved = originOf(url) !== originOf(before.url);
  const forgotten = [
    ...(moved && before.hasPassword && password === undefined ? ['password'] : []),
    ...(moved && before.hasBearerToken && bearerToken === undefined ? ['bearerToken'] : []),
  ];
  if (forgotten.length > 0)
    throw validationError(forgotten.map((path) => ({ path, message: 'is bound to the old address: give it again, or null to remove it' })));
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const asked = moved ? { ok: null, reason: 'not asked yet', since: null, flavour: null } : {};
  const row = await db.metricsSource.update({
    where: { name },
    data: { ...given, ...sealSecrets({ name, url }, { password, bearerToken }), ...asked, updatedAt: new Date(nowMs) },
  });
  return toSource(row, before.services);
}

/** Removes a source; the services that took their signals from it are asked themselves again. Answers their names. */
export async function deleteSource(db: Db, name: string): Promise<string[]> {
  const affected = await listMappedServices(db, name);
  const { count } = await db.metricsSource.deleteMany({ where: { name } });
  if (count === 0) throw unknownSource(name);
  await db.service.updateMany({ where: { metricsSource: name }, data: { metricsSource: null, metricsSelector: null, healthFromUp: false } });
  return affected;
}

export function unknownSource(name: string): AppError {
  return new AppError('not_found', `There is no metrics source named ${name}.`);
}

/** How the worker's questions go, kept when it turns. */
export async function keepSourceState(
  db: Db,
  name: string,
  { ok, reason, flavour }: { ok: boolean; reason: string; flavour: string | null },
  nowMs: number,
): Promise<void> {
  const data = { ok, reason: cleanText(reason), since: new Date(nowMs), ...(flavour === null ? {} : { flavour: cleanText(flavour) }) };
  await db.metricsSource.updateMany({ where: { name }, data });
}
