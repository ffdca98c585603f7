import { CommandError } from '../fault.ts';
import { equalJson, type Json, type JsonObject, stableText } from '../json.ts';
import { readChoice, readNumber } from '../options.ts';

/** One option of `register`: the field it fills, how its text is read, and what stands where nobody said anything. */
interface Field {
  name: string;
  about: string;
  /** How it is shown in the usage. */
  shown: string;
  isMany?: boolean;
  read: (option: string, texts: string[]) => Json;
  /** What Signalbox fills in. */
  usual: Json;
}

const last = (texts: string[]) => texts.at(-1) ?? '';
/** An empty value takes away what was there. */
const readName = (_: string, texts: string[]) => last(texts) || null;
const readWords = (_: string, texts: string[]) => last(texts);
const readAll = (_: string, texts: string[]) => [...new Set(texts.flatMap((text) => text.split(',')).map((text) => text.trim()))].filter(Boolean);
const readCount = (option: string, texts: string[]) => readNumber(option, last(texts), { least: 0 }) ?? null;

function readLinks(option: string, texts: string[]): Json {
  return texts.filter(Boolean).map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new CommandError(`--${option} takes <kind>=<address>: runbook=https://wiki.example.com/orders, not ${text}.`);
    return { kind: text.slice(0, at).trim(), url: text.slice(at + 1).trim() };
  });
}

const kinds = ['http', 'event', 'datastore'] as const;

/** `payments`, `payments=event`, `payments=http,optional`. */
function readDependencies(option: string, texts: string[]): Json {
  return texts.filter(Boolean).map((text) => {
    const [service = '', rest = ''] = text.split('=');
    const [kind = '', ...words] = rest.split(',');
    const isOptional = [kind, ...words].includes('optional');
    const named = kind === '' || kind === 'optional' ? 'http' : readChoice(option, kind, kinds);
    return { service: service.trim(), kind: named, critical: !isOptional };
  });
}

const lifecycles = ['experimental', 'production', 'deprecated'] as const;

/** Every option that fills a field, in the order of the usage. */
export const fields: Record<string, Field> = {
  'display-name': { name: 'displayName', about: 'as people read it', shown: '<text>', read: readWords, usual: null },
  description: { name: 'description', about: '', shown: '<text>', read: readWords, usual: '' },
  'health-check-path': { name: 'healthCheckPath', about: '/health', shown: '<path>', read: readWords, usual: '/health' },
  'metrics-path': { name: 'metricsPath', about: '/metrics', shown: '<path>', read: readName, usual: '/metrics' },
  'openapi-path': { name: 'openapiPath', about: 'where it serves its document', shown: '<path>', read: readName, usual: null },
  instance: { name: 'instances', about: 'where it runs, if more than once', shown: '<base URL>', isMany: true, read: readAll, usual: [] },
  team: { name: 'team', about: '', shown: '<name>', read: readName, usual: null },
  domain: { name: 'domain', about: '', shown: '<name>', read: readName, usual: null },
  system: { name: 'system', about: '', shown: '<name>', read: readName, usual: null },
  tier: { name: 'tier', about: '1 to 4 (3)', shown: '<n>', read: readCount, usual: 3 },
  lifecycle: {
    ...{ name: 'lifecycle', about: 'experimental, production, deprecated', shown: '<word>', usual: 'production' },
    read: (option, texts) => readChoice(option, last(texts), lifecycles),
  },
  tag: { name: 'tags', about: 'several with commas', shown: '<tag>', isMany: true, read: readAll, usual: [] },
  link: { name: 'links', about: 'runbook, repository, dashboard, chat', shown: '<kind>=<URL>', isMany: true, read: readLinks, usual: [] },
  'depends-on': {
    ...{ name: 'dependencies', about: 'payments, payments=event, cache=datastore,optional', shown: '<service>' },
    ...{ isMany: true, read: readDependencies, usual: [] },
  },
  datastore: { name: 'datastores', about: '', shown: '<name>', isMany: true, read: readAll, usual: [] },
  publishes: { name: 'publishes', about: '', shown: '<topic>', isMany: true, read: readAll, usual: [] },
  subscribes: { name: 'subscribes', about: '', shown: '<topic>', isMany: true, read: readAll, usual: [] },
  'poll-interval-seconds': { name: 'pollIntervalSeconds', about: 'how often it is looked at (15)', shown: '<n>', read: readCount, usual: 15 },
  'timeout-seconds': { name: 'timeoutSeconds', about: 'for its callers (30)', shown: '<n>', read: readCount, usual: 30 },
  'max-retries': { name: 'maxRetries', about: 'for its callers (3)', shown: '<n>', read: readCount, usual: 3 },
  'retry-delay-seconds': { name: 'retryDelaySeconds', about: 'for its callers (1)', shown: '<n>', read: readCount, usual: 1 },
  'circuit-breaker-threshold': { name: 'circuitBreakerThreshold', about: 'for its callers (5)', shown: '<n>', read: readCount, usual: 5 },
  'circuit-breaker-timeout-seconds': {
    ...{ name: 'circuitBreakerTimeoutSeconds', about: 'for its callers (60)', shown: '<n>', read: readCount, usual: 60 },
  },
};

/** What Signalbox shows to the service; it never gives it back. */
export const secretFields: Record<string, string> = { 'api-key': 'apiKey', 'bearer-token': 'bearerToken' };

export const fieldOptions = Object.fromEntries(
  Object.entries(fields).map(([option, { isMany = false }]) => [
    option,
    isMany ? ({ type: 'string', multiple: true } as const) : ({ type: 'string' } as const),
  ]),
);

export const fieldUsage = Object.entries(fields)
  .map(([option, { shown, about }]) => `  ${`--${option} ${shown}`.padEnd(39)} ${about}`.trimEnd())
  .join('\n');

/** The fields that were said, as Signalbox takes them. */
export function readFields(values: Record<string, unknown>): JsonObject {
  const given = Object.entries(fields).filter(([option]) => values[option] !== undefined);
  return Object.fromEntries(given.map(([option, { name, read }]) => [name, read(option, [values[option]].flat() as string[])]));
}

/** Lists of a registration are sets. */
const inOrder = (value: Json | undefined): Json | undefined =>
  Array.isArray(value) ? value.toSorted((a, b) => (stableText(a) < stableText(b) ? -1 : 1)) : value;
const isSame = (a: Json | undefined, b: Json | undefined) => equalJson(inOrder(a), inOrder(b));

/** What is wanted and not so. */
export function differences(wanted: JsonObject, current: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !isSame(value, current[name])));
}

const usuals = new Map(Object.values(fields).map(({ name, usual }) => [name, usual]));

/** Whether nobody has said anything of a field of a registered service: it is as Signalbox fills it in. */
export function isUnsaid(name: string, current: JsonObject): boolean {
  if (name === 'displayName') return current.displayName === current.name;
  return isSame(usuals.get(name), current[name]);
}
