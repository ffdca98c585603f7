import { formatMs, formatNumber, formatRatio } from '#components/ui/format.ts';
import type { Gauge, GaugeKind, GaugeUnit } from '#lib/model/gauge.ts';

export const gaugeTitles: Record<GaugeKind, string> = {
  inflight: 'In flight',
  cpu: 'Processor',
  memory: 'Memory',
  heap: 'Heap',
  eventloop: 'Event loop lag',
  gc: 'Garbage collection',
  pool: 'Pool',
  bulkhead: 'Bulkhead',
  queue: 'Queue',
  fds: 'File descriptors',
};

const kib = 1024;
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `60.5 MiB`. */
export function formatBytes(value: number): string {
  const power = value < kib ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log(value) / Math.log(kib)));
  return `${formatNumber(value / kib ** power)} ${byteUnits[power]}`;
}

const formats: Record<GaugeUnit, (value: number) => string> = {
  cores: (value) => `${formatNumber(value)} ${value === 1 ? 'core' : 'cores'}`,
  share: formatRatio,
  bytes: formatBytes,
  seconds: (value) => formatMs(value * 1000),
  count: (value) => formatNumber(value),
};

export const formatGauge = (value: number, unit: GaugeUnit): string => formats[unit](value);

/** `9 of 10`, `0.42 cores of 2 cores`; without a bound the value alone. */
export function describeGauge({ value, unit, bound }: Pick<Gauge, 'value' | 'unit' | 'bound'>): string {
  const now = formatGauge(value, unit);
  return bound === null || unit === 'share' ? now : `${now} of ${formatGauge(bound, unit)}`;
}

/** From here on something is nearly full. */
export const nearlyFull = 0.9;
