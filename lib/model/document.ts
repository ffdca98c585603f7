import { z } from 'zod';

export const documentKindSchema = z.enum(['openapi', 'asyncapi']);
export type DocumentKind = z.infer<typeof documentKindSchema>;

export const revisionSourceSchema = z.enum(['fetched', 'uploaded', 'imported']);
export type RevisionSource = z.infer<typeof revisionSourceSchema>;

/** One line of a document's list of operations. */
export const operationEntrySchema = z
  .object({
    key: z
      .string()
      .meta({ description: 'Unique within the document.', examples: ['GET /orders/{id}', 'webhook POST orderShipped', 'SEND orders.created'] }),
    kind: z.enum(['operation', 'webhook', 'channel']),
    method: z.string().meta({ description: 'Upper case; SEND or RECEIVE for a channel.' }),
    path: z.string().meta({ description: "Template, name of the webhook or the channel's address." }),
    operationId: z.string().nullable(),
    summary: z.string().nullable(),
    tags: z.array(z.string()),
    deprecated: z.boolean(),
    parameters: z.array(z.string()).meta({ description: 'Names of the parameters.' }),
    pointer: z.string(),
  })
  .meta({ id: 'OperationEntry' });
export type OperationEntry = z.infer<typeof operationEntrySchema>;

export const schemaEntrySchema = z.object({ name: z.string(), properties: z.array(z.string()), pointer: z.string() }).meta({ id: 'SchemaEntry' });
export type SchemaEntry = z.infer<typeof schemaEntrySchema>;

/** What a document holds, without its schemas: small enough to list at once. */
export const documentIndexSchema = z
  .object({
    kind: documentKindSchema,
    format: z.string().meta({ examples: ['OpenAPI 3.1.0', 'AsyncAPI 3.0.0'] }),
    title: z.string(),
    version: z.string().nullable(),
    description: z.string().nullable(),
    servers: z.array(z.string()),
    tags: z.array(z.object({ name: z.string(), description: z.string().nullable() })),
    operations: z.array(operationEntrySchema),
    schemas: z.array(schemaEntrySchema),
  })
  .meta({ id: 'DocumentIndex' });
export type DocumentIndex = z.infer<typeof documentIndexSchema>;

/** One stored version of a document. */
export const revisionSchema = z
  .object({
    number: z.number().int().meta({ description: 'Counts from 1 within the service.' }),
    kind: documentKindSchema,
    format: z.string(),
    title: z.string(),
    version: z.string().nullable(),
    contentHash: z.string().meta({ description: 'SHA-256 of the text, hexadecimal.' }),
    source: revisionSourceSchema,
    sourceName: z.string().nullable().meta({ description: 'Where the text came from: a URL or the name of a file.' }),
    by: z.string().nullable(),
    at: z.iso.datetime(),
    sizeBytes: z.number().int(),
    operations: z.number().int(),
    schemas: z.number().int(),
    errors: z.number().int().meta({ description: 'Violations of the specification.' }),
    comparedWith: z.number().int().nullable().meta({ description: 'The revision before it, once compared.' }),
    breaking: z.number().int().nullable(),
    warnings: z.number().int().nullable(),
    infos: z.number().int().nullable(),
    lintScore: z.number().int().nullable().meta({ description: '0–100; null until it was linted.' }),
  })
  .meta({ id: 'Revision' });
export type Revision = z.infer<typeof revisionSchema>;

/** The version number that a change deserves, against the one it has. */
export const versionAdviceSchema = z
  .object({
    from: z.string().nullable(),
    to: z.string().nullable(),
    deserved: z.enum(['major', 'minor', 'patch', 'none']),
    given: z.enum(['major', 'minor', 'patch', 'none', 'lower', 'unknown']),
    suggestion: z.string().nullable().meta({ description: 'The lowest version number that says what changed.' }),
    fits: z.boolean(),
    sentence: z.string(),
  })
  .meta({ id: 'VersionAdvice' });
export type VersionAdvice = z.infer<typeof versionAdviceSchema>;

/** A finding that somebody looked at and took on. */
export const acceptanceSchema = z
  .object({
    fingerprint: z.string(),
    reason: z.string(),
    by: z.string(),
    at: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Acceptance' });
export type Acceptance = z.infer<typeof acceptanceSchema>;
