import { formatNumber, formatShare, formatWindow } from '#components/ui/format.ts';
import type { ObjectiveState } from '#lib/model/latency/choice.ts';
import type { Comparison } from '#lib/model/latency/compare.ts';
import type { ObjectiveStanding } from '#lib/model/latency/objective.ts';
import type { Latency } from '#lib/model/latency.ts';
import { metricsPlaceOf } from '#lib/model/metrics-place.ts';
import type { Service } from '#lib/model/service.ts';

export const objectiveWord: Record<ObjectiveState, string> = {
  kept: 'kept',
  missed: 'missed',
  'cannot-tell': 'cannot tell',
  'no-data': 'no data',
};

export const comparisonWord: Record<Comparison, string> = { faster: 'faster', slower: 'slower', 'cannot-tell': 'cannot tell' };

const percent = (share: number) => `${formatNumber(share * 100)} %`;

/** What follows from the buckets: the share that was slower, and where they do not say enough, what would. */
export function describeStanding({ state, slower, allowed, addBound }: ObjectiveStanding): string {
  if (state === 'no-data') return 'no requests to judge it by';
  if (!slower && state !== 'cannot-tell') return 'by its summaries; how many are slower only a histogram tells';
  if (!slower) return 'cannot be judged without buckets: export a histogram';
  if (state === 'cannot-tell' && addBound) return `cannot be judged with these buckets: add ${addBound.value}`;
  return `${formatShare(slower)} of requests slower, ${percent(allowed)} allowed`;
}

/** How much of the error budget is spent: `24–68 %`, `10 ×`. */
export function describeBudget({ slower, allowed }: Pick<ObjectiveStanding, 'slower' | 'allowed'>): string | null {
  if (!slower) return null;
  const [low, high] = [slower.low / allowed, slower.high / allowed];
  if (low < 2) return `${formatShare({ low, high })} of the budget spent`;
  const times = formatNumber(Number(low.toPrecision(2)));
  return low === high ? `${times} times the budget spent` : `at least ${times} times the budget spent`;
}

export interface Explanation {
  title: string;
  text: string;
}

type Watched = Pick<Service, 'name' | 'baseUrl' | 'metricsPath' | 'metricsSource' | 'metricsSelector' | 'signalsAt' | 'targets'>;

/** Why there is no latency to draw, and what would bring it. */
export function explainNoLatency(service: Watched, { source, window }: Pick<Latency, 'source' | 'window'>): Explanation {
  const { name, baseUrl, targets, metricsSource } = service;
  if (baseUrl === null && metricsSource === null)
    return { title: 'No base URL yet', text: `Nobody knows where ${name} is. Give it a base URL in Settings.` };
  if (metricsPlaceOf(service) === null)
    return { title: 'No metrics path', text: `${name} has no metrics path. Set one in Settings to see how long it takes.` };
  const failed = targets.find(({ kind, ok }) => kind === 'metrics' && !ok);
  if (failed)
    return {
      title: 'Metrics refused',
      text: `${failed.url}: ${failed.reason}. Correct the path or the credentials in Settings, or the endpoint itself.`,
    };
  if (source?.latency)
    return {
      title: `No requests in the last ${formatWindow(window)}`,
      text: `${source.latency} is there; nothing was observed in this window. Choose a longer one.`,
    };
  return {
    title: 'No durations in the metrics',
    text: `${name} exports no family of request durations that Signalbox knows. Add a histogram named http_server_request_duration_seconds, with a bucket bound at what you want to keep to; the Signalbox SDK brings one.`,
  };
}
