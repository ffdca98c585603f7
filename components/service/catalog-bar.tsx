'use client';

import { FacetMenu, type FacetOption } from '#components/ui/facet-menu.tsx';
import { FilterField } from '#components/ui/filter-field.tsx';
import { levelNames, levelOf, levelWord } from '#components/ui/level.ts';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { verdictRank, verdicts } from '#components/ui/verdict.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import classes from './catalog.module.css';
import { sortWords } from './catalog-columns.ts';
import {
  type CatalogSort,
  type CatalogState,
  catalogSorts,
  chooseFacet,
  clearFilters,
  type FacetName,
  facetNames,
  isFiltered,
  sortBy,
} from './catalog-state.ts';

type Counts = Record<FacetName, { value: string; count: number }[]>;

const titles: Record<FacetName, string> = {
  domain: 'Domain',
  team: 'Team',
  tier: 'Tier',
  lifecycle: 'Lifecycle',
  tag: 'Tag',
  verdict: 'State',
  level: 'Level',
};
const isVerdict = (value: string): value is Verdict => verdicts.some((verdict) => verdict === value);

function optionsOf(facet: FacetName, counts: Counts | undefined): FacetOption[] {
  const options = counts?.[facet] ?? [];
  if (facet === 'tier') return options.map((option) => ({ ...option, label: `Tier ${option.value}` }));
  if (facet === 'level') return levelOptions(options);
  if (facet !== 'verdict') return options;
  const known = options.filter((option): option is { value: Verdict; count: number } => isVerdict(option.value));
  return known
    .sort((a, b) => verdictRank[a.value] - verdictRank[b.value])
    .map((option) => ({ ...option, mark: <StateMark verdict={option.value} size={12} /> }));
}

/** From the lowest up, with their marks. */
function levelOptions(options: { value: string; count: number }[]): FacetOption[] {
  return levelNames.flatMap((name) => {
    const option = options.find(({ value }) => value === name);
    const level = levelOf(name);
    return option ? [{ ...option, label: levelWord(level), mark: <LevelMark level={level} size={12} /> }] : [];
  });
}

interface CatalogBarProps {
  state: CatalogState;
  counts: Counts | undefined;
  onChange: (state: CatalogState, how?: 'push' | 'replace') => void;
}

/** Everything that narrows or orders the list. */
export function CatalogBar({ state, counts, onChange }: CatalogBarProps) {
  return (
    <div className={classes.bar}>
      <FilterField
        label="Filter services"
        placeholder="Filter by name, team, domain, tag"
        value={state.q}
        onChange={(q) => onChange({ ...state, q }, 'replace')}
      />
      <div className={classes.facets}>
        {facetNames.map((facet) => (
          <FacetMenu
            key={facet}
            label={titles[facet]}
            options={optionsOf(facet, counts)}
            selected={state.facets[facet]}
            onChange={(values) => onChange(chooseFacet(state, facet, values))}
          />
        ))}
        <SortSelect state={state} onChange={onChange} />
        {isFiltered(state) ? (
          <button type="button" className={classes.clear} onClick={() => onChange(clearFilters(state))}>
            Clear filters
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** Stands in for the header, which a narrow list does not show. */
function SortSelect({ state, onChange }: Pick<CatalogBarProps, 'state' | 'onChange'>) {
  return (
    <label className={classes.sortSelect}>
      <span className="sb-hidden">Sort by</span>
      <select className="sb-input" value={state.sort} onChange={(event) => onChange(sortBy(state, event.target.value as CatalogSort))}>
        {catalogSorts.map((sort) => (
          <option key={sort} value={sort}>
            {sortWords[sort]}
          </option>
        ))}
      </select>
    </label>
  );
}
