'use client';

import { formatDuration, formatIntervalMs, formatWindow } from '#components/ui/format.ts';
import { Instant } from '#components/ui/instant.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Latency } from '#lib/model/latency.ts';
import { ComparisonMark } from './comparison-mark.tsx';
import classes from './latency.module.css';

/** What each release did to the p95: said only where the intervals on both sides do not overlap. */
export function ReleasesPanel({ latency: { releases, window, kind } }: { latency: Latency }) {
  return (
    <Panel title="Before and after each release" aside={<span>p95 · last {formatWindow(window)}</span>} flush>
      {releases.length === 0 ? (
        <p className={classes.nothing}>
          No version came in place of another in the last {formatWindow(window)}. Versions are read from the health answer.
        </p>
      ) : (
        <table className="sb-table sb-cards sb-cards-dense">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Noticed</th>
              <th scope="col" className="sb-right">
                Before
              </th>
              <th scope="col" className="sb-right">
                After
              </th>
              <th scope="col">p95 is</th>
              <th scope="col" className="sb-right">
                Compared
              </th>
            </tr>
          </thead>
          <tbody>
            {releases.map(({ at, from, to, before, after, comparison, spanSeconds }) => (
              <tr key={at + to}>
                <th scope="row" className="sb-mono">
                  {from} → {to}
                </th>
                <td>
                  <Instant at={at} />
                </td>
                <td className="sb-right sb-number" data-head="before">
                  {formatIntervalMs(before)}
                </td>
                <td className="sb-right sb-number" data-head="after">
                  {formatIntervalMs(after)}
                </td>
                <td>{kind === 'mean' ? <span className="sb-muted">no histogram</span> : <ComparisonMark comparison={comparison} />}</td>
                <td className="sb-right sb-number sb-muted">
                  {spanSeconds === 0 ? 'too little time' : `${formatDuration(spanSeconds * 1000)} each`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
