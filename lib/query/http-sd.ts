import { targetUrl } from '#lib/model/service.ts';
import type { ServiceFilter } from '#lib/store/catalog-filter.ts';
import { listScrapeTargets, type ScrapeTarget } from '#lib/store/descriptor-target.ts';
import { type QueryContext, requireReader } from './context.ts';

export interface TargetGroup {
  targets: string[];
  labels: Record<string, string>;
}

type Filter = Pick<ServiceFilter, 'team' | 'domain' | 'tag' | 'lifecycle'>;

/** Every registered service that has metrics, as Prometheus discovers them by HTTP. */
export async function listTargetGroups(ctx: QueryContext, filter: Filter): Promise<TargetGroup[]> {
  requireReader(ctx);
  const targets = await listScrapeTargets(ctx.db, filter, ctx.nowMs);
  return targets.flatMap(({ baseUrls, ...target }) => groupByPlace(baseUrls, target.metricsPath).map((urls) => groupOf(urls, target)));
}

/** Targets of one group share scheme, path and query: instances that differ in them are groups of their own. */
function groupByPlace(baseUrls: readonly string[], metricsPath: string): URL[][] {
  const urls = baseUrls.map((baseUrl) => new URL(targetUrl(baseUrl, metricsPath)));
  return [...Map.groupBy(urls, ({ protocol, pathname, search }) => `${protocol} ${pathname}${search}`).values()];
}

function groupOf(urls: URL[], { name, team, domain, tier, lifecycle }: Omit<ScrapeTarget, 'baseUrls'>): TargetGroup {
  const [url] = urls as [URL, ...URL[]];
  const query = [...url.searchParams].map(([key, value]) => [`__param_${key}`, value]);
  return {
    targets: urls.map(({ hostname, host, port, protocol }) => (port === '' ? `${hostname}:${protocol === 'https:' ? 443 : 80}` : host)),
    labels: {
      __scheme__: url.protocol.slice(0, -1),
      __metrics_path__: url.pathname,
      ...Object.fromEntries(query),
      service: name,
      ...(team === null ? {} : { team }),
      ...(domain === null ? {} : { domain }),
      tier: String(tier),
      lifecycle,
    },
  };
}
