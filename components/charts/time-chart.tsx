'use client';

import { useElementSize } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { Instant } from '#components/ui/instant.tsx';
import { Axes, insetStyle } from './axes.tsx';
import classes from './chart.module.css';
import { formatValue, sampleTimes } from './chart-data.ts';
import { insetOf, type TimeChartProps } from './series.ts';

export type { TimeSeries } from './series.ts';

const Plot = dynamic(() => import('./time-plot.tsx').then((module) => module.TimePlot), { ssr: false, loading: Axes });

/** Series over time on one axis from zero. Keeps its height while it loads. */
export function TimeChart(props: TimeChartProps) {
  const { ref, width } = useElementSize();
  return (
    <figure className={classes.figure} aria-label={props.label}>
      <div ref={ref} className={classes.plot} style={{ height: props.height, ...insetStyle(insetOf(props)) }}>
        {width > 0 ? <Plot {...props} width={width} /> : <Axes />}
      </div>
      <TableTwin {...props} />
    </figure>
  );
}

const mostRows = 24;

/** The same values as a table, for those who do not see the plot. */
function TableTwin({ series, unit, label, window }: TimeChartProps) {
  const byTime = series.map(({ points }) => new Map(points.map(({ at, value }) => [at, value])));
  return (
    <div className="sb-hidden">
      <table>
        <caption>
          {label}, last {window}
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ key, label: name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sampleTimes(series, mostRows).map((at) => (
            <tr key={at}>
              <th scope="row">
                <Instant at={at} />
              </th>
              {series.map((each, index) => (
                <td key={each.key}>{formatValue(byTime[index]?.get(at) ?? null, each.unit ?? unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
