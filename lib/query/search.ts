import { type Pagination, paginate } from '#lib/model/page.ts';
import type { OperationHit, SearchHit, SearchKind } from '#lib/model/search.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { findStands } from '#lib/store/neighbour.ts';
import type { QueryContext } from './context.ts';
import type { OperationsRequest } from './search/answer.ts';
import { searchCatalog, searchOperations } from './search/search.ts';

export function findEverything(
  ctx: QueryContext,
  { q, kind, limit }: { q: string; kind?: SearchKind[] | undefined; limit: number },
): Promise<{ results: SearchHit[]; total: number; complete: boolean }> {
  return searchCatalog(ctx, { q, limit, ...(kind ? { kinds: kind } : {}) });
}

type FoundOperation = OperationHit & { verdict: Verdict | null };

/** One page of the operations of all services, with how the services stand now. */
export async function findOperations(
  ctx: QueryContext,
  filter: OperationsRequest,
): Promise<{ operations: FoundOperation[]; pagination: Pagination; complete: boolean }> {
  const { rows, total, complete } = await searchOperations(ctx, filter);
  const stands = await findStands(ctx.db, [...new Set(rows.map(({ service }) => service))], ctx.nowMs);
  const operations = rows.map((row) => ({ ...row, verdict: stands.get(row.service)?.verdict ?? null }));
  return { operations, pagination: paginate(filter.page, filter.limit, total), complete };
}
