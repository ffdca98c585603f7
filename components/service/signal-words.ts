import type { Service } from '#lib/model/service.ts';
import type { SignalPoint, SignalSource } from '#lib/model/signal.ts';

export interface Explanation {
  title: string;
  text: string;
}

interface Signals {
  source: SignalSource | null;
  latest: SignalPoint | null;
  series: SignalPoint[];
}

/** Why there is nothing to draw, and what to do about it; null when there is something. */
export function explainNoSignals(service: Pick<Service, 'metricsPath' | 'targets' | 'pollIntervalSeconds'>, signals: Signals): Explanation | null {
  if (signals.latest !== null || signals.series.length > 0) return null;
  if (service.metricsPath === null)
    return {
      title: 'No metrics path',
      text: 'This service is registered without a metrics path. Set one in Settings to see rate, errors and latency.',
    };
  const target = service.targets.find(({ kind }) => kind === 'metrics');
  if (!target)
    return { title: 'Metrics not looked at yet', text: `The first look at ${service.metricsPath} comes within ${service.pollIntervalSeconds} s.` };
  if (!target.ok)
    return {
      title: 'Metrics refused',
      text: `${target.url}: ${target.reason}. Correct the path or the credentials in Settings, or the endpoint itself.`,
    };
  if (signals.source === null)
    return {
      title: 'No request family recognised',
      text: `${target.url} answers, but holds no family that counts requests in a form Signalbox knows, such as http_requests_total or http_request_duration_seconds.`,
    };
  return {
    title: 'Waiting for the second look',
    text: `Rates are differences of two scrapes; the next comes within ${service.pollIntervalSeconds} s.`,
  };
}
