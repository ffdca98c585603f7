import type { SearchHit } from '#lib/model/search.ts';
import { lastChangeId } from '#lib/store/change.ts';
import { db as ownDatabase } from '#lib/store/db.ts';
import { findVerdicts } from '#lib/store/search-verdict.ts';
import { type QueryContext, requireReader } from '../context.ts';
import type { CatalogAnswer, CatalogRequest, OperationsAnswer, OperationsRequest } from './answer.ts';
import { searchHostOf } from './host.ts';

/** What matches best in the whole catalog, with every change that was committed before the call. */
export async function searchCatalog(ctx: QueryContext, request: CatalogRequest): Promise<CatalogAnswer> {
  requireReader(ctx);
  const host = await searchHostOf(ctx.db);
  const answer = await host.catalog(await lastChangeId(ctx.db), request);
  return { ...answer, results: await withVerdicts(ctx, answer.results) };
}

/** Operations of all current documents: those that match, best first; without words all, by service and path. */
export async function searchOperations(ctx: QueryContext, request: OperationsRequest): Promise<OperationsAnswer> {
  requireReader(ctx);
  const host = await searchHostOf(ctx.db);
  return host.operations(await lastChangeId(ctx.db), request);
}

/** Begins to read the catalog, so that whoever searches first need not wait for it. */
export async function prepareSearch(): Promise<void> {
  const database = await ownDatabase();
  const host = await searchHostOf(database);
  await host.catalog(await lastChangeId(database), { q: '', limit: 1 });
}

async function withVerdicts(ctx: QueryContext, hits: SearchHit[]): Promise<SearchHit[]> {
  const names = new Set(hits.flatMap(({ service }) => (service === null ? [] : [service])));
  const verdicts = await findVerdicts(ctx.db, [...names], ctx.nowMs);
  return hits.map((hit) => ({ ...hit, verdict: hit.service === null ? null : (verdicts.get(hit.service) ?? null) }));
}
