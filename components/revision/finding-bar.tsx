'use client';

import type { ReactNode } from 'react';
import { FilterField } from '#components/ui/filter-field.tsx';
import { formatNumber } from '#components/ui/format.ts';
import type { Severity } from '#lib/model/finding.ts';
import classes from './group.module.css';
import type { FindingFilter } from './revision-state.ts';
import { type SeverityCounts, severities } from './severity.ts';
import { SeverityMark } from './severity-mark.tsx';

interface FindingBarProps {
  filter: FindingFilter;
  /** Of everything that could be shown. */
  counts: SeverityCounts;
  /** What each severity is called here. */
  words: Partial<Record<Severity, string>>;
  shown: number;
  onFilter: (filter: Pick<FindingFilter, 'q' | 'severity'>, how: 'push' | 'replace') => void;
  children?: ReactNode;
}

/** Everything that narrows a list of findings. */
export function FindingBar({ filter, counts, words, shown, onFilter, children }: FindingBarProps) {
  const { q, severity } = filter;
  const total = severities.reduce((sum, each) => sum + counts[each], 0);
  const toggle = (each: Severity) =>
    onFilter({ q, severity: severity.includes(each) ? severity.filter((other) => other !== each) : [...severity, each] }, 'push');
  return (
    <div className={classes.bar}>
      <FilterField
        label="Filter findings"
        placeholder="Filter by operation, rule, word"
        value={q}
        onChange={(text) => onFilter({ q: text, severity }, 'replace')}
      />
      <fieldset className={`sb-plain ${classes.toggles}`}>
        <legend className="sb-hidden">Severity</legend>
        {severities.map((each) => {
          const word = words[each];
          if (word === undefined) return null;
          return (
            <button key={each} type="button" className={classes.toggle} aria-pressed={severity.includes(each)} onClick={() => toggle(each)}>
              <SeverityMark severity={each} word={word} size={10} />
              <span className={classes.toggleCount}>{formatNumber(counts[each], 0)}</span>
            </button>
          );
        })}
      </fieldset>
      <span className={classes.shown} role="status">
        {shown === total ? '' : `${formatNumber(shown, 0)} of ${formatNumber(total, 0)}`}
      </span>
      {children}
    </div>
  );
}
