import { z } from 'zod';
import { heldLevelSchema } from './ladder.ts';
import { latencyObjectiveSchema } from './latency-objective.ts';
import { formatSelector, parseSelector } from './prometheus/selector.ts';
import { targetStateSchema } from './reading.ts';
import { registrationDefaults } from './registration-defaults.ts';
import { verdictSchema } from './verdict.ts';

const slugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
const slugHint = 'must be 1–63 lower-case letters, digits and hyphens, beginning with a letter or digit';

/** A name in URLs: services, teams, domains and systems have one. */
export const slugSchema = z
  .string()
  .regex(slugPattern, slugHint)
  .meta({ id: 'Slug', examples: ['orders'] });

const httpUrl = (what: string) =>
  z
    .string()
    .max(2048)
    .refine((text) => isPlainHttpUrl(text), `${what} must be an http or https URL without user info`)
    .meta({ format: 'uri', examples: ['https://example.com/orders'] });

/** http or https, no user info, no backslash, white space or control characters. */
export function isPlainHttpUrl(text: string): boolean {
  if (/[\\\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '' && url.hostname !== '';
}

export const baseUrlSchema = httpUrl('the base URL')
  .refine((text) => !URL.canParse(text) || (new URL(text).search === '' && new URL(text).hash === ''), 'must have no query and no fragment')
  .meta({ examples: ['https://orders.example.com'] });

/** More places of one service are not looked at. */
export const mostInstances = 50;

const pathSchema = z
  .string()
  .max(1024)
  .regex(/^\/[^\\\s\p{Cc}#]*$/u, 'must begin with / and have no spaces')
  .refine((text) => !text.startsWith('//'), 'must not begin with //');

const nameList = (what: string, max = 50) =>
  z
    .array(z.string().trim().min(1).max(100))
    .max(max, `at most ${max} ${what}`)
    .transform((names) => [...new Set(names)]);

export const lifecycleSchema = z.enum(['experimental', 'production', 'deprecated']);
export type Lifecycle = z.infer<typeof lifecycleSchema>;

export const linkSchema = z.object({ kind: z.enum(['runbook', 'repository', 'dashboard', 'chat']), url: httpUrl('a link') }).meta({ id: 'Link' });
/** What a service may declare to depend on: another service, or a host that nobody registered. */
export const calleeSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,252}(:\d{1,5})?$/, 'must be the name of a service, or a host with or without a port')
  .meta({ id: 'Callee', examples: ['payments', 'api.example.com:443'] });
export const dependencySchema = z
  .object({ service: calleeSchema, kind: z.enum(['http', 'event', 'datastore']).default('http'), critical: z.boolean().default(true) })
  .meta({ id: 'Dependency' });

/** Label matchers, kept in one spelling. */
export const selectorSchema = z
  .string()
  .trim()
  .max(2000)
  .transform((text, refinement) => {
    const { matchers, fault } = parseSelector(text);
    if (matchers !== null) return formatSelector(matchers);
    refinement.addIssue({ code: 'custom', message: fault });
    return z.NEVER;
  })
  .meta({ examples: ['job="orders", namespace="shop"'] });

/** Every field of a registration but the secrets, with neither default nor optionality. */
const fields = {
  name: slugSchema,
  displayName: z.string().trim().min(1).max(100),
  description: z.string().max(4000),
  baseUrl: baseUrlSchema,
  instances: z
    .array(baseUrlSchema)
    .max(mostInstances, `at most ${mostInstances} instances`)
    .transform((urls) => [...new Set(urls)])
    .meta({
      description:
        'Base URLs of the instances, where the service runs more than once: health and metrics are asked of each. Empty: of the base URL alone, which stays the address that callers use.',
    }),
  healthCheckPath: pathSchema,
  metricsPath: pathSchema.nullable(),
  openapiPath: pathSchema.nullable(),
  metricsSource: slugSchema.nullable().meta({
    description: 'The metrics source that the signals are taken from; null: Signalbox asks `metricsPath` itself.',
  }),
  metricsSelector: selectorSchema.nullable().meta({ description: 'The labels by which the metrics source knows the service.' }),
  healthFromUp: z.boolean().meta({
    description: 'Whether the metrics source was able to scrape the service stands for its health, instead of a look at `healthCheckPath`.',
  }),
  timeoutSeconds: z.number().min(0.1).max(600),
  maxRetries: z.number().int().min(0).max(20),
  retryDelaySeconds: z.number().min(0).max(300),
  circuitBreakerThreshold: z.number().int().min(1).max(1000),
  circuitBreakerTimeoutSeconds: z.number().min(1).max(3600),
  pollIntervalSeconds: z.number().int().min(1).max(3600),
  domain: slugSchema.nullable(),
  system: slugSchema.nullable(),
  team: slugSchema.nullable(),
  tier: z.number().int().min(1).max(4),
  lifecycle: lifecycleSchema,
  maintenance: z.boolean(),
  tryWrites: z.boolean().meta({ description: 'Allow trying operations other than GET and HEAD from the documentation.' }),
  latencyObjective: latencyObjectiveSchema.nullable().meta({ description: 'What the latency shall keep to; null: nothing is asked of it.' }),
  tags: nameList('tags'),
  links: z.array(linkSchema).max(20),
  dependencies: z.array(dependencySchema).max(200),
  datastores: nameList('datastores'),
  publishes: nameList('topics', 200),
  subscribes: nameList('topics', 200),
};

const secretSchema = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
  .nullable();
const secrets = {
  apiKey: secretSchema.optional().meta({ description: 'Sent as X-API-Key. Write-only.', writeOnly: true }),
  bearerToken: secretSchema.optional().meta({ description: 'Sent as Authorization: Bearer. Write-only.', writeOnly: true }),
};

const d = registrationDefaults;

/** What registers a service: a name and a base URL; everything else has a default. */
export const registrationSchema = z
  .strictObject({
    ...fields,
    ...secrets,
    displayName: fields.displayName.optional(),
    description: fields.description.default(d.description),
    instances: fields.instances.default([]),
    healthCheckPath: fields.healthCheckPath.default(d.healthCheckPath),
    metricsPath: fields.metricsPath.default(d.metricsPath),
    openapiPath: fields.openapiPath.default(d.openapiPath),
    metricsSource: fields.metricsSource.default(d.metricsSource),
    metricsSelector: fields.metricsSelector.default(d.metricsSelector),
    healthFromUp: fields.healthFromUp.default(d.healthFromUp),
    timeoutSeconds: fields.timeoutSeconds.default(d.timeoutSeconds),
    maxRetries: fields.maxRetries.default(d.maxRetries),
    retryDelaySeconds: fields.retryDelaySeconds.default(d.retryDelaySeconds),
    circuitBreakerThreshold: fields.circuitBreakerThreshold.default(d.circuitBreakerThreshold),
    circuitBreakerTimeoutSeconds: fields.circuitBreakerTimeoutSeconds.default(d.circuitBreakerTimeoutSeconds),
    pollIntervalSeconds: fields.pollIntervalSeconds.default(d.pollIntervalSeconds),
    domain: fields.domain.default(d.domain),
    system: fields.system.default(d.system),
    team: fields.team.default(d.team),
    tier: fields.tier.default(d.tier),
    lifecycle: fields.lifecycle.default(d.lifecycle),
    maintenance: fields.maintenance.default(d.maintenance),
    tryWrites: fields.tryWrites.default(d.tryWrites),
    latencyObjective: fields.latencyObjective.default(d.latencyObjective),
    tags: fields.tags.default([]),
    links: fields.links.default([]),
    dependencies: fields.dependencies.default([]),
    datastores: fields.datastores.default([]),
    publishes: fields.publishes.default([]),
    subscribes: fields.subscribes.default([]),
  })
  .meta({ id: 'Registration' });
export type Registration = z.infer<typeof registrationSchema>;
export type RegistrationInput = z.input<typeof registrationSchema>;

/** What is stored of a registration. An imported catalog often knows no address: such a service waits for one. */
export type StoredRegistration = Omit<Registration, 'baseUrl'> & { baseUrl: string | null };

/** Why nobody knows how a service without an address is. */
export const noBaseUrlReason = 'no base URL yet';

const { name: _name, ...changeable } = fields;

/** What may change later: everything but the name. A field left out stays as it is. */
export const servicePatchSchema = z
  .strictObject({ ...changeable, ...secrets })
  .partial()
  .meta({ id: 'ServicePatch' });
export type ServicePatch = z.infer<typeof servicePatchSchema>;

const instant = z.iso.datetime();

/** A percentile as the interval that the buckets allow, ms; `high` null = beyond the last bucket. */
export const intervalMsSchema = z.object({ low: z.number(), high: z.number().nullable() }).meta({ id: 'IntervalMs' });
export type IntervalMs = z.infer<typeof intervalMsSchema>;

/** Of how many instances the signals are made; null where a service has one address. */
export const coverageSchema = z
  .object({ reporting: z.number().int(), expected: z.number().int() })
  .meta({ id: 'Coverage', description: 'How many instances the values are made of, and how many there are; of a span the fewest.' });
export type Coverage = z.infer<typeof coverageSchema>;

/** A service's live state, as lists and the live feed carry it. */
export const serviceStateSchema = z.object({
  verdict: verdictSchema,
  reason: z.string(),
  since: instant,
  checkedAt: instant.nullable().meta({ description: 'When the health endpoint was last looked at.' }),
  durationMs: z.number().nullable(),
  version: z.string().nullable(),
  requestRate: z.number().nullable().meta({ description: 'Requests per second.' }),
  errorRatio: z.number().nullable().meta({ description: 'Share of 5xx answers, 0–1.' }),
  latencyMsP95: intervalMsSchema.nullable(),
  signalsAt: instant.nullable(),
  coverage: coverageSchema.nullable(),
});
export type ServiceState = z.infer<typeof serviceStateSchema>;

export const serviceSchema = z
  .object({
    ...fields,
    baseUrl: baseUrlSchema.nullable(),
    ...serviceStateSchema.shape,
    hasApiKey: z.boolean(),
    hasBearerToken: z.boolean(),
    certificateExpiresAt: instant.nullable(),
    level: heldLevelSchema,
    targets: z.array(targetStateSchema),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Service' });
export type Service = z.infer<typeof serviceSchema>;

/** One row of the catalog. */
export const serviceRowSchema = z
  .object({
    name: fields.name,
    displayName: fields.displayName,
    baseUrl: z.string().nullable(),
    instances: z.array(z.string()),
    domain: fields.domain,
    system: fields.system,
    team: fields.team,
    tier: fields.tier,
    lifecycle: fields.lifecycle,
    tags: z.array(z.string()),
    pollIntervalSeconds: z.number(),
    ...serviceStateSchema.shape,
    history: z
      .array(verdictSchema.nullable())
      .meta({ description: 'The worst verdict of each of the last 24 hours, oldest first; null where nobody looked.' }),
    level: heldLevelSchema,
    missing: z.array(z.string()).meta({ description: 'What keeps it from the next level: titles of checks. Empty where nobody judged yet.' }),
    rates: z.array(z.number().nullable()).meta({ description: 'Requests per second in each of the last 24 hours, oldest first.' }),
  })
  .meta({ id: 'ServiceRow' });
export type ServiceRow = z.infer<typeof serviceRowSchema>;

/** `https://h/base` + `/health` = `https://h/base/health`. */
export function targetUrl(baseUrl: string, path: string): string {
  const url = new URL(baseUrl);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}${path}`;
}

/** A path with its query, from the root of an origin: one leading slash, nothing that a URL would drop or move. */
export function isPathOfOrigin(path: string): boolean {
  return /^\/(?!\/)[^\\\s\p{Cc}#]*$/u.test(path);
}

/** Scheme, host and port: what a stored credential is bound to. */
export function originOf(baseUrl: string): string {
  return new URL(baseUrl).origin;
}

/** Every origin that a service's credentials are sent to: that of its base URL first, then those of its instances, sorted. */
export function originsOf({ baseUrl, instances }: { baseUrl: string | null; instances: readonly string[] }): string[] {
  const first = baseUrl === null ? [] : [originOf(baseUrl)];
  return [...new Set([...first, ...instances.map(originOf).sort()])];
}
