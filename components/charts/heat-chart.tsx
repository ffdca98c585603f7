'use client';

import { useElementSize } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import { formatClock, formatClockSeconds, formatDay, formatIntervalMs, formatNumber, formatRatio } from '#components/ui/format.ts';
import { Instant } from '#components/ui/instant.tsx';
import { useHydrated } from '#components/ui/now.tsx';
import { spellTime } from '#lib/model/quantity.ts';
import { Axes, insetStyle } from './axes.tsx';
import classes from './chart.module.css';
import heatClasses from './heat.module.css';
import { type HeatChartProps, type HeatColumn, type HeatData, type HeatLook, lookOf, percentileNames, shades } from './heat.ts';
import { fullestRow, rowAt, scaleOf, stepsOf } from './heat-geometry.ts';

/** A cursor that moves draws nothing of this anew. */
const Plot = memo(dynamic(() => import('./heat-plot.tsx').then((module) => module.HeatPlot), { ssr: false, loading: Axes }));

interface Cursor {
  step: number;
  /** Null: the row that most requests fell into. */
  row: number | null;
}

/** Durations over time as the buckets hold them. Pointer, finger and arrow keys read single steps. Keeps its height while it loads. */
export function HeatChart(props: HeatChartProps) {
  const { ref, width } = useElementSize();
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const { heat, height, density, marks, label, fontPx } = props;
  const hasMarks = marks.length > 0;
  const look = useMemo(() => lookOf({ density, width, height, hasMarks, fontPx }), [density, width, height, hasMarks, fontPx]);
  return (
    <figure className={classes.figure} aria-label={label}>
      <div ref={ref} className={heatClasses.frame} style={{ height, ...insetStyle(insetOf(look)) }}>
        {width > 0 ? <Plot {...props} width={width} look={look} /> : <Axes />}
        {density === 'wall' ? null : <CursorArea {...props} {...{ look, cursor, width }} onMove={setCursor} />}
      </div>
      {density === 'wall' ? null : (
        <div className={heatClasses.readout} data-density={density}>
          {cursor ? <Readout heat={heat} cursor={cursor} /> : <Legend heat={heat} isShort={look.namesOnly} />}
        </div>
      )}
      <Twin heat={heat} label={label} />
    </figure>
  );
}

const insetOf = ({ axisWidth, axisHeight, labelWidth, stripHeight }: HeatLook) => ({
  left: axisWidth,
  top: stripHeight,
  right: labelWidth,
  bottom: axisHeight,
});

interface CursorAreaProps extends HeatChartProps {
  look: HeatLook;
  width: number;
  cursor: Cursor | null;
  onMove: (cursor: Cursor | null) => void;
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));

/** Lies over the plot and takes what points at it. */
function CursorArea({ heat, height, objective, look, width, cursor, onMove, label }: CursorAreaProps) {
  const steps = stepsOf(heat);
  const last = steps.count - 1;
  const box = { x: 0, y: 0, width: Math.max(1, width - look.axisWidth - look.labelWidth), height: height - look.stripHeight - look.axisHeight };
  const scale = scaleOf(heat.rows, objective?.thresholdMs ?? null);
  const spanMs = Date.parse(heat.to) - Date.parse(heat.from);
  const pointAt = (event: PointerEvent<HTMLElement>) => {
    const area = event.currentTarget.getBoundingClientRect();
    const agoMs = (1 - (event.clientX - area.left) / area.width) * spanMs;
    onMove({ step: clamp(last - Math.floor(agoMs / steps.stepMs), last), row: rowAt(event.clientY - area.top, heat.rows, scale, box) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -last, End: last };
    const rowMove = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const at = cursor ?? { step: last, row: null };
    if (event.key === 'Escape') return onMove(null);
    if (rowMove === undefined && moves[event.key] === undefined) return;
    event.preventDefault();
    const row = at.row ?? fullestRow(steps.columnAt(at.step) ?? { counts: [] }) ?? 0;
    if (rowMove !== undefined) return onMove({ ...at, row: clamp(row + rowMove, heat.rows.length - 1) });
    onMove({ ...at, step: cursor ? clamp(at.step + (moves[event.key] ?? 0), last) : last });
  };
  const right = cursor ? (last - cursor.step) * steps.stepMs : 0;
  return (
    <div
      className={heatClasses.cursorArea}
      style={{ left: look.axisWidth, top: look.stripHeight, width: box.width, height: box.height }}
      role="slider"
      tabIndex={0}
      aria-label={`${label}, step by step`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={cursor?.step ?? last}
      aria-valuetext={describeStep(steps.columnAt(cursor?.step ?? last), heat, cursor?.row ?? null)}
      onPointerMove={pointAt}
      onPointerDown={pointAt}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onMove(null)}
      onBlur={() => onMove(null)}
      onKeyDown={onKeyDown}
    >
      {cursor ? (
        <span
          className={heatClasses.cursor}
          style={{ right: `${(right / spanMs) * 100}%`, width: `${Math.max(0.2, (steps.stepMs / spanMs) * 100)}%` }}
        />
      ) : null}
    </div>
  );
}

/** `412 requests, p50 < 100 ms, …, 62 % in 100–250 ms`. */
function partsOf(column: HeatColumn | null, { rows }: HeatData, row: number | null): string[] {
  if (!column) return ['no data'];
  const shown = row ?? fullestRow(column);
  const bucket = shown === null ? null : rows[shown];
  return [
    `${formatNumber(Math.round(column.count), 0)} requests`,
    ...percentileNames.map((name) => `${name} ${formatIntervalMs(column[name])}`),
    ...(bucket && shown !== null ? [`${formatRatio(column.shares[shown] ?? 0)} in ${formatIntervalMs(bucket)}`] : []),
  ];
}

const describeStep = (column: HeatColumn | null, heat: HeatData, row: number | null) => partsOf(column, heat, row).join(', ');

function Readout({ heat, cursor: { step, row } }: { heat: HeatData; cursor: Cursor }) {
  const hydrated = useHydrated();
  const { columnAt, endOf, stepMs } = stepsOf(heat);
  const endMs = endOf(step);
  const clock = stepMs < 60_000 ? formatClockSeconds : formatClock;
  return (
    <span className={heatClasses.parts}>
      <span className={heatClasses.time}>{hydrated ? `${formatDay(endMs - stepMs)}, ${clock(endMs - stepMs)}–${clock(endMs)}` : ''}</span>
      {partsOf(columnAt(step), heat, row).map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  );
}

/** What the shades mean. */
function Legend({ heat, isShort }: { heat: HeatData; isShort: boolean }) {
  return (
    <span className={heatClasses.legend}>
      <span>{isShort ? `share of ${spellTime(heat.stepSeconds * 1000)}` : `share of the requests of ${spellTime(heat.stepSeconds * 1000)}`}</span>
      <span className={heatClasses.ramp} aria-hidden="true">
        {shades.map((end, index) => (
          <span key={end} className={heatClasses.swatch} style={{ background: `var(--sb-heat-${index + 1})` }} />
        ))}
      </span>
      <span>{isShort ? '≤ 1 to > 75 %' : '≤ 1 % to more than 75 %'}</span>
    </span>
  );
}

const mostRows = 24;
const Twin = memo(TableTwin);

/** The same values as a table, for those who do not see the plot. */
function TableTwin({ heat, label }: { heat: HeatData; label: string }) {
  const columns = heat.columns.toReversed();
  const stride = Math.max(1, Math.ceil(columns.length / mostRows));
  return (
    <div className="sb-hidden">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Requests</th>
            {percentileNames.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Most of them</th>
          </tr>
        </thead>
        <tbody>
          {columns
            .filter((_, index) => index % stride === 0)
            .map((column) => {
              const row = fullestRow(column);
              return (
                <tr key={column.at}>
                  <th scope="row">
                    <Instant at={column.at} />
                  </th>
                  <td>{formatNumber(Math.round(column.count), 0)}</td>
                  {percentileNames.map((name) => (
                    <td key={name}>{formatIntervalMs(column[name])}</td>
                  ))}
                  <td>{formatIntervalMs((row === null ? null : heat.rows[row]) ?? null)}</td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </div>
  );
}
