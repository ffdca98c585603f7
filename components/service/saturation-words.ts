import type { Saturation } from '#lib/model/gauge-view.ts';
import { metricsPlaceOf } from '#lib/model/metrics-place.ts';
import type { Service } from '#lib/model/service.ts';
import type { Explanation } from './signal-words.ts';

/** Why nothing says how full a service is, and what to do about it. */
export function explainNoGauges(
  service: Pick<Service, 'name' | 'baseUrl' | 'metricsPath' | 'metricsSource' | 'metricsSelector' | 'targets' | 'pollIntervalSeconds'>,
  { at }: Pick<Saturation, 'at'>,
): Explanation {
  const place = metricsPlaceOf(service);
  const title = 'Not known yet';
  if (service.baseUrl === null && service.metricsSource === null) return { title, text: 'Without a base URL nobody knows where its metrics are.' };
  if (place === null) return { title, text: 'It has no metrics path. Set one in Settings to see how full the service is.' };
  const target = service.targets.find(({ kind }) => kind === 'metrics');
  if (target && !target.ok) return { title, text: `${target.url}: ${target.reason}.` };
  if (at === null) return { title, text: `The first look at ${place} comes within ${service.pollIntervalSeconds} s.` };
  return {
    title: 'This service exports no saturation',
    text: 'Its metrics answer, and tell of no processor, memory, pool or queue. The lines below add them.',
  };
}
