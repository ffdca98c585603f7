import { z } from 'zod';
import { intervalMsSchema, slugSchema } from './service.ts';
import { verdictSchema } from './verdict.ts';

export const dependencyKinds = ['http', 'event', 'datastore'] as const;
export type DependencyKind = (typeof dependencyKinds)[number];

/** How an edge is known: by registrations, by AsyncAPI documents, by a caller's own metrics, by a proxy, by traces. */
export const edgeEvidence = ['declared', 'document', 'metrics', 'mesh', 'trace'] as const;
export const edgeEvidenceSchema = z.enum(edgeEvidence);
export type EdgeEvidence = z.infer<typeof edgeEvidenceSchema>;

export const nodeKinds = ['service', 'external', 'topic', 'datastore'] as const;
export type NodeKind = (typeof nodeKinds)[number];

export const graphNodeSchema = z
  .object({
    id: z.string().meta({ description: 'A service by its name; else `external:`, `topic:` or `datastore:` and the name.' }),
    name: z.string(),
    kind: z.enum(nodeKinds),
    domain: z.string().nullable(),
    team: z.string().nullable(),
    tier: z.number().int().nullable(),
    verdict: verdictSchema.nullable().meta({ description: 'null for what is not registered.' }),
    requestRate: z.number().nullable(),
    errorRatio: z.number().nullable().meta({ description: 'Share of requests answered with a server error, 0–1.' }),
    clientErrorRatio: z.number().nullable().meta({ description: 'Share of requests answered with a client error (4xx), 0–1.' }),
    latencyMsP95: intervalMsSchema.nullable().meta({ description: 'As the service measures itself, over all that call it.' }),
    incidents: z.number().int().meta({ description: 'What is wrong now and begins here: it, or a breaker that it holds.' }),
    seenAt: z.iso.datetime().nullable().meta({ description: 'How old what is said of the node is.' }),
    instances: z.number().int().meta({ description: 'At how many places it runs; 0 where it has one address.' }),
    self: z.boolean().meta({ description: 'Whether it is Signalbox itself, which services call to register and to push.' }),
  })
  .meta({ id: 'GraphNode' });
export type GraphNode = z.infer<typeof graphNodeSchema>;

export const graphEdgeSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    kind: z.enum(dependencyKinds),
    evidence: z.array(edgeEvidenceSchema).meta({ description: '`declared` alone: never seen; without it: seen, and nobody declared it.' }),
    source: z.string().nullable().meta({ description: 'The dialect that the rates come from; null where nothing was measured.' }),
    critical: z.boolean().nullable().meta({ description: 'As it was declared; null where it was not.' }),
    requestRate: z.number().nullable().meta({ description: 'Calls or events per second now, as the caller counts them.' }),
    errorRatio: z.number().nullable().meta({ description: 'Share of calls that failed or were not answered, 0–1.' }),
    latencyMsP95: intervalMsSchema.nullable(),
    seenAt: z.iso.datetime().nullable().meta({ description: 'When a call was last seen.' }),
    breakerState: z.enum(['closed', 'half-open', 'open', 'forced-open', 'disabled', 'unknown']).nullable(),
  })
  .meta({ id: 'GraphEdge' });
export type GraphEdge = z.infer<typeof graphEdgeSchema>;

export const graphSchema = z.object({ nodes: z.array(graphNodeSchema), edges: z.array(graphEdgeSchema) }).meta({ id: 'Graph' });
export type Graph = z.infer<typeof graphSchema>;

export const graphInputSchema = z.object({
  domain: slugSchema.optional().meta({ description: 'Only the services of this domain and what they touch.' }),
  around: slugSchema.optional().meta({ description: 'Only what this service calls and what calls it, through others too.' }),
  depth: z.coerce.number().int().min(1).max(10).default(2).meta({ description: 'How many calls away from `around`.' }),
});
export type GraphInput = z.infer<typeof graphInputSchema>;

/** Which edge is meant: both ends as the graph names its nodes. */
export const edgeRefSchema = z
  .object({ from: z.string().min(1).max(300), to: z.string().min(1).max(300), kind: z.enum(dependencyKinds) })
  .meta({ id: 'EdgeRef' });
export type EdgeRef = z.infer<typeof edgeRefSchema>;

export const reviewedEdgeSchema = graphEdgeSchema
  .extend({
    owner: z.string().meta({ description: 'The service that declares the edge, or would.' }),
    team: z.string().nullable(),
    mine: z.boolean().meta({ description: 'Whether whoever asks may decide.' }),
  })
  .meta({ id: 'ReviewedEdge' });
export type ReviewedEdge = z.infer<typeof reviewedEdgeSchema>;

export const forgottenEdgeSchema = edgeRefSchema
  .extend({
    owner: z.string(),
    mine: z.boolean(),
    by: z.string(),
    at: z.iso.datetime(),
    until: z.iso.datetime().nullable().meta({ description: 'A call seen after this brings the edge back; null: none does.' }),
  })
  .meta({ id: 'ForgottenEdge' });
export type ForgottenEdge = z.infer<typeof forgottenEdgeSchema>;

export const graphReviewSchema = z
  .object({
    undeclared: z.array(reviewedEdgeSchema).meta({ description: 'Seen, and nobody declared it; the busiest first.' }),
    unseen: z
      .array(reviewedEdgeSchema)
      .meta({ description: 'Declared for 30 days and not seen for as long, though the metrics of its owner tell of other calls.' }),
    forgotten: z.array(forgottenEdgeSchema),
    toSelf: z.number().int().meta({ description: 'Calls to Signalbox itself, left out of `undeclared`: nobody needs to decide on them.' }),
  })
  .meta({ id: 'GraphReview' });
export type GraphReview = z.infer<typeof graphReviewSchema>;

/** At most so many edges are decided at once. */
export const mostDecided = 200;

/** Which picture of the graph: all of it, its domains folded, one domain, or around one service. Each has places of its own. */
export const graphViewSchema = z
  .string()
  .regex(/^(all|folded|(domain|around):[a-z0-9][a-z0-9-]{0,62})$/, 'must be all, folded, domain:<name> or around:<service>')
  .meta({ id: 'GraphView', examples: ['all', 'around:orders'] });

/** At most so many nodes are placed at once, and in one picture. */
export const mostPlaces = 10_000;

export const graphPlaceSchema = z
  .object({ node: z.string().min(1).max(300), rank: z.number().int().min(0).max(1000), slot: z.number().int().min(0).max(100_000) })
  .meta({ id: 'GraphPlace', description: 'Where a node stands: ranks count from the left, slots from the top.' });
export type GraphPlace = z.infer<typeof graphPlaceSchema>;

export const graphPlacesSchema = z
  .object({
    view: graphViewSchema,
    version: z.number().int().meta({ description: 'Grows when somebody lays the picture out anew; 0 before.' }),
    by: z.string().nullable(),
    at: z.iso.datetime().nullable().meta({ description: 'When it was laid out anew last.' }),
    moved: z.number().int().meta({ description: 'Nodes that stand elsewhere than 24 hours ago.' }),
    added: z.number().int().meta({ description: 'Nodes that were placed within the last 24 hours, where others stood before.' }),
    places: z.array(graphPlaceSchema),
  })
  .meta({ id: 'GraphPlaces' });
export type GraphPlaces = z.infer<typeof graphPlacesSchema>;
