'use client';

import { TimeChart, type TimeSeries } from '#components/charts/time-chart.tsx';
import type { Outputs } from '#lib/client/outputs.ts';
import type { SignalPoint } from '#lib/model/signal.ts';

type Signals = Outputs['service']['signals'];

interface ChartProps {
  signals: Signals;
}

const height = 180;

function seriesOf(
  signals: Signals,
  style: Omit<TimeSeries, 'points'>,
  read: (point: SignalPoint) => TimeSeries['points'][number]['value'],
): TimeSeries {
  return { ...style, points: signals.series.map((point) => ({ at: point.at, value: read(point) })) };
}

export function RateChart({ signals }: ChartProps) {
  const series = [seriesOf(signals, { key: 'rate', label: 'rate', kind: 'area' }, (point) => point.requestRate)];
  return <TimeChart series={series} window={signals.window} height={height} unit="/s" label="Requests per second" />;
}

/** 5xx and 4xx in different inks: only one of them is the service's own trouble. */
export function ErrorsChart({ signals }: ChartProps) {
  const series = [
    seriesOf(signals, { key: 'client', label: '4xx', kind: 'area', tone: 'hatch' }, (point) => point.clientErrorRatio),
    seriesOf(signals, { key: 'server', label: '5xx', kind: 'area', tone: 'bad' }, (point) => point.errorRatio),
  ];
  return <TimeChart series={series} window={signals.window} height={height} unit="%" label="Share of answers that were errors" />;
}
