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

type Mapped = Pick<Service, 'metricsSource' | 'metricsSelector' | 'targets' | 'pollIntervalSeconds'>;

/** The same where a metrics source is asked. */
function explainNoMapping({ metricsSource, metricsSelector, targets, pollIntervalSeconds }: Mapped, { source }: Signals): Explanation {
  const target = targets.find(({ kind }) => kind === 'metrics');
  if (!target) return { title: `${metricsSource} not asked yet`, text: `The first question comes within ${pollIntervalSeconds} s.` };
  if (!target.ok)
    return { title: 'No signals from the metrics source', text: `${target.reason}. The labels are {${metricsSelector}}: see Signals in Settings.` };
  if (source === null)
    return {
      title: 'No request family recognised',
      text: `${target.reason}. The labels are {${metricsSelector}}: see the preview under Signals in Settings.`,
    };
  return { title: 'Waiting for the second scrape', text: `Rates are differences of two scrapes, and ${metricsSource} has told of one so far.` };
}

/** Why there is nothing to draw, and what to do about it; null when there is something. */
export function explainNoSignals(
  service: Pick<Service, 'baseUrl' | 'metricsSource' | 'metricsSelector' | 'metricsPath' | 'targets' | 'pollIntervalSeconds'>,
  signals: Signals,
): Explanation | null {
  if (signals.latest !== null || signals.series.length > 0) return null;
  if (service.metricsSource !== null) return explainNoMapping(service, signals);
  if (service.baseUrl === null) return { title: 'No base URL yet', text: 'Nobody knows where this service is. Give it a base URL in Settings.' };
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
