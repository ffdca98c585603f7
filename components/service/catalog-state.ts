import { levelNames } from '#components/ui/level.ts';
import { verdicts } from '#components/ui/verdict.ts';
import type { LevelName } from '#lib/model/ladder.ts';
import type { Lifecycle } from '#lib/model/service.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { pageSize } from './catalog-pages.ts';

export const catalogSorts = ['verdict', 'name', 'domain', 'team', 'tier', 'level', 'requestRate', 'errorRatio', 'latencyMsP95', 'checkedAt'] as const;
export type CatalogSort = (typeof catalogSorts)[number];
export type Order = 'asc' | 'desc';

export const facetNames = ['domain', 'team', 'tier', 'lifecycle', 'tag', 'verdict', 'level'] as const;
export type FacetName = (typeof facetNames)[number];

/** What the catalog's URL says: which services, in which order. */
export interface CatalogState {
  q: string;
  facets: Record<FacetName, string[]>;
  sort: CatalogSort;
  order: Order;
}

const firstOrder: Record<CatalogSort, Order> = {
  verdict: 'asc',
  name: 'asc',
  domain: 'asc',
  team: 'asc',
  tier: 'asc',
  level: 'asc',
  requestRate: 'desc',
  errorRatio: 'desc',
  latencyMsP95: 'desc',
  checkedAt: 'asc',
};

const closedValues: Partial<Record<FacetName, readonly string[]>> = {
  tier: ['1', '2', '3', '4'],
  lifecycle: ['experimental', 'production', 'deprecated'] satisfies Lifecycle[],
  verdict: verdicts,
  level: levelNames,
};
const freePattern: Partial<Record<FacetName, RegExp>> = {
  domain: /^[a-z0-9][a-z0-9-]{0,62}$/,
  team: /^[a-z0-9][a-z0-9-]{0,62}$/,
  tag: /^.{1,100}$/u,
};
const maxValues = 50;
const maxText = 200;

const noFacets = (): Record<FacetName, string[]> => ({ domain: [], team: [], tier: [], lifecycle: [], tag: [], verdict: [], level: [] });

export const calmState: CatalogState = { q: '', facets: noFacets(), sort: 'verdict', order: 'asc' };

function admit(facet: FacetName, values: string[]): string[] {
  const closed = closedValues[facet];
  const pattern = freePattern[facet];
  const fits = (value: string) => (closed ? closed.includes(value) : pattern?.test(value) === true);
  return [...new Set(values)].filter(fits).slice(0, maxValues);
}

/** Reads a query string. What it does not understand is left out, so that an old or mangled link still opens the list. */
export function parseCatalogState(search: URLSearchParams): CatalogState {
  const sort = catalogSorts.find((name) => name === search.get('sort')) ?? 'verdict';
  const order = search.get('order');
  const facets = noFacets();
  for (const facet of facetNames) facets[facet] = admit(facet, search.getAll(facet));
  return {
    q: (search.get('q') ?? '').slice(0, maxText),
    facets,
    sort,
    order: order === 'asc' || order === 'desc' ? order : firstOrder[sort],
  };
}

/** Whoever filters or sorts by level wants to know what is missing. */
export const asksForLevel = ({ facets, sort }: CatalogState) => facets.level.length > 0 || sort === 'level';

/** The shortest query string that says the state, without `?`; empty for the plain list. */
export function writeCatalogState(state: CatalogState): string {
  const search = new URLSearchParams();
  if (state.q.trim() !== '') search.set('q', state.q.slice(0, maxText));
  for (const facet of facetNames) for (const value of state.facets[facet]) search.append(facet, value);
  if (state.sort !== 'verdict' || state.order !== firstOrder.verdict) search.set('sort', state.sort);
  if (state.order !== firstOrder[state.sort]) search.set('order', state.order);
  return search.toString();
}

/** The same column turns round; another column begins with the order that puts what matters first. */
export function sortBy(state: CatalogState, sort: CatalogSort): CatalogState {
  if (state.sort !== sort) return { ...state, sort, order: firstOrder[sort] };
  return { ...state, order: state.order === 'asc' ? 'desc' : 'asc' };
}

export function chooseFacet(state: CatalogState, facet: FacetName, values: string[]): CatalogState {
  return { ...state, facets: { ...state.facets, [facet]: admit(facet, values) } };
}

export function clearFilters(state: CatalogState): CatalogState {
  return { ...state, q: '', facets: noFacets() };
}

export function isFiltered(state: CatalogState): boolean {
  return state.q.trim() !== '' || facetNames.some((facet) => state.facets[facet].length > 0);
}

/** What the list and the facets are asked with; undefined where nothing is chosen. */
export function filterOf(state: CatalogState) {
  const some = <T>(values: T[]) => (values.length > 0 ? values : undefined);
  const { facets } = state;
  return {
    q: state.q.trim() || undefined,
    domain: some(facets.domain),
    team: some(facets.team),
    tag: some(facets.tag),
    tier: some(facets.tier.map(Number)),
    lifecycle: some(facets.lifecycle as Lifecycle[]),
    verdict: some(facets.verdict as Verdict[]),
    level: some(facets.level as LevelName[]),
  };
}

/** The input of one page of the list; the same on the server and in the browser, so that both mean one cache entry. */
export function listInput(state: CatalogState, page: number) {
  return { ...filterOf(state), sort: state.sort, order: state.order, page, limit: pageSize };
}

/** Asks only how many services there are. */
export const countInput = { page: 1, limit: 1, sort: 'name', order: 'asc' } as const;
