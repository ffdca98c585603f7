import { z } from 'zod';
import { baseUrlSchema, intervalMsSchema, selectorSchema, slugSchema } from './service.ts';
import { signalSourceSchema } from './signal.ts';

/** A Prometheus-compatible server as it is asked. Credentials in clear: never leaves the worker and the commands, never logged. */
export interface MetricsServer {
  name: string;
  url: string;
  /** Sent as X-Scope-OrgID, for servers of several tenants. */
  tenant: string | null;
  username: string | null;
  password: string | null;
  bearerToken: string | null;
}

const headerText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

const fields = {
  displayName: z.string().trim().min(1).max(100),
  url: baseUrlSchema.meta({ description: 'Base of its HTTP API, without /api/v1.', examples: ['http://prometheus.example.com:9090'] }),
  tenant: headerText(150).nullable().meta({ description: 'Sent as X-Scope-OrgID: Mimir and Cortex keep tenants apart by it.' }),
  username: headerText(200)
    .refine((text) => !text.includes(':'), 'must have no colon')
    .nullable()
    .meta({ description: 'For basic authentication, together with `password`.' }),
};

const secrets = {
  password: headerText(4096).nullable().optional().meta({ description: 'Write-only.', writeOnly: true }),
  bearerToken: headerText(4096).nullable().optional().meta({ description: 'Sent as Authorization: Bearer. Write-only.', writeOnly: true }),
};

export const newMetricsSourceSchema = z
  .strictObject({
    name: slugSchema,
    ...fields,
    displayName: fields.displayName.optional(),
    tenant: fields.tenant.default(null),
    username: fields.username.default(null),
    ...secrets,
  })
  .meta({ id: 'NewMetricsSource' });
export type NewMetricsSource = z.infer<typeof newMetricsSourceSchema>;

export const metricsSourcePatchSchema = z
  .strictObject({ ...fields, ...secrets })
  .partial()
  .meta({ id: 'MetricsSourcePatch' });
export type MetricsSourcePatch = z.infer<typeof metricsSourcePatchSchema>;

const instant = z.iso.datetime();

export const metricsSourceSchema = z
  .object({
    name: slugSchema,
    ...fields,
    hasPassword: z.boolean(),
    hasBearerToken: z.boolean(),
    services: z.number().int().meta({ description: 'How many services take their signals from it.' }),
    ok: z.boolean().nullable().meta({ description: "How the worker's last question went; null while no service takes its signals from it." }),
    reason: z.string(),
    since: instant.nullable(),
    flavour: z.string().nullable().meta({ description: 'What it calls itself, such as Prometheus 2.42.0.' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'MetricsSource' });
export type MetricsSource = z.infer<typeof metricsSourceSchema>;

/** A connection to try: with `name`, the stored credentials stand in for those that are left out. */
export const sourceTrialSchema = z
  .strictObject({
    name: slugSchema.optional(),
    url: fields.url,
    tenant: fields.tenant.default(null),
    username: fields.username.default(null),
    ...secrets,
  })
  .meta({ id: 'MetricsSourceTrial' });
export type SourceTrial = z.infer<typeof sourceTrialSchema>;

export const sourceTrialResultSchema = z
  .object({
    ok: z.boolean(),
    reason: z.string(),
    flavour: z.string().nullable(),
    targets: z
      .object({ active: z.number().int(), down: z.number().int() })
      .nullable()
      .meta({ description: 'What it scrapes; null where it does not say, as stores behind a Prometheus do not.' }),
    durationMs: z.number(),
  })
  .meta({ id: 'MetricsSourceTrialResult' });
export type SourceTrialResult = z.infer<typeof sourceTrialResultSchema>;

export const mappingSuggestionSchema = z
  .object({
    selector: z.string(),
    why: z.string().meta({ description: 'What speaks for it, such as the same host and port.' }),
    targets: z.number().int(),
  })
  .meta({ id: 'MappingSuggestion' });
export type MappingSuggestion = z.infer<typeof mappingSuggestionSchema>;

/** What is asked with a mapping that nobody has saved yet. */
export const mappingTrialSchema = z.strictObject({
  selector: selectorSchema,
  healthCheckPath: z.string().max(1024).default('/health'),
  metricsPath: z.string().max(1024).nullable().default('/metrics'),
});
export type MappingTrial = z.infer<typeof mappingTrialSchema>;

export const mappedTargetSchema = z.object({
  job: z.string(),
  instance: z.string(),
  up: z.boolean().nullable().meta({ description: 'Whether the last scrape went well; null where nothing says.' }),
  lastError: z.string().nullable(),
});

export const mappingPreviewSchema = z
  .object({
    ok: z.boolean(),
    reason: z.string().meta({ description: 'Why nothing is known; empty where something is.' }),
    selector: z.string(),
    series: z.number().int(),
    targets: z.array(mappedTargetSchema).max(50),
    targetCount: z.number().int(),
    sampleAt: instant.nullable().meta({ description: 'Time of the newest scrape.' }),
    intervalSeconds: z.number().nullable(),
    source: signalSourceSchema.nullable(),
    latest: z
      .object({
        requestRate: z.number().nullable(),
        errorRatio: z.number().nullable(),
        latencyMsP95: intervalMsSchema.nullable(),
        windowSeconds: z.number(),
      })
      .nullable(),
    breakers: z.array(z.string()).max(500),
    callees: z.array(z.string()).max(200),
    topics: z.array(z.string()).max(500),
    queries: z.array(z.object({ what: z.string(), query: z.string() })),
    warnings: z.array(z.string()).meta({ description: 'What looks wrong with the mapping, and what to do.' }),
  })
  .meta({ id: 'MappingPreview' });
export type MappingPreview = z.infer<typeof mappingPreviewSchema>;
