'use client';

import type { CSSProperties } from 'react';
import { ComposedChart, Line, usePlotArea, XAxis, YAxis } from 'recharts';
import { formatClock, formatDay, formatIntervalMs, formatMs } from '#components/ui/format.ts';
import classes from './chart.module.css';
import { spreadLabels, timeTicks } from './chart-data.ts';
import heatClasses from './heat.module.css';
import { type HeatChartProps, type HeatLook, type PercentileName, percentileNames } from './heat.ts';
import { axisBounds, barPaths, intervalRuns, observedPath, type Plane, placeMs, placeTime, scaleOf, shadePaths } from './heat-geometry.ts';

interface HeatPlotProps extends HeatChartProps {
  width: number;
  look: HeatLook;
}

/** Bars of percentiles in one bucket lie within each other. */
const insets: Record<PercentileName, number> = { p50: 4.5, p95: 2.5, p99: 0.5 };

/** The drawn heat map. Loaded on demand: recharts weighs more than the page around it. */
export function HeatPlot({ heat, height, objective, marks, label, width, look }: HeatPlotProps) {
  const { fontPx, axisWidth, axisHeight, labelWidth, stripHeight } = look;
  const scale = scaleOf(heat.rows, objective?.thresholdMs ?? null);
  const [fromMs, toMs] = [Date.parse(heat.from), Date.parse(heat.to)];
  const plotWidth = Math.max(120, width - labelWidth);
  const box = { x: axisWidth, y: stripHeight, width: plotWidth - axisWidth, height: height - stripHeight - axisHeight };
  const most = Math.max(2, Math.floor(box.width / (fontPx * 7.4)));
  const tick = { fill: 'var(--sb-muted)', fontSize: fontPx };
  const days = toMs - fromMs > 2 * 86_400_000;
  const bounds = axisBounds(heat.rows, scale, box, fontPx * 1.5);
  return (
    <div className={classes.inner}>
      <ComposedChart
        width={plotWidth}
        height={height}
        margin={{ top: stripHeight, right: 0, bottom: 0, left: 0 }}
        data={[
          { at: fromMs, ms: scale.floorMs },
          { at: toMs, ms: scale.topMs },
        ]}
        title={label}
        accessibilityLayer={false}
      >
        <XAxis
          dataKey="at"
          type="number"
          domain={[fromMs, toMs]}
          allowDataOverflow
          ticks={timeTicks(fromMs, toMs, most, -new Date(toMs).getTimezoneOffset() * 60_000)}
          interval={0}
          height={axisHeight}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--sb-line)' }}
          tickFormatter={days ? formatDay : formatClock}
        />
        <YAxis
          dataKey="ms"
          scale="log"
          domain={[scale.floorMs, scale.topMs]}
          allowDataOverflow
          ticks={bounds.map((bound) => Math.max(scale.floorMs, bound))}
          interval={0}
          width={axisWidth}
          tick={tick}
          tickLine={false}
          axisLine={false}
          tickFormatter={(value: number) => (scale.fromZero && value <= scale.floorMs ? '0' : formatBound(value))}
        />
        <Line dataKey="ms" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
        <Layers {...{ heat, marks, objective, look }} plane={{ fromMs, toMs, scale }} bounds={bounds} />
      </ComposedChart>
      <PercentileLabels {...{ heat, look, scale, box }} height={height} />
    </div>
  );
}

/** A bucket's bound as the axis writes it: `5 ms`, not `5.0 ms`. */
function formatBound(value: number): string {
  const ms = Number(value.toPrecision(12));
  return Number.isInteger(ms) && ms < 1000 ? `${ms} ms` : formatMs(ms);
}

interface LayersProps extends Pick<HeatPlotProps, 'heat' | 'marks' | 'objective' | 'look'> {
  plane: Omit<Plane, 'box'>;
  bounds: number[];
}

/** What lies on the plot, from the ground up: what was observed, bucket bounds, cells, percentiles, the objective, marks. */
function Layers({ heat, marks, objective, look, plane: open, bounds }: LayersProps) {
  const box = usePlotArea();
  if (!box) return null;
  const plane = { ...open, box };
  return (
    <g className={heatClasses.layers} style={{ fontSize: look.fontPx, '--stroke': `${look.strokePx}px` } as CSSProperties}>
      <path d={observedPath(heat, plane)} className={heatClasses.observed} />
      {shadePaths(heat, plane).map((path, shade) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a shade is its place
        <path key={shade} d={path} className={heatClasses.cell} fill={`var(--sb-heat-${shade + 1})`} />
      ))}
      <path d={bounds.map((bound) => `M${box.x} ${placeMs(bound, plane.scale, box)}h${box.width}`).join('')} className={heatClasses.bound} />
      {percentileNames.toReversed().map((name) => (
        <Percentile key={name} name={name} heat={heat} plane={plane} inset={insets[name] * look.strokePx} />
      ))}
      {objective ? <Objective {...objective} plane={plane} fontPx={look.fontPx} /> : null}
      <Marks marks={marks} plane={plane} fontPx={look.fontPx} />
    </g>
  );
}

/** A bar over the bucket, not a point in it: no more is known. */
function Percentile({ name, heat, plane, inset }: { name: PercentileName; heat: HeatPlotProps['heat']; plane: Plane; inset: number }) {
  const { bodies, edges } = barPaths(
    intervalRuns(heat, (column) => column[name]),
    plane,
    inset,
  );
  return (
    <g className={heatClasses.percentile} data-percentile={name}>
      <path d={bodies} className={heatClasses.body} />
      <path d={edges} />
    </g>
  );
}

function Objective({ thresholdMs, label, plane, fontPx }: NonNullable<HeatPlotProps['objective']> & { plane: Plane; fontPx: number }) {
  const { box } = plane;
  const y = placeMs(thresholdMs, plane.scale, box);
  const top = y - box.y < fontPx * 2 ? y + 2 : y - fontPx * 1.35 - 2;
  return (
    <g>
      <path d={`M${box.x} ${y}h${box.width}`} className={heatClasses.line} />
      <rect className={heatClasses.plate} x={box.x} y={top} width={label.length * fontPx * 0.56 + 12} height={fontPx * 1.35} />
      <text className={heatClasses.text} x={box.x + 6} y={top + fontPx}>
        {label}
      </text>
    </g>
  );
}

/** Names of marks are dropped before they run into each other; their lines stay. */
function Marks({ marks, plane, fontPx }: Pick<HeatPlotProps, 'marks'> & { plane: Plane; fontPx: number }) {
  const { box } = plane;
  let free = Number.NEGATIVE_INFINITY;
  const placed = marks
    .map((mark) => ({ ...mark, x: placeTime(Date.parse(mark.at), plane) }))
    .sort((a, b) => a.x - b.x)
    .map((mark) => {
      const width = mark.label.length * fontPx * 0.62;
      const isEnd = mark.x + width > box.x + box.width;
      const start = isEnd ? mark.x - width : mark.x;
      const isShown = start > free;
      if (isShown) free = start + width + fontPx / 2;
      return { ...mark, isShown, isEnd };
    });
  return placed.map(({ at, label, x, isShown, isEnd }) => (
    <g key={at + label}>
      <path d={`M${x} ${box.y - 2}v${box.height + 2}`} className={heatClasses.markLine} />
      <path d={`M${x - 4} ${box.y - 4}h8l-4 5z`} className={heatClasses.markHead} />
      {isShown ? (
        <text className={heatClasses.text} x={x} dx={isEnd ? '-0.6em' : '0.6em'} y={box.y - fontPx * 0.45} textAnchor={isEnd ? 'end' : 'start'}>
          {label}
        </text>
      ) : null}
    </g>
  ));
}

interface LabelsProps extends Pick<HeatPlotProps, 'heat' | 'look' | 'height'> {
  scale: Plane['scale'];
  box: Plane['box'];
}

/** Names and newest intervals at the height of the last step, instead of a legend. */
function PercentileLabels({ heat, look, scale, box, height }: LabelsProps) {
  const last = heat.columns.at(-1);
  const lines = look.namesOnly ? 1 : 2;
  const room = look.fontPx * 1.2 * lines;
  const wanted = percentileNames.map((name) => {
    const interval = last?.[name];
    if (!interval) return box.y + box.height / 2;
    const top = interval.high === null ? box.y : placeMs(interval.high, scale, box);
    return (placeMs(interval.low, scale, box) + top) / 2;
  });
  // Of two in one bucket the greater stands above.
  const places = spreadLabels(
    wanted.map((place, index) => place - index * 0.01 - box.y),
    room + 2,
    box.height,
  );
  return (
    <ul className={classes.labels} style={{ width: look.labelWidth - 8, height, fontSize: look.fontPx }} aria-hidden="true">
      {percentileNames.map((name, index) => (
        <li key={name} className={heatClasses.label} style={{ top: box.y + (places[index] ?? 0) - room / 2 }} data-percentile={name}>
          <span className={heatClasses.labelName}>{name}</span>
          {lines === 2 ? <span className="sb-number">{formatIntervalMs(last?.[name] ?? null)}</span> : null}
        </li>
      ))}
    </ul>
  );
}
