import { listOperations } from '#lib/model/document/list-operations.ts';
import { field, treeOf } from '#lib/model/document/tree.ts';
import type { Acceptance, DocumentIndex } from '#lib/model/document.ts';
import type { DocumentSide, DriftFacts, ObservedRoute } from '#lib/model/drift/facts.ts';
import { namesPath } from '#lib/model/drift/routes.ts';
import { findDrift } from '#lib/model/drift.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { Service } from '#lib/model/service.ts';
import { listAcceptances } from '#lib/store/document/acceptance.ts';
import { findFetchState } from '#lib/store/document/fetch-state.ts';
import { findCurrentRevision, findRevisionOfText } from '#lib/store/document/revision.ts';
import { listRoutes } from '#lib/store/route.ts';
import { listResults, readRunBody } from '#lib/store/run.ts';
import { firstSignalAt } from '#lib/store/signal.ts';
import type { QueryContext } from './context.ts';
import { findCallers } from './document/live.ts';
import { readParsedDocument, readParsedIndex } from './document/parsed.ts';
import { findDocumentOwner } from './document/revision.ts';
import { readService } from './service.ts';

type Revision = NonNullable<Awaited<ReturnType<typeof findCurrentRevision>>>;

/** A route that does as before is not written again: its rates hold as long as the service's own signals are this fresh. */
const freshMs = 180_000;

async function listObserved({ db, nowMs }: QueryContext, serviceId: number, { signalsAt }: Service): Promise<ObservedRoute[]> {
  const isFresh = signalsAt !== null && nowMs - Date.parse(signalsAt) <= freshMs;
  const routes = await listRoutes(db, serviceId);
  return routes.filter(namesPath).map(({ method, route, requestRate, errorRatio, seenAt }) => ({
    ...{ method, route, seenAt },
    ...(isFresh ? { requestRate, errorRatio } : { requestRate: null, errorRatio: null }),
  }));
}

/** What each operation answers, by its key: read from the document itself, and only where somebody asks. */
async function readStatuses(ctx: QueryContext, revision: Revision): Promise<DocumentSide['statuses']> {
  const document = await readParsedDocument(ctx.db, revision);
  return new Map(listOperations(document).map(({ key, operation }) => [key, Object.keys(treeOf(field(operation, 'responses')))]));
}

async function describeDocument(
  ctx: QueryContext,
  revision: Revision,
  index: DocumentIndex,
  routes: readonly ObservedRoute[],
): Promise<DocumentSide> {
  const hasErrors = routes.some(({ errorRatio }) => (errorRatio ?? 0) > 0);
  return {
    revision: revision.number,
    version: index.version,
    servers: index.servers,
    operations: index.operations,
    statuses: hasErrors ? await readStatuses(ctx, revision) : new Map(),
  };
}

/** The document that the service serves, where the last fetch brought another one than the current. */
async function findServed({ db }: QueryContext, serviceId: number, service: Service, revision: Revision): Promise<DriftFacts['served']> {
  const isReached = service.targets.some(({ kind, ok }) => kind === 'document' && ok);
  if (service.openapiPath === null || !isReached || revision.source === 'fetched') return null;
  const fetched = await findFetchState(db, serviceId);
  if (!fetched?.textHash || fetched.textHash === revision.contentHash) return null;
  const served = await findRevisionOfText(db, serviceId, fetched.textHash);
  if (!served) return null;
  const { operations } = await readParsedIndex(db, served);
  return { revision: served.number, url: fetched.url, operations: operations.map(({ key }) => key) };
}

/** What the latest contract run of the current revision found. */
async function readContract(
  { db }: QueryContext,
  serviceId: number,
  { number }: Revision,
): Promise<Pick<DriftFacts, 'contract' | 'wereMethodsTried'>> {
  const runs = (await listResults(db, [serviceId])).get(serviceId) ?? [];
  const [latest] = runs
    .filter(({ kind, revision }) => kind === 'contract' && revision === number)
    .toSorted((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
  return { contract: latest ? (await readRunBody(db, latest.id)).findings : [], wereMethodsTried: latest?.readOnly === false };
}

async function gatherFacts(ctx: QueryContext, serviceId: number, service: Service, { routes, since }: Observed): Promise<DriftFacts> {
  const { version, name, healthCheckPath, metricsPath, openapiPath } = service;
  const ownPaths = [healthCheckPath, metricsPath, openapiPath].filter((path) => path !== null);
  const observed = { service: { version, ownPaths }, routes, since };
  const nothing: DriftFacts = { ...observed, document: null, callers: [], served: null, contract: [], wereMethodsTried: false };
  const revision = await findCurrentRevision(ctx.db, serviceId, 'openapi');
  if (!revision) return nothing;
  const index = await readParsedIndex(ctx.db, revision);
  return {
    ...nothing,
    document: await describeDocument(ctx, revision, index, routes),
    callers: index.operations.some(({ deprecated }) => deprecated) ? await findCallers(ctx, name) : [],
    served: await findServed(ctx, serviceId, service, revision),
    ...(await readContract(ctx, serviceId, revision)),
  };
}

type Observed = Pick<DriftFacts, 'routes' | 'since'>;

export interface Drift {
  at: string;
  findings: Finding[];
  observed: { routes: number; since: string | null } | null;
  accepted: Acceptance[];
}

/** Where document, service and observed traffic do not agree, and what of it somebody took on. */
export async function readDrift(ctx: QueryContext, name: string): Promise<Drift> {
  const owner = await findDocumentOwner(ctx, name);
  const service = await readService(ctx, name);
  const routes = await listObserved(ctx, owner.id, service);
  const sinceMs = routes.length > 0 ? await firstSignalAt(ctx.db, owner.id) : null;
  const since = sinceMs === null ? null : new Date(sinceMs).toISOString();
  return {
    at: new Date(ctx.nowMs).toISOString(),
    findings: findDrift(await gatherFacts(ctx, owner.id, service, { routes, since }), ctx.nowMs),
    observed: routes.length === 0 ? null : { routes: routes.length, since },
    accepted: await listAcceptances(ctx.db, owner.id, ctx.nowMs),
  };
}
