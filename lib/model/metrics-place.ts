import type { Service } from './service.ts';

/** Where the metrics of a service are looked for: its own path, or labels at a metrics source. Null: nowhere. */
export function metricsPlaceOf({
  metricsPath,
  metricsSource,
  metricsSelector,
}: Pick<Service, 'metricsPath' | 'metricsSource' | 'metricsSelector'>): string | null {
  return metricsSource === null ? metricsPath : `${metricsSource} {${metricsSelector ?? ''}}`;
}
