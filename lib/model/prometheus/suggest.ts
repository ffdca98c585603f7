import { calleeKey } from '../callee.ts';
import type { MappingSuggestion } from '../metrics-source.ts';
import { formatSelector, type Matcher } from './selector.ts';

export interface KnownTarget {
  labels: Readonly<Record<string, string>>;
  scrapeUrl: string;
}

/** Labels by which one job of many services tells them apart. */
const serviceLabels = ['service', 'app', 'app_kubernetes_io_name', 'service_name', 'container'];
const mostSuggestions = 8;

interface Match {
  matchers: Matcher[];
  why: string;
  rank: number;
}

const is = (label: string, value: string): Matcher => ({ label, op: '=', value });
const placeOf = (url: string) => (URL.canParse(url) ? new URL(url).host || null : null);

function matchTarget({ labels, scrapeUrl }: KnownTarget, name: string, baseUrl: string | null): Match | null {
  const job = labels.job ?? '';
  const place = baseUrl === null ? null : placeOf(baseUrl);
  const within = [...(job ? [is('job', job)] : []), ...(labels.namespace ? [is('namespace', labels.namespace)] : [])];
  const own = serviceLabels.find((label) => labels[label] !== undefined && calleeKey(labels[label]) === calleeKey(name));
  const narrowed = own === undefined ? within : [...within, is(own, labels[own] ?? '')];
  if (narrowed.length === 0) return null;
  if (place !== null && (placeOf(scrapeUrl) === place || labels.instance === place))
    return { matchers: narrowed, why: `scraped at ${place}, as its base URL says`, rank: 0 };
  if (job !== '' && job === name) return { matchers: within, why: 'the job has its name', rank: 1 };
  if (own !== undefined) return { matchers: narrowed, why: `the label ${own} has its name`, rank: 2 };
  if (job !== '' && calleeKey(job) === calleeKey(name)) return { matchers: within, why: 'the job is named alike', rank: 3 };
  return null;
}

/** Which labels may mean the service of this name and base URL, the likeliest first. */
export function suggestMappings(targets: readonly KnownTarget[], { name, baseUrl }: { name: string; baseUrl: string | null }): MappingSuggestion[] {
  const found = new Map<string, { why: string; rank: number; matchers: Matcher[] }>();
  for (const target of targets) {
    const match = matchTarget(target, name, baseUrl);
    if (!match) continue;
    const selector = formatSelector(match.matchers);
    const known = found.get(selector);
    if (!known || match.rank < known.rank) found.set(selector, match);
  }
  const covers = (matchers: readonly Matcher[]) =>
    targets.filter(({ labels }) => matchers.every(({ label, value }) => labels[label] === value)).length;
  return [...found]
    .sort(([a, one], [b, other]) => one.rank - other.rank || (a < b ? -1 : 1))
    .slice(0, mostSuggestions)
    .map(([selector, { why, matchers }]) => ({ selector, why, targets: covers(matchers) }));
}
