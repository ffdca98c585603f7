import { AppError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import type {
  MappingSuggestion,
  MetricsServer,
  MetricsSource,
  MetricsSourcePatch,
  NewMetricsSource,
  SourceTrial,
  SourceTrialResult,
} from '#lib/model/metrics-source.ts';
import { suggestMappings } from '#lib/model/prometheus/suggest.ts';
import { originOf } from '#lib/model/service.ts';
import type { Probe } from '#lib/probe/probe.ts';
import { readTexts, readToldTargets, type ToldTarget } from '#lib/probe/prometheus-answer.ts';
import { inTransaction } from '#lib/store/db.ts';
import { deleteSource, findServer, findSource, insertSource, unknownSource, updateSource } from '#lib/store/metrics-source.ts';
import { audit, type CommandContext, requireRole } from './context.ts';
import { checkBaseUrl, guardOutbound, outboundOf } from './outbound.ts';
import { askFlavour } from './source-flavour.ts';

const deadlineMs = 5000;
const secretFields = new Set(['password', 'bearerToken']);
const pathOfFault = 'url';

const describe = (fields: object) =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, secretFields.has(key) && value !== null ? 'changed' : value]),
  );

/** Registers a server that services may take their signals from. */
export async function addSource(ctx: CommandContext, source: NewMetricsSource): Promise<MetricsSource> {
  requireRole(ctx, 'admin');
  await checkBaseUrl(ctx, source.url, pathOfFault);
  return inTransaction(ctx.db, async (tx) => {
    const added = await insertSource(tx, source, ctx.nowMs);
    await audit(tx, ctx, 'source.added', source.name, null, describe(source));
    await publish(tx, [{ kind: 'source.changed', subject: null, data: { source: source.name, what: 'added', by: ctx.actor.name } }], ctx.nowMs);
    return added;
  });
}

/** Changes the fields that are given; the worker asks at the new place at once. */
export async function changeSource(ctx: CommandContext, { name, ...patch }: MetricsSourcePatch & { name: string }): Promise<MetricsSource> {
  requireRole(ctx, 'admin');
  if (patch.url !== undefined) await checkBaseUrl(ctx, patch.url, pathOfFault);
  return inTransaction(ctx.db, async (tx) => {
    const before = await findSource(tx, name);
    if (!before) throw unknownSource(name);
    const changed = await updateSource(tx, name, patch, ctx.nowMs);
    const old = Object.fromEntries(Object.keys(describe(patch)).map((field) => [field, (before as Record<string, unknown>)[field] ?? null]));
    await audit(tx, ctx, 'source.changed', name, old, describe(patch));
    await publish(tx, [{ kind: 'source.changed', subject: null, data: { source: name, what: 'changed', by: ctx.actor.name } }], ctx.nowMs);
    return changed;
  });
}

/** Removes a source. The services behind it are asked themselves again, where they have an address. */
export async function removeSource(ctx: CommandContext, name: string): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx.db, async (tx) => {
    const before = await findSource(tx, name);
    if (!before) throw unknownSource(name);
    const services = await deleteSource(tx, name);
    await audit(tx, ctx, 'source.removed', name, { url: before.url, services }, null);
    await publish(tx, [{ kind: 'source.changed', subject: null, data: { source: name, what: 'removed', by: ctx.actor.name } }], ctx.nowMs);
    const fields = ['metricsSource', 'metricsSelector'];
    await publish(
      tx,
      services.map((service) => ({ kind: 'service.changed' as const, subject: service, data: { service, by: ctx.actor.name, fields } })),
      ctx.nowMs,
    );
  });
}

/** The server of a trial: credentials that are left out are those stored for the same origin. */
async function serverOf(ctx: CommandContext, { name, password, bearerToken, ...given }: SourceTrial): Promise<MetricsServer> {
  const stored = name === undefined ? null : await findServer(ctx.db, name);
  if (name !== undefined && !stored) throw unknownSource(name);
  const kept = stored && originOf(stored.url) === originOf(given.url) ? stored : null;
  return {
    ...given,
    name: name ?? 'new',
    password: password === undefined ? (kept?.password ?? null) : password,
    bearerToken: bearerToken === undefined ? (kept?.bearerToken ?? null) : bearerToken,
  };
}

/** Asks a server that is to be registered, or that is: what it is, and how many targets it scrapes. Stores nothing. */
export async function testSource(ctx: CommandContext, trial: SourceTrial): Promise<SourceTrialResult> {
  requireRole(ctx, 'admin');
  const server = await serverOf(ctx, trial);
  await checkBaseUrl(ctx, server.url, pathOfFault);
  const { probe } = outboundOf(ctx);
  const begun = performance.now();
  const asked = await probe.ask(server, { path: '/api/v1/query', form: { query: 'vector(1)' }, deadlineMs, read: () => null }, ctx.signal);
  const durationMs = () => performance.now() - begun;
  if (!asked.ok) return { ok: false, reason: asked.reason, flavour: null, targets: null, durationMs: durationMs() };
  const [flavour, targets] = await Promise.all([askFlavour((question) => probe.ask(server, question, ctx.signal)), askTargets(ctx, probe, server)]);
  return {
    ok: true,
    reason: 'answers',
    flavour: flavour?.name ?? null,
    targets: targets && { active: targets.length, down: targets.filter(({ health }) => health === 'down').length },
    durationMs: durationMs(),
  };
}

async function askTargets(ctx: CommandContext, probe: Probe, server: MetricsServer): Promise<ToldTarget[] | null> {
  const told = await probe.ask(server, { path: '/api/v1/targets?state=active', form: null, deadlineMs, read: readToldTargets }, ctx.signal);
  return told.ok ? told.data : null;
}

/** The server of a source, ready to be asked. */
export async function openSource(ctx: CommandContext, name: string): Promise<{ server: MetricsServer; probe: Probe }> {
  const server = await findServer(ctx.db, name);
  if (!server) throw unknownSource(name);
  return guardOutbound(ctx, server.url, ({ probe }) => ({ server, probe }));
}

/** Which labels of the source may mean the service, the likeliest first. */
export async function suggestMapping(
  ctx: CommandContext,
  { name, service, baseUrl }: { name: string; service: string; baseUrl: string | null },
): Promise<{ suggestions: MappingSuggestion[]; reason: string }> {
  requireRole(ctx, 'user');
  const { server, probe } = await openSource(ctx, name);
  const targets = await askTargets(ctx, probe, server);
  if (targets) return { suggestions: suggestMappings(targets, { name: service, baseUrl }), reason: '' };
  const question = { path: '/api/v1/label/job/values', form: null, deadlineMs, read: (data: unknown) => readTexts(data, 'jobs') };
  const jobs = await probe.ask(server, question, ctx.signal);
  if (!jobs.ok) return { suggestions: [], reason: jobs.reason };
  const known = jobs.data.map((job) => ({ labels: { job }, scrapeUrl: '' }));
  return { suggestions: suggestMappings(known, { name: service, baseUrl }), reason: '' };
}

/** Refuses a mapping that could not be asked. What an import names may come later; what people choose must be there. */
export async function checkMapping(
  ctx: CommandContext,
  mapping: { metricsSource: string | null; metricsSelector: string | null; healthFromUp: boolean },
): Promise<void> {
  const { metricsSource, metricsSelector, healthFromUp } = mapping;
  const refuse = (path: string, message: string) => {
    throw new AppError('validation_failed', `${path}: ${message}`, { details: { issues: [{ path, message }] } });
  };
  if (metricsSource === null && healthFromUp) refuse('healthFromUp', 'needs a metrics source: choose one, or look at the health path');
  if (metricsSource === null) return;
  if (metricsSelector === null) refuse('metricsSelector', 'is needed with a metrics source: give its labels there, such as job="orders"');
  if (!(await findSource(ctx.db, metricsSource))) refuse('metricsSource', `there is no metrics source named ${metricsSource}`);
}
