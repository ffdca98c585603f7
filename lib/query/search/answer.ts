import type { OperationEntry } from '#lib/model/document.ts';
import { filterTerm, groupUnitKey, type SearchEntry } from '#lib/model/search/entry.ts';
import { explain } from '#lib/model/search/explain.ts';
import { toHit } from '#lib/model/search/hit.ts';
import type { SearchQuery } from '#lib/model/search/parse-query.ts';
import { everything, type FoundEntry, type SearchIndex } from '#lib/model/search/search-index.ts';
import type { OperationHit, SearchHit, SearchKind } from '#lib/model/search.ts';
import type { CatalogSearch } from './catalog-search.ts';

export interface CatalogRequest {
  q: string;
  kinds?: SearchKind[] | undefined;
  limit: number;
}

export interface OperationsRequest {
  q?: string | undefined;
  service?: string | undefined;
  tag?: string | undefined;
  method?: string | undefined;
  page: number;
  limit: number;
}

export interface CatalogAnswer {
  results: SearchHit[];
  total: number;
  /** false: the index is still being built; there may be more. */
  complete: boolean;
}

export interface OperationsAnswer {
  rows: OperationHit[];
  total: number;
  complete: boolean;
}

/** So deep a page of ranked results can be. */
const maxRanked = 10_000;

/** Answers from the index as of a change. */
export async function answerCatalog(search: CatalogSearch, changeId: number, { q, kinds, limit }: CatalogRequest): Promise<CatalogAnswer> {
  const complete = await search.reach(changeId);
  const { index } = search;
  const narrowing = { ...everything, kinds: kinds && kinds.length > 0 ? new Set(kinds) : null };
  const { best, total, query, typos } = index.search(q, narrowing, limit);
  return { results: best.map((found) => toHit(found, query, typos, countServices(index, found.entry))), total, complete };
}

function countServices(index: SearchIndex, { kind, key }: SearchEntry): number {
  const isGroup = index.has(groupUnitKey(kind, key));
  return isGroup ? index.count('service', filterTerm(kind, key)) : 0;
}

export async function answerOperations(search: CatalogSearch, changeId: number, request: OperationsRequest): Promise<OperationsAnswer> {
  const complete = await search.reach(changeId);
  const { q = '', service = null, tag, method, page, limit } = request;
  const terms = [...(tag ? [filterTerm('tag', tag)] : []), ...(method ? [filterTerm('method', method)] : [])];
  const narrowing = { kinds: new Set<SearchKind>(['operation']), terms, unit: service };
  const skip = (page - 1) * limit;
  const { index } = search;
  if (q.trim() === '') {
    const { entries, total } = index.list(narrowing, skip, limit);
    return { rows: entries.map((found) => toOperationHit(index, found, null)), total, complete };
  }
  const { best, total, query, typos } = index.search(q, narrowing, Math.min(skip + limit, maxRanked), skip);
  return { rows: best.map((found) => toOperationHit(index, found, { query, typos })), total, complete };
}

function toOperationHit(index: SearchIndex, { entry, unit }: FoundEntry, asked: { query: SearchQuery; typos: boolean } | null): OperationHit {
  const { fields } = entry;
  const owner = index.head(unit)?.fields;
  return {
    key: entry.key,
    kind: entry.form as OperationEntry['kind'],
    method: fields.method?.[0] ?? '',
    path: fields.path?.[0] ?? '',
    operationId: fields.operationId?.[0] ?? null,
    summary: fields.summary?.[0] ?? null,
    tags: fields.tag ?? [],
    deprecated: entry.deprecated,
    parameters: fields.parameter ?? [],
    service: unit,
    team: owner?.team?.[0] ?? null,
    domain: owner?.domain?.[0] ?? null,
    why: asked ? explain(entry, asked.query, asked.typos) : [],
  };
}
