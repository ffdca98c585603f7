import { formatIntervalMs, formatRate, formatRatio } from '#components/ui/format.ts';
import type { Saturation } from '#lib/model/gauge-view.ts';
import type { SignalPoint, SignalSource } from '#lib/model/signal.ts';
import { describeGauge, gaugeTitles } from './gauge-words.ts';

/** One value, and how it is known. */
export interface Provenance {
  name: string;
  /** As it is shown now; null where it is not known. */
  value: string | null;
  at: string | null;
  /** The span that it covers, s; null for what holds at one moment. */
  windowSeconds: number | null;
  dialect: string;
  rule: string;
  series: string;
  unit: string;
}

interface Signals {
  source: SignalSource | null;
  latest: (SignalPoint & { windowSeconds: number }) | null;
}

/** Rate, errors and latency. */
export function provenanceOfSignals({ source, latest }: Signals): Provenance[] {
  if (!source) return [];
  const base = { at: latest?.at ?? null, windowSeconds: latest ? Math.round(latest.windowSeconds) : null, dialect: source.dialect };
  const counted = { ...base, series: source.requests ?? 'no family counts requests' };
  const [rate = source.rule, durations = source.rule] = source.rule.split(/, (.*)/s);
  const timed = { ...base, rule: durations, series: source.latency ?? 'no family tells durations', unit: source.unit ?? 'not said' };
  const ratio = (value: number | null | undefined) => (value == null ? null : formatRatio(value));
  const told = source.status === null ? 'no label says how requests ended: not known, and not 0' : `share of requests by label ${source.status}`;
  const percentile = (name: 'p50' | 'p95' | 'p99') => {
    const interval = latest?.latencyMs[name] ?? null;
    return { ...timed, name, value: interval && formatIntervalMs(interval) };
  };
  return [
    { ...counted, name: 'Rate', value: latest?.requestRate == null ? null : formatRate(latest.requestRate), rule: rate, unit: 'requests per second' },
    { ...counted, name: 'Errors (5xx)', value: ratio(latest?.errorRatio), rule: told, unit: 'share of requests' },
    { ...counted, name: 'Client errors (4xx)', value: ratio(latest?.clientErrorRatio), rule: told, unit: 'share of requests' },
    percentile('p50'),
    percentile('p95'),
    percentile('p99'),
  ];
}

/** How full the service is. */
export function provenanceOfGauges({ gauges }: Pick<Saturation, 'gauges'>): Provenance[] {
  return gauges.map((gauge) => ({
    ...gauge.source,
    name: gauge.of === '' ? gaugeTitles[gauge.kind] : `${gaugeTitles[gauge.kind]} ${gauge.of}`,
    value: describeGauge(gauge),
    ...{ at: gauge.at, windowSeconds: null },
  }));
}

/** Start, restarts and version. */
export function provenanceOfProcesses({ processes }: Pick<Saturation, 'processes'>): Provenance[] {
  return processes.flatMap(({ place, at, version, versionFrom, startedAt, restarts }) => {
    const where = place === '' ? '' : ` of ${place}`;
    const base = { at, windowSeconds: null, dialect: 'process metrics', series: 'process_start_time_seconds' };
    const rows: Provenance[] = [];
    if (startedAt) {
      rows.push({ ...base, name: `Start${where}`, value: startedAt, rule: 'as the process says it', unit: 'seconds since 1970, by the dialect' });
      rows.push({
        ...base,
        name: `Restarts${where}`,
        value: String(restarts),
        rule: 'times that the start became a later one',
        unit: 'a plain count',
      });
    }
    if (version)
      rows.push({
        ...base,
        name: `Version${where}`,
        value: version,
        dialect: 'build info',
        rule: 'a label of it',
        series: versionFrom ?? '',
        unit: 'text',
      });
    return rows;
  });
}
