'use client';

import { useId } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatClock, formatDay } from '#components/ui/format.ts';
import classes from './chart.module.css';
import { formatValue, greatestOf, joinSeries, lastValue, niceTop, spreadLabels, timeTicks } from './chart-data.ts';
import { PlotTooltip } from './plot-tooltip.tsx';
import { labelWidthOf, room, type TimeChartProps, type TimeSeries } from './series.ts';
import { inkOf, opacityOf } from './tone.ts';

const { margin, axisWidth, axisHeight } = room;
const labelRoom = 16;
const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const spanMs = (window: string) => Number(window.slice(0, -1)) * (unitMs[window.at(-1) ?? 'h'] ?? 3_600_000);

const tick = { fill: 'var(--sb-muted)', fontSize: 12 };

/** The drawn chart. Loaded on demand: recharts weighs more than the page around it. */
export function TimePlot({ series, window, height, unit, objective, label, marks = [], width }: TimeChartProps & { width: number }) {
  const hatchId = useId();
  const to = Date.now();
  const from = to - spanMs(window);
  const top = niceTop(Math.max(greatestOf(series), objective ?? 0), unit);
  const labelWidth = labelWidthOf({ series });
  const plotWidth = Math.max(120, width - labelWidth);
  const ticks = timeTicks(from, to, Math.max(2, Math.floor((plotWidth - axisWidth) / 88)), -new Date(to).getTimezoneOffset() * 60_000);
  const days = to - from > 2 * 86_400_000;
  return (
    <div className={classes.inner}>
      <ComposedChart width={plotWidth} height={height} data={joinSeries(series, top)} margin={margin} title={label} accessibilityLayer>
        <defs>
          <pattern id={hatchId} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="1.5" height="5" fill="var(--sb-muted)" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--sb-line)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          allowDataOverflow
          ticks={ticks}
          interval={0}
          height={axisHeight}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--sb-line)' }}
          tickFormatter={days ? formatDay : formatClock}
        />
        <YAxis
          domain={[0, top]}
          allowDataOverflow
          ticks={[0, top / 2, top]}
          width={axisWidth}
          tick={tick}
          tickLine={false}
          axisLine={false}
          tickFormatter={(value: number) => formatValue(value, unit)}
        />
        {objective === undefined ? null : <ReferenceLine y={objective} stroke="var(--sb-ink)" strokeDasharray="4 3" />}
        {marks.map((mark) => (
          <ReferenceLine
            key={mark.at}
            x={Date.parse(mark.at)}
            stroke="var(--sb-muted)"
            strokeDasharray="2 2"
            label={{ value: mark.label, ...markLabel }}
          />
        ))}
        {series.map((each) => drawSeries(each, `url(#${hatchId})`))}
        <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--sb-muted)' }} content={<PlotTooltip series={series} unit={unit} />} />
      </ComposedChart>
      {labelWidth > 0 ? <Labels {...{ series, unit, top }} plotHeight={height - axisHeight - margin.top} /> : null}
    </div>
  );
}

const markLabel = { position: 'insideTopLeft', fill: 'var(--sb-muted)', fontSize: 12 } as const;

function drawSeries({ key, label, kind = 'line', tone = 'ink' }: TimeSeries, hatch: string) {
  const base = { dataKey: key, name: label, isAnimationActive: false, connectNulls: false, stroke: inkOf(tone) };
  if (kind === 'line') return <Line key={key} {...base} type="linear" dot={false} strokeWidth={1.5} activeDot={{ r: 3, strokeWidth: 0 }} />;
  const fill = tone === 'hatch' ? hatch : inkOf(tone);
  const shape = kind === 'range' ? ('stepAfter' as const) : ('linear' as const);
  return (
    <Area
      key={key}
      {...base}
      type={shape}
      fill={fill}
      fillOpacity={opacityOf(tone, kind)}
      strokeWidth={kind === 'range' ? 1 : 1.5}
      dot={false}
      activeDot={false}
    />
  );
}

interface LabelsProps {
  series: TimeSeries[];
  unit: TimeChartProps['unit'];
  top: number;
  plotHeight: number;
}

/** Names and newest values at the height where the series end, instead of a legend. */
function Labels({ series, unit, top, plotHeight }: LabelsProps) {
  const last = series.map(lastValue);
  const places = spreadLabels(
    last.map(({ height }) => Math.max(labelRoom - margin.top, plotHeight * (1 - Math.min(1, height / top)))),
    2 * labelRoom,
    plotHeight,
  );
  return (
    <ul className={classes.labels} aria-hidden="true">
      {series.map(({ key, label, tone = 'ink', unit: own }, index) => (
        <li key={key} className={classes.label} style={{ top: margin.top + (places[index] ?? 0) - labelRoom }}>
          <span className={classes.labelName}>
            <span className={classes.swatch} data-tone={tone} />
            {label}
          </span>
          <span className="sb-number">{formatValue(last[index]?.value ?? null, own ?? unit)}</span>
        </li>
      ))}
    </ul>
  );
}
