import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogState } from './catalog-state.ts';
import {
  asksForLevel,
  calmState,
  catalogSorts,
  chooseFacet,
  clearFilters,
  filterOf,
  isFiltered,
  parseCatalogState,
  sortBy,
  writeCatalogState,
} from './catalog-state.ts';

const parse = (text: string) => parseCatalogState(new URLSearchParams(text));
const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const some = <T>(item: fc.Arbitrary<T>) => fc.uniqueArray(item, { maxLength: 4 });

const anyState: fc.Arbitrary<CatalogState> = fc.record({
  q: fc.string({ maxLength: 40 }).filter((text) => text === '' || text.trim() !== ''),
  facets: fc.record({
    domain: some(slug),
    team: some(slug),
    tier: some(fc.constantFrom('1', '2', '3', '4')),
    lifecycle: some(fc.constantFrom('experimental', 'production', 'deprecated')),
    tag: some(fc.stringMatching(/^[a-z &=+%#é]{1,12}$/)),
    verdict: some(fc.constantFrom('down', 'degraded', 'unknown', 'maintenance', 'up')),
    level: some(fc.constantFrom('none', '0', '1', '2', '3', '4')),
  }),
  sort: fc.constantFrom(...catalogSorts),
  order: fc.constantFrom('asc' as const, 'desc' as const),
});

describe('the URL of the catalog', () => {
  it('gives back every state that it was written from', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(parse(writeCatalogState(state))).toEqual(state);
      }),
    );
  });

  it('never throws and never lets through what the list would refuse, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const state = parse(text);
        expect(parse(writeCatalogState(state)).facets).toEqual(state.facets);
        expect(state.q.length).toBeLessThanOrEqual(200);
      }),
    );
    expect(parse('tier=9&tier=2&lifecycle=gone&verdict=DOWN&verdict=down&team=Not%20a%20slug&sort=nothing&order=up')).toEqual({
      ...calmState,
      facets: { ...calmState.facets, tier: ['2'], verdict: ['down'] },
    });
  });

  it('is empty for the plain list', () => {
    expect(writeCatalogState(calmState)).toBe('');
    expect(parse('')).toEqual(calmState);
  });

  it('leaves the order out where it is the first one of its column', () => {
    expect(writeCatalogState(sortBy(calmState, 'requestRate'))).toBe('sort=requestRate');
    expect(writeCatalogState(sortBy(sortBy(calmState, 'requestRate'), 'requestRate'))).toBe('sort=requestRate&order=asc');
    expect(parse('sort=requestRate').order).toBe('desc');
  });

  it('keeps the worst-first list apart from its reverse', () => {
    const reversed = sortBy(calmState, 'verdict');
    expect(parse(writeCatalogState(reversed))).toEqual(reversed);
  });
});

describe('filters', () => {
  it('are told from sorting', () => {
    expect(isFiltered(sortBy(calmState, 'name'))).toBe(false);
    expect(isFiltered({ ...calmState, q: '  ' })).toBe(false);
    expect(isFiltered(chooseFacet(calmState, 'team', ['checkout']))).toBe(true);
  });

  it('are all gone after clearing, and the sort stays', () => {
    const state = sortBy(chooseFacet({ ...calmState, q: 'pay' }, 'tier', ['1']), 'name');
    expect(clearFilters(state)).toEqual({ ...calmState, sort: 'name' });
  });

  it('tell whether somebody asks what is missing', () => {
    expect(asksForLevel(calmState)).toBe(false);
    expect(asksForLevel(sortBy(calmState, 'level'))).toBe(true);
    expect(asksForLevel(chooseFacet(calmState, 'level', ['none']))).toBe(true);
    expect(asksForLevel(chooseFacet(calmState, 'level', ['5']))).toBe(false);
  });

  it('are asked for in the types that the contract takes', () => {
    const state = chooseFacet(chooseFacet({ ...calmState, q: ' pay ' }, 'tier', ['1', '2']), 'verdict', ['down']);
    expect(filterOf(state)).toEqual({
      q: 'pay',
      tier: [1, 2],
      verdict: ['down'],
      domain: undefined,
      team: undefined,
      tag: undefined,
      lifecycle: undefined,
      level: undefined,
    });
  });
});
