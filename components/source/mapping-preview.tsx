'use client';

import { Age } from '#components/ui/age.tsx';
import { formatCount, formatIntervalMs, formatRate, formatRatio } from '#components/ui/format.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { MappingPreview } from '#lib/model/metrics-source.ts';
import { spellTime } from '#lib/model/quantity.ts';
import { QueryList } from './query-list.tsx';
import classes from './source.module.css';

/** What the service would show by these labels, or why it would show nothing. */
export function MappingPreviewBox({ preview, isAsking }: { preview: MappingPreview | undefined; isAsking: boolean }) {
  return (
    <section className={classes.preview} aria-label="Preview of the mapping" aria-busy={isAsking}>
      {preview ? <Told preview={preview} /> : <p className={classes.found}>{isAsking ? 'Asking …' : 'Give labels to see what they find.'}</p>}
    </section>
  );
}

function Told({ preview }: { preview: MappingPreview }) {
  if (!preview.ok) return <Warnings warnings={[preview.reason]} />;
  return (
    <>
      <Figures preview={preview} />
      <Recognised preview={preview} />
      <Warnings warnings={preview.warnings} />
      <Targets preview={preview} />
      {preview.queries.length > 0 ? (
        <details className={classes.more}>
          <summary>The same in PromQL</summary>
          <QueryList queries={preview.queries} />
        </details>
      ) : null}
    </>
  );
}

function Figures({ preview: { series, latest } }: { preview: MappingPreview }) {
  return (
    <dl className={classes.figures}>
      <div>
        <dt>Series</dt>
        <dd>{series.toLocaleString('en-US')}</dd>
      </div>
      <div>
        <dt>Rate</dt>
        <dd>{formatRate(latest?.requestRate ?? null)}</dd>
      </div>
      <div>
        <dt>Errors</dt>
        <dd>{formatRatio(latest?.errorRatio ?? null)}</dd>
      </div>
      <div>
        <dt>p95</dt>
        <dd>{formatIntervalMs(latest?.latencyMsP95 ?? null)}</dd>
      </div>
    </dl>
  );
}

const named = (what: string, names: readonly string[]) =>
  names.length === 0 ? null : `${what}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

function Recognised({ preview }: { preview: MappingPreview }) {
  const { source, latest, sampleAt, intervalSeconds, breakers, callees, topics } = preview;
  const span = latest ? `over ${Math.round(latest.windowSeconds)} s` : 'rates need two scrapes';
  const found = [named('Breakers', breakers), named('Calls to', callees), named('Topics', topics)].filter((one) => one !== null);
  return (
    <div>
      <p className={classes.found}>
        {source ? (
          <>
            <b>{source.dialect}</b>, {source.rule}
          </>
        ) : (
          'No request metrics recognised'
        )}
        {' · '}
        {span}
        {intervalSeconds === null ? null : ` · scraped every ${spellTime(intervalSeconds * 1000)}`}
        {sampleAt ? (
          <>
            {' · '}
            <Age at={sampleAt} />
          </>
        ) : null}
      </p>
      {found.length > 0 ? <p className={classes.found}>{found.join(' · ')}</p> : null}
    </div>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <div role="status">
      <ul className={classes.warnings}>
        {warnings.map((warning) => (
          <li key={warning} className={classes.warning}>
            <StateMark verdict="degraded" size={12} />
            <span>{warning}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const verdictOf = (up: boolean | null) => (up === null ? 'unknown' : up ? 'up' : 'down');

function Targets({ preview: { targets, targetCount } }: { preview: MappingPreview }) {
  const isTrouble = targets.some(({ up }) => up === false);
  return (
    <details className={classes.more} open={isTrouble || targets.length <= 3}>
      <summary>{formatCount(targetCount, 'target')}</summary>
      <ul className={classes.targets}>
        {targets.map(({ job, instance, up, lastError }) => (
          <li key={`${job} ${instance}`} className={classes.target}>
            <StateMark verdict={verdictOf(up)} size={12} />
            <code>{instance || 'no instance label'}</code>
            <span className="sb-muted">{job}</span>
            {lastError ? <span>{lastError}</span> : null}
          </li>
        ))}
        {targetCount > targets.length ? <li className="sb-muted">and {targetCount - targets.length} more</li> : null}
      </ul>
    </details>
  );
}
