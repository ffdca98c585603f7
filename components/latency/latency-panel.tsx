'use client';

import type { ReactNode } from 'react';
import type { HeatDensity } from '#components/charts/heat.ts';
import { HeatChart } from '#components/charts/heat-chart.tsx';
import { TimeChart, type TimeSeries } from '#components/charts/time-chart.tsx';
import { formatObjective } from '#components/ui/format.ts';
import type { Latency } from '#lib/model/latency.ts';
import classes from './latency.module.css';
import { ObjectiveMark } from './objective-mark.tsx';
import { describeBudget, describeStanding } from './words.ts';

interface LatencyPanelProps {
  latency: Latency;
  density: HeatDensity;
  /** Of the drawing, pixels. */
  height: number;
  /** Stands where there is nothing to draw. */
  empty: ReactNode;
}

/** How long a service takes, as its histogram tells it: what is asked of it, and the map of its buckets. */
export function LatencyPanel({ latency, density, height, empty }: LatencyPanelProps) {
  const { kind, objective, releases, window } = latency;
  if (kind === 'none') return empty;
  const marks = releases.map(({ at, to }) => ({ at, label: to }));
  const label = `Latency, last ${window}`;
  return (
    <div className={classes.panel} data-density={density}>
      {objective && density !== 'compact' ? <ObjectiveLine objective={objective} /> : null}
      {kind === 'histogram' ? (
        <HeatChart
          heat={latency}
          objective={objective && { thresholdMs: objective.thresholdMs, label: formatObjective(objective) }}
          {...{ marks, height, density, label }}
        />
      ) : (
        <PlainChart {...{ latency, marks, height, label, density }} />
      )}
    </div>
  );
}

interface PlainChartProps {
  latency: Latency;
  marks: { at: string; label: string }[];
  height: number;
  label: string;
  density: HeatDensity;
}

const plainNotes = {
  summary: 'Summaries: each series tells its own percentiles. Together they lie between the lowest and the highest; they are never averaged.',
  mean: 'The mean: the metrics hold sums and counts alone, and no percentile follows from them.',
};

/** What is told without buckets: percentiles as summaries bound them, or a mean, and called so. */
function PlainChart({ latency: { kind, columns, window, objective }, marks, height, label, density }: PlainChartProps) {
  const isMean = kind === 'mean';
  const series: TimeSeries[] = isMean
    ? [{ key: 'mean', label: 'mean', points: columns.map(({ at, meanMs }) => ({ at, value: meanMs })) }]
    : (['p99', 'p95', 'p50'] as const).map((name) => ({
        ...{ key: name, label: name, kind: 'range', tone: tones[name] },
        points: columns.map((column) => ({ at: column.at, value: column[name] })),
      }));
  return (
    <>
      <TimeChart
        {...{ series, window, height, marks }}
        unit="ms"
        label={`${isMean ? 'Mean of durations' : 'Percentiles of summaries'}: ${label}`}
        {...(isMean || !objective ? {} : { objective: objective.thresholdMs })}
      />
      {density === 'compact' ? <p className={classes.brief}>{isMean ? 'the mean: no histogram' : 'as summaries tell'}</p> : null}
      {density === 'desk' ? <p className={classes.note}>{plainNotes[isMean ? 'mean' : 'summary']}</p> : null}
    </>
  );
}

const tones = { p99: 'stale', p95: 'muted', p50: 'ink' } as const;

/** What is asked, how it stands, and how much of the budget is spent: as much as the buckets tell. */
export function ObjectiveLine({ objective }: { objective: NonNullable<Latency['objective']> }) {
  const budget = describeBudget(objective);
  return (
    <p className={classes.objective}>
      <ObjectiveMark state={objective.state} word />
      <span className={classes.asked}>{formatObjective(objective)}</span>
      <span>{describeStanding(objective)}</span>
      {budget && objective.state !== 'cannot-tell' ? <Budget objective={objective} words={budget} /> : null}
      {objective.state !== 'cannot-tell' && objective.addBound ? (
        <span className="sb-muted">exact with a bucket bound at {objective.addBound.value}</span>
      ) : null}
    </p>
  );
}

function Budget({ objective: { slower, allowed }, words }: { objective: NonNullable<Latency['objective']>; words: string }) {
  const [low, high] = [(slower?.low ?? 0) / allowed, (slower?.high ?? 0) / allowed].map((share) => Math.min(100, share * 100)) as [number, number];
  return (
    <span className={classes.budget}>
      <span className={classes.meter} aria-hidden="true">
        <span className={classes.spent} data-over={low >= 100 || undefined} style={{ width: `${low}%` }} />
        <span className={classes.perhaps} style={{ left: `${low}%`, width: `${high - low}%` }} />
      </span>
      {words}
    </span>
  );
}
