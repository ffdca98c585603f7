import { hostOfUrl } from '#lib/model/callee.ts';
import type { LadderLevel } from '#lib/model/ladder.ts';
import type { LatencyObjective } from '#lib/model/latency-objective.ts';
import { noBaseUrlReason, type Service, type ServicePatch, type StoredRegistration } from '#lib/model/service.ts';
import type { Prisma } from './generated/sqlite/client.ts';
import { cleanText, isoOf } from './sql.ts';
import { presentVerdict } from './stale.ts';

export const wholeService = {
  domain: true,
  system: true,
  team: true,
  tags: { orderBy: { tag: 'asc' } },
  links: { orderBy: { id: 'asc' } },
  dependencies: { orderBy: [{ callee: 'asc' }, { kind: 'asc' }] },
  datastores: { orderBy: { datastore: 'asc' } },
  topics: { orderBy: { topic: 'asc' } },
  state: true,
  targets: { orderBy: { kind: 'asc' } },
  instances: { orderBy: { position: 'asc' }, select: { url: true } },
  ladder: { select: { level: true } },
} satisfies Prisma.ServiceInclude;

export type WholeService = Prisma.ServiceGetPayload<{ include: typeof wholeService }>;
type StateRow = NonNullable<WholeService['state']>;

const kindOrder = ['health', 'metrics', 'document'];

function toState(state: StateRow, nowMs: number) {
  const { verdict, reason, since, checkedAt, staleAt } = state;
  const stored = { verdict, reason, sinceMs: since.getTime(), checkedAtMs: checkedAt?.getTime() ?? null, staleAtMs: staleAt?.getTime() ?? null };
  return {
    ...presentVerdict(stored, nowMs),
    checkedAt: isoOf(checkedAt),
    durationMs: state.durationMs,
    version: state.version,
    requestRate: state.requestRate,
    errorRatio: state.errorRatio,
    latencyMsP95: state.latencyMsP95Low === null ? null : { low: state.latencyMsP95Low, high: state.latencyMsP95High },
    signalsAt: isoOf(state.signalsAt),
    coverage: state.reporting === null || state.expected === null ? null : { reporting: state.reporting, expected: state.expected },
    certificateExpiresAt: isoOf(state.certificateExpiresAt),
  };
}

/** What is known of a service that nobody has looked at. */
export function firstReason(baseUrl: string | null): string {
  return baseUrl === null ? noBaseUrlReason : 'never looked at';
}

/** A service that has just been made has no state row for an instant only. */
function emptyState(createdAt: Date): StateRow {
  const nothing = { checkedAt: null, staleAt: null, durationMs: null, version: null, certificateExpiresAt: null, requestRate: null };
  const noSignals = { errorRatio: null, latencyMsP95Low: null, latencyMsP95High: null, signalsAt: null, signalSource: null };
  const noCoverage = { reporting: null, expected: null };
  const streaks = { failures: 0, slows: 0, successes: 0 };
  return {
    serviceId: 0,
    verdict: 'unknown',
    verdictRank: 2,
    reason: 'never looked at',
    since: createdAt,
    ...nothing,
    ...noSignals,
    ...noCoverage,
    ...streaks,
  };
}

/** An objective of two columns; null where there is none. */
export function toObjective(percentile: number | null, thresholdMs: number | null): LatencyObjective | null {
  if (percentile === null || thresholdMs === null) return null;
  return { percentile: percentile as LatencyObjective['percentile'], thresholdMs };
}

export function toService(row: WholeService, nowMs: number): Service {
  const { id: _id, domainId: _d, systemId: _s, teamId: _t, searchText: _text, host: _host, apiKeySealed, bearerTokenSealed, state, ...rest } = row;
  const { topics, targets, ladder, latencyObjectivePercentile, latencyObjectiveMs, ...fields } = rest;
  const topicsOf = (role: string) => topics.filter((topic) => topic.role === role).map(({ topic }) => topic);
  return {
    ...fields,
    latencyObjective: toObjective(latencyObjectivePercentile, latencyObjectiveMs),
    domain: row.domain?.name ?? null,
    instances: row.instances.map(({ url }) => url),
    system: row.system?.name ?? null,
    team: row.team?.name ?? null,
    tags: row.tags.map(({ tag }) => tag),
    links: row.links.map(({ kind, url }) => ({ kind, url })),
    dependencies: row.dependencies.map(({ callee, kind, critical }) => ({ service: callee, kind, critical })),
    datastores: row.datastores.map(({ datastore }) => datastore),
    publishes: topicsOf('publishes'),
    subscribes: topicsOf('subscribes'),
    ...toState(state ?? emptyState(row.createdAt), nowMs),
    level: (ladder?.level ?? null) as LadderLevel | null,
    hasApiKey: apiKeySealed !== null,
    hasBearerToken: bearerTokenSealed !== null,
    targets: targets
      .toSorted((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind))
      .map(({ kind, url, ok, reason, at, durationMs }) => ({ kind, url, ok, reason, at: at.toISOString(), durationMs })),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

type Searched = Pick<Service, 'name' | 'displayName' | 'description' | 'team' | 'domain' | 'system' | 'tags'>;

export function searchTextOf({ name, displayName, description, team, domain, system, tags }: Searched): string {
  return cleanText([name, displayName, team ?? '', domain ?? '', system ?? '', ...tags, description].join('\n').toLowerCase());
}

/** The words that a text must contain, each of them. */
export function searchWords(q: string | undefined): string[] {
  return cleanText(q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
}

const plainFields = [
  'baseUrl',
  'healthCheckPath',
  'metricsPath',
  'openapiPath',
  'metricsSource',
  'metricsSelector',
  'healthFromUp',
  'timeoutSeconds',
  'maxRetries',
  'retryDelaySeconds',
  'circuitBreakerThreshold',
  'circuitBreakerTimeoutSeconds',
  'pollIntervalSeconds',
  'tier',
  'lifecycle',
  'maintenance',
  'tryWrites',
] as const;

type PlainField = (typeof plainFields)[number];
type Columns = Omit<ServicePatch, 'baseUrl'> & { baseUrl?: string | null | undefined };

interface ObjectiveColumns {
  latencyObjectivePercentile: number | null;
  latencyObjectiveMs: number | null;
}

const objectiveColumns = (objective: LatencyObjective | null): ObjectiveColumns => ({
  latencyObjectivePercentile: objective?.percentile ?? null,
  latencyObjectiveMs: objective?.thresholdMs ?? null,
});

/** The columns that a patch gives a value to. */
export function toColumns(
  patch: Columns,
): Partial<Pick<StoredRegistration, PlainField | 'description'> & ObjectiveColumns & { displayName: string; host: string | null }> {
  const given = plainFields.filter((field) => patch[field] !== undefined).map((field) => [field, patch[field]]);
  return {
    ...Object.fromEntries(given),
    ...(patch.latencyObjective === undefined ? {} : objectiveColumns(patch.latencyObjective)),
    ...(patch.baseUrl === undefined ? {} : { host: hostOfUrl(patch.baseUrl)?.host ?? null }),
    ...(patch.displayName === undefined ? {} : { displayName: cleanText(patch.displayName) }),
    ...(patch.description === undefined ? {} : { description: cleanText(patch.description) }),
  };
}

const unique = <T>(items: T[], keyOf: (item: T) => string) => [...new Map(items.map((item) => [keyOf(item), item])).values()];

type Lists = Pick<ServicePatch, 'tags' | 'links' | 'dependencies' | 'datastores' | 'publishes' | 'subscribes'>;

const self = (text: string) => text;

/** The rows that replace a service's lists, for those lists that are given. */
export function toListRows(lists: Lists) {
  const topics = (names: string[], role: 'publishes' | 'subscribes') => unique(names.map(cleanText), self).map((topic) => ({ topic, role }));
  return {
    tags: lists.tags && unique(lists.tags.map(cleanText), self).map((tag) => ({ tag })),
    links: lists.links?.map(({ kind, url }) => ({ kind, url })),
    dependencies:
      lists.dependencies &&
      unique(lists.dependencies, (d) => `${d.service} ${d.kind}`).map(({ service, kind, critical }) => ({ callee: service, kind, critical })),
    datastores: lists.datastores && unique(lists.datastores.map(cleanText), self).map((datastore) => ({ datastore })),
    publishes: lists.publishes && topics(lists.publishes, 'publishes'),
    subscribes: lists.subscribes && topics(lists.subscribes, 'subscribes'),
  };
}
