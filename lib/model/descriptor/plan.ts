import { registrationDefaults } from '../registration-defaults.ts';
import { type Service, type StoredRegistration, targetUrl } from '../service.ts';
import type { Draft, Spoken } from './draft.ts';

/** What is stored of a service, its credentials left aside. */
export type Stored = Omit<StoredRegistration, 'apiKey' | 'bearerToken' | 'displayName'> & { displayName: string };

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

export interface Step {
  name: string;
  action: 'create' | 'change' | 'same';
  changes: FieldChange[];
  /** The whole service as it shall be. */
  after: Stored;
}

const defaults: Omit<Stored, 'name' | 'displayName'> = {
  ...registrationDefaults,
  baseUrl: null,
  instances: [],
  tags: [],
  links: [],
  dependencies: [],
  datastores: [],
  publishes: [],
  subscribes: [],
};

const fields: (keyof Stored)[] = ['displayName', ...(Object.keys(defaults) as (keyof Stored)[])];

/** What a registration that says nothing but its name amounts to. */
export function emptyService(name: string): Stored {
  return { ...structuredClone(defaults), name, displayName: name };
}

/** The stored fields of a service, without its state. */
export function storedOf(service: Service): Stored {
  return { ...Object.fromEntries(fields.map((field) => [field, service[field as keyof Service]])), name: service.name } as unknown as Stored;
}

const textOfItem = (item: unknown) =>
  typeof item === 'object' && item !== null ? JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : JSON.stringify(item);

/** Lists are sets: their order means nothing. */
export function isSame(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return textOfItem(before) === textOfItem(after);
  const [a, b] = [new Set(before.map(textOfItem)), new Set(after.map(textOfItem))];
  return a.size === b.size && [...a].every((item) => b.has(item));
}

function applySpoken<K extends string, T extends { kind: K }, U extends { kind: K }>(
  before: T[],
  spoken: Spoken<K, U> | null,
  whole: (item: U) => T,
): T[] {
  if (!spoken) return before;
  const kept = before.filter(({ kind }) => !spoken.kinds.includes(kind));
  return [...kept, ...spoken.items.map(whole)];
}

const uniqueBy = <T>(items: T[], keyOf: (item: T) => string) => [...new Map(items.map((item) => [keyOf(item), item])).values()];

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** The service after what the files say; what they do not speak of stays. */
export function applyDraft(before: Stored, draft: Draft): Stored {
  const weak = Object.fromEntries(Object.entries(draft.weak).filter(([field]) => isNothing(before[field as keyof Stored])));
  const said = placed(before, draft, { ...weak, ...draft.fields });
  if (draft.scrapeUrl !== null && isScrapedAt(before, draft.scrapeUrl)) for (const field of ['baseUrl', 'metricsPath'] as const) delete said[field];
  const criticalOf = new Map(before.dependencies.map(({ service, kind, critical }) => [`${service} ${kind}`, critical]));
  const dependencies = applySpoken(before.dependencies, draft.dependencies, ({ service, kind, critical }) => ({
    ...{ service, kind },
    critical: critical ?? criticalOf.get(`${service} ${kind}`) ?? true,
  }));
  return {
    ...before,
    ...(said as Partial<Stored>),
    links: uniqueBy(
      applySpoken(before.links, draft.links, (link) => link),
      ({ kind, url }) => `${kind} ${url}`,
    ).slice(0, 20),
    dependencies: uniqueBy(dependencies, ({ service, kind }) => `${service} ${kind}`).slice(0, 200),
  };
}

/**
 * Where a list of targets has one left of several: it is looked at there and nowhere else. An address that callers use stays as it is; one
 * that was merely the first of the targets gives way.
 */
function placed(before: Stored, { scrapeUrl }: Draft, said: Partial<Stored>): Partial<Stored> {
  const { baseUrl, ...others } = said;
  if (scrapeUrl === null || !baseUrl || said.instances || before.instances.length === 0) return said;
  const isOwn = before.baseUrl !== null && !before.instances.includes(before.baseUrl);
  return isOwn && before.baseUrl !== baseUrl ? { ...others, instances: [baseUrl] } : { ...said, instances: [] };
}

function isScrapedAt({ baseUrl, metricsPath }: Stored, url: string): boolean {
  return baseUrl !== null && metricsPath !== null && new URL(targetUrl(baseUrl, metricsPath)).href === url;
}

/** What importing a draft would do to a service as it is now; `before` is null where there is none. */
export function planService(draft: Draft, before: Stored | null): Step {
  const from = before ?? emptyService(draft.name);
  const after = applyDraft(from, draft);
  const changes = fields
    .filter((field) => !isSame(from[field], after[field]))
    .map((field) => ({ field, before: before === null ? null : from[field], after: after[field] }));
  const action = before === null ? 'create' : changes.length > 0 ? 'change' : 'same';
  return { name: draft.name, action, changes, after };
}
