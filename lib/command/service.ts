import { AppError, validationError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import { mayEditService } from '#lib/model/role.ts';
import { originsOf, type Registration, type Service, type ServicePatch, targetUrl } from '#lib/model/service.ts';
import { type Db, inTransaction } from '#lib/store/db.ts';
import { deleteService, findService, insertService, updateService } from '#lib/store/service.ts';
import { audit, type CommandContext, requireRole } from './context.ts';
import { judgeAgain } from './ladder.ts';
import { checkMapping } from './metrics-source.ts';
import { checkBaseUrl } from './outbound.ts';

type Fields = Record<string, unknown>;
const secretFields = new Set(['apiKey', 'bearerToken']);

const mappingFields = ['metricsSource', 'metricsSelector', 'healthFromUp'] as const;
const pickMapping = ({ metricsSource, metricsSelector, healthFromUp }: Service) => ({ metricsSource, metricsSelector, healthFromUp });
const given = (patch: ServicePatch): Partial<ReturnType<typeof pickMapping>> =>
  Object.fromEntries(mappingFields.filter((field) => patch[field] !== undefined).map((field) => [field, patch[field]]));

/** Registers a service; the worker looks at it at once. */
export async function registerService(ctx: CommandContext, registration: Registration): Promise<Service> {
  requireRole(ctx, 'admin');
  await checkBaseUrl(ctx, targetUrl(registration.baseUrl, registration.healthCheckPath));
  await checkInstances(ctx, registration.instances, registration.healthCheckPath);
  await checkMapping(ctx, registration);
  return inTransaction(ctx.db, async (tx) => {
    const service = await insertService(tx, registration, ctx.nowMs);
    await audit(tx, ctx, 'service.registered', service.name, null, describe(registration));
    await publish(tx, [{ kind: 'service.registered', subject: service.name, data: { service: service.name, by: ctx.actor.name } }], ctx.nowMs);
    return service;
  });
}

/** Changes the fields that are given. Users change services of their own teams, and cannot give them away to others. */
export async function changeService(ctx: CommandContext, { name, ...patch }: ServicePatch & { name: string }): Promise<Service> {
  const known = await findEditable(ctx, ctx.db, name, patch);
  if (patch.baseUrl) await checkBaseUrl(ctx, targetUrl(patch.baseUrl, patch.healthCheckPath ?? known.healthCheckPath));
  await checkInstances(ctx, patch.instances ?? [], patch.healthCheckPath ?? known.healthCheckPath);
  if (mappingFields.some((field) => patch[field] !== undefined)) await checkMapping(ctx, { ...pickMapping(known), ...given(patch) });
  const changed = await inTransaction(ctx.db, async (tx) => {
    const before = await findEditable(ctx, tx, name, patch);
    refuseForgottenCredentials(before, patch);
    const service = await updateService(tx, name, patch, ctx.nowMs);
    const fields = Object.keys(patch).filter((field) => differs(before, patch, field));
    if (fields.length === 0) return service;
    await audit(tx, ctx, 'service.changed', name, pick(describe(before), fields), pick(describe(patch), fields));
    await publish(tx, [{ kind: 'service.changed', subject: name, data: { service: name, by: ctx.actor.name, fields } }], ctx.nowMs);
    return service;
  });
  await judgeAgain(ctx.db, name, ctx.nowMs);
  return (await findService(ctx.db, name, ctx.nowMs)) ?? changed;
}

/** Removes a service with its history. */
export async function removeService(ctx: CommandContext, name: string): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx.db, async (tx) => {
    const before = await findService(tx, name);
    if (!before) throw unknownService(name);
    await deleteService(tx, name);
    await audit(tx, ctx, 'service.removed', name, { baseUrl: before.baseUrl, team: before.team, domain: before.domain }, null);
    await publish(tx, [{ kind: 'service.removed', subject: name, data: { service: name, by: ctx.actor.name } }], ctx.nowMs);
  });
}

export function unknownService(name: string): AppError {
  return new AppError('not_found', `There is no service named ${name}.`);
}

async function findEditable(ctx: CommandContext, db: Db, name: string, patch: ServicePatch): Promise<Service> {
  const before = await findService(db, name);
  if (!before) throw unknownService(name);
  if (!mayEditService(ctx.actor, before.team)) throw new AppError('forbidden', 'Only admins and members of the owning team change this service.');
  if (patch.team !== undefined && !mayEditService(ctx.actor, patch.team)) {
    throw new AppError('forbidden', 'Only admins give a service to a team that you do not belong to.');
  }
  return before;
}

/** Refuses instances that the outbound policy forbids, without calling them. */
async function checkInstances(ctx: CommandContext, instances: readonly string[], healthCheckPath: string): Promise<void> {
  for (const [at, url] of instances.entries()) await checkBaseUrl(ctx, targetUrl(url, healthCheckPath), `instances.${at}`);
}

/** A stored credential is bound to schemes, hosts and ports: an origin that it was not given for asks for it again. */
function refuseForgottenCredentials(before: Service, patch: ServicePatch): void {
  if (before.baseUrl === null) return;
  const past = originsOf(before);
  const now = originsOf({ baseUrl: patch.baseUrl ?? before.baseUrl, instances: patch.instances ?? before.instances });
  if (now.every((origin) => past.includes(origin))) return;
  const issues = [
    ...(before.hasApiKey && patch.apiKey === undefined ? ['apiKey'] : []),
    ...(before.hasBearerToken && patch.bearerToken === undefined ? ['bearerToken'] : []),
  ].map((path) => ({ path, message: 'is bound to the addresses that it was given for: give it again, or null to remove it' }));
  if (issues.length > 0) throw validationError(issues);
}

/** Fields as audit lines show them: secrets only as changed. */
function describe(fields: object): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, secretFields.has(key) && value !== undefined ? 'changed' : (value ?? null)]),
  );
}

function pick(fields: Fields, keys: string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
}

function differs(before: Service, patch: ServicePatch, field: string): boolean {
  if (secretFields.has(field)) return (patch as Fields)[field] !== undefined;
  return JSON.stringify((before as Fields)[field] ?? null) !== JSON.stringify((patch as Fields)[field] ?? null);
}
