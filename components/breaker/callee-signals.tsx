'use client';

import { useQuery } from '@tanstack/react-query';
import { Fault } from '#components/ui/fault.tsx';
import { formatIntervalMs, formatMs, formatRatio } from '#components/ui/format.ts';
import { orpc } from '#lib/client/client.ts';
import type { RibbonWindow } from './breakers-state.ts';
import { windowMs } from './breakers-state.ts';
import classes from './cause.module.css';
import { seriesInSteps } from './cause-series.ts';
import trail from './trail.module.css';
import { layTrail } from './trail-path.ts';

interface CalleeSignalsProps {
  callee: string;
  /** The end of the window: that of the ribbon underneath. */
  at: string;
  window: RibbonWindow;
}

/** How the callee answered meanwhile: its p95 and its share of 5xx, on the time axis of the ribbon underneath. */
export function CalleeSignals({ callee, at, window }: CalleeSignalsProps) {
  const { data, error, refetch } = useQuery(orpc.service.signals.queryOptions({ input: { name: callee, window } }));
  if (!data)
    return error ? (
      <Fault error={error} what={`The metrics of ${callee} could not be read`} onRetry={() => void refetch()} />
    ) : (
      <div className={classes.space} />
    );
  const { p95, errors } = seriesInSteps(data.series, Date.parse(at), windowMs[window], data.stepSeconds * 1000);
  const tells = p95.some((value) => value !== null) || errors.some((value) => value !== null);
  if (!tells) return <p className={classes.none}>The metrics of {callee} tell neither durations nor errors of this time.</p>;
  const latest = data.series.at(-1);
  return (
    <div className={classes.tracks}>
      <Track name={`${callee} p95`} values={p95} now={formatIntervalMs(latest?.latencyMs.p95 ?? null)} top={formatMs} />
      <Track name={`${callee} 5xx`} values={errors} now={formatRatio(latest?.errorRatio ?? null)} top={formatRatio} />
    </div>
  );
}

interface TrackProps {
  name: string;
  values: (number | null)[];
  now: string;
  top: (value: number) => string;
}

const [width, height] = [1000, 28];

function Track({ name, values, now, top }: TrackProps) {
  if (values.every((value) => value === null)) return null;
  const greatest = Math.max(0, ...values.map((value) => value ?? 0));
  const { line, dots } = layTrail(values, null, { width, height });
  return (
    <figure className={classes.track}>
      <figcaption className={classes.caption}>
        <span>{name}</span>
        <span className="sb-number">
          now {now} · at most {top(greatest)}
        </span>
      </figcaption>
      <svg className={classes.plot} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={line} className={`${trail.line} ${classes.stroke}`} />
        <path d={dots} className={`${trail.single} ${classes.stroke}`} />
      </svg>
    </figure>
  );
}
