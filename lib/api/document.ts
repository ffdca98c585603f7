import { z } from 'zod';
import { breakerStateSchema } from '#lib/model/breaker.ts';
import {
  acceptanceSchema,
  documentIndexSchema,
  documentKindSchema,
  operationEntrySchema,
  revisionSchema,
  versionAdviceSchema,
} from '#lib/model/document.ts';
import { findingSchema } from '#lib/model/finding.ts';
import { edgeEvidenceSchema } from '#lib/model/graph.ts';
import { pageInput, paginationSchema } from '#lib/model/page.ts';
import { intervalMsSchema, slugSchema } from '#lib/model/service.ts';
import { verdictSchema } from '#lib/model/verdict.ts';
import { fileOutput, nothing, operationFor } from './base.ts';

const tags = ['documents'];
const byName = z.object({ name: slugSchema });
const number = z.coerce.number().int().min(1);
const whichRevision = {
  revision: number.optional().meta({ description: 'Number of the revision; the current one without it.' }),
  kind: documentKindSchema.optional().meta({ description: 'Where a service has an OpenAPI and an AsyncAPI document.' }),
};
const operationKey = z.string().min(1).max(2000);

export const uploadTypes = ['application/json', 'application/yaml', 'multipart/form-data', 'application/zip'] as const;
const maxDocumentBytes = 16_000_000;

/** How an operation does now; `null` where no metrics say so. */
const liveSchema = z.object({
  requestRate: z.number().nullable(),
  errorRatio: z.number().nullable(),
  latencyMsP95: intervalMsSchema.nullable(),
  seenAt: z.iso.datetime().nullable().meta({ description: 'When a call was last seen in the metrics.' }),
});

const callerSchema = z.object({
  service: z.string(),
  team: z.string().nullable(),
  verdict: verdictSchema.nullable(),
  critical: z.boolean().nullable().meta({ description: 'As the caller declares it; null where it declares nothing.' }),
  evidence: z.array(edgeEvidenceSchema).meta({ description: 'How it is known that it calls.' }),
  requestRate: z.number().nullable().meta({ description: 'Calls per second now, as the caller counts them.' }),
  seenAt: z.iso.datetime().nullable().meta({ description: 'When a call was last seen.' }),
});

const comparisonSchema = z.object({
  findings: z.array(findingSchema),
  breaking: z.number().int(),
  warnings: z.number().int(),
  infos: z.number().int(),
});

const uploadedSchema = z
  .object({
    created: z.boolean().meta({ description: 'false: the text is the current revision already.' }),
    revision: revisionSchema,
    findings: z.array(findingSchema),
  })
  .meta({ id: 'UploadedDocument' });

export const document = {
  read: operationFor('guest', { answers: ['application/json', 'application/yaml'] })
    .route({ method: 'GET', path: '/services/{name}/document', tags, operationId: 'getDocument', summary: 'Read the API document' })
    .input(
      byName.extend({
        ...whichRevision,
        form: z.enum(['json', 'text']).default('json').meta({ description: '`json`: canonical, its files joined. `text`: as it was sent.' }),
      }),
    )
    .output(fileOutput),
  upload: operationFor('user', { upload: { maxBytes: maxDocumentBytes, types: uploadTypes } })
    .route({
      method: 'PUT',
      path: '/services/{name}/document',
      tags,
      operationId: 'putDocument',
      summary: 'Store a document: a changed text is a new revision',
      outputStructure: 'detailed',
    })
    .input(byName)
    .output(z.union([z.object({ status: z.literal(200), body: uploadedSchema }), z.object({ status: z.literal(201), body: uploadedSchema })])),
  index: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}/document/index', tags, operationId: 'getDocumentIndex', summary: 'List what the document holds' })
    .input(byName.extend(whichRevision))
    .output(
      z.object({
        revision: revisionSchema,
        kinds: z.array(documentKindSchema).meta({ description: 'The kinds of document that the service has.' }),
        index: documentIndexSchema,
      }),
    ),
  slice: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/document/operation',
      tags,
      operationId: 'getDocumentOperation',
      summary: 'One operation with the schemas it needs, cut at a depth',
    })
    .input(byName.extend({ ...whichRevision, key: operationKey, depth: z.coerce.number().int().min(1).max(12).default(3) }))
    .output(
      z.object({
        operation: operationEntrySchema,
        document: z.record(z.string(), z.unknown()).meta({ description: 'A small OpenAPI document, or the description of a channel.' }),
        cut: z.array(z.string()).meta({ description: 'References that were cut at the depth: ask for more.' }),
        samples: z.array(z.object({ language: z.enum(['curl', 'fetch', 'sdk']), code: z.string() })),
      }),
    ),
  live: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/document/live',
      tags,
      operationId: 'getDocumentLive',
      summary: 'How the operations do now, and who calls the service',
    })
    .input(byName)
    .output(
      z.object({
        at: z.iso.datetime(),
        service: liveSchema.extend({
          verdict: verdictSchema,
          breakerState: breakerStateSchema,
          signalsAt: z.iso.datetime().nullable(),
        }),
        operations: z.record(z.string(), liveSchema).meta({ description: 'By operation key; those that the metrics name.' }),
        callers: z.array(callerSchema),
      }),
    ),
  findings: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/document/findings',
      tags,
      operationId: 'listDocumentFindings',
      summary: 'Violations and style: findings, score and trend',
    })
    .input(byName.extend(whichRevision))
    .output(
      z.object({
        revision: revisionSchema,
        violations: z.array(findingSchema),
        lint: z
          .object({ score: z.number().int(), findings: z.array(findingSchema) })
          .nullable()
          .meta({ description: 'null until it was linted.' }),
        trend: z.array(z.object({ number: z.number().int(), at: z.iso.datetime(), score: z.number().int() })),
        accepted: z.array(acceptanceSchema),
      }),
    ),
  revisions: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/document/revisions',
      tags,
      operationId: 'listRevisions',
      summary: 'List the revisions, newest first',
    })
    .input(byName.extend({ ...pageInput, kind: documentKindSchema.optional() }))
    .output(z.object({ revisions: z.array(revisionSchema), pagination: paginationSchema })),
  diff: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}/document/diff', tags, operationId: 'diffRevisions', summary: 'Compare two revisions' })
    .input(byName.extend({ from: number, to: number }))
    .output(
      comparisonSchema.extend({
        from: revisionSchema,
        to: revisionSchema,
        advice: versionAdviceSchema,
        accepted: z.array(acceptanceSchema),
        hit: z.array(callerSchema).meta({ description: 'Who calls the service, and so meets what breaks.' }),
      }),
    ),
  compare: operationFor('guest', { upload: { maxBytes: 2 * maxDocumentBytes, types: ['application/json'] } })
    .route({
      method: 'POST',
      path: '/diff',
      tags,
      operationId: 'diffDocuments',
      summary: 'Compare two documents given as objects or as JSON or YAML text',
    })
    .output(comparisonSchema.extend({ advice: versionAdviceSchema })),
  accept: operationFor('user')
    .route({
      method: 'PUT',
      path: '/services/{name}/document/accepted/{fingerprint}',
      tags,
      operationId: 'acceptFinding',
      summary: 'Accept a finding, with a reason and an expiry',
    })
    .input(
      byName.extend({
        fingerprint: z.string().min(1).max(200),
        reason: z.string().trim().min(3, 'say why, in 3 characters or more').max(1000),
        expiresAt: z.iso.datetime().nullable().default(null),
      }),
    )
    .output(acceptanceSchema),
  unaccept: operationFor('user')
    .route({
      method: 'DELETE',
      path: '/services/{name}/document/accepted/{fingerprint}',
      tags,
      operationId: 'unacceptFinding',
      summary: 'Take an acceptance back',
      successStatus: 204,
    })
    .input(byName.extend({ fingerprint: z.string().min(1).max(200) }))
    .output(nothing),
  try: operationFor('user')
    .route({
      method: 'POST',
      path: '/services/{name}/try',
      tags,
      operationId: 'tryOperation',
      summary: 'Send one request to the service, with its stored credential',
    })
    .input(
      byName.extend({
        method: z.string().regex(/^[A-Za-z]{1,20}$/),
        path: z.string().max(8000).meta({ description: "Path and query, below the service's base URL." }),
        headers: z.record(z.string(), z.string()).default({}),
        body: z.string().max(1_000_000).nullable().default(null),
      }),
    )
    .output(
      z.object({
        url: z.string(),
        status: z.number().int(),
        headers: z.record(z.string(), z.string()),
        body: z.string(),
        bodyEncoding: z.enum(['text', 'base64']),
        cut: z.boolean().meta({ description: 'The answer was longer than is shown.' }),
        durationMs: z.number(),
        credential: z.enum(['none', 'apiKey', 'bearerToken', 'both']),
      }),
    ),
};
