import { z } from 'zod';
import { targetKindSchema } from './reading.ts';

/** How sure: `certain` the content proves it, `likely` it answers as expected, `possible` it answers. */
export const confidenceSchema = z.enum(['certain', 'likely', 'possible']);
export type Confidence = z.infer<typeof confidenceSchema>;

export const findSchema = z
  .object({
    kind: targetKindSchema,
    path: z.string().meta({ description: 'Path below the base URL.' }),
    url: z.string(),
    confidence: confidenceSchema,
    evidence: z.string().meta({ description: 'What was seen, in words.' }),
    statusCode: z.number().int(),
    durationMs: z.number(),
  })
  .meta({ id: 'Find' });
export type Find = z.infer<typeof findSchema>;

export const discoverySchema = z
  .object({
    baseUrl: z.string(),
    reachable: z.boolean(),
    reason: z.string().meta({ description: 'In words, what came of the look as a whole.' }),
    health: findSchema.nullable(),
    metrics: findSchema.nullable(),
    document: findSchema.nullable(),
    others: z.array(findSchema).meta({ description: 'Further places that answered, best first.' }),
    looked: z
      .array(z.object({ kind: targetKindSchema, path: z.string(), result: z.string() }))
      .meta({ description: 'Every place looked at, and what came of it.' }),
    suggestion: z
      .object({
        name: z.string(),
        displayName: z.string(),
        description: z.string(),
        version: z.string().nullable(),
        healthCheckPath: z.string().nullable(),
        metricsPath: z.string().nullable(),
        openapiPath: z.string().nullable(),
      })
      .meta({ description: 'Registration fields as far as they can be told from what was found.' }),
    durationMs: z.number(),
  })
  .meta({ id: 'Discovery' });
export type Discovery = z.infer<typeof discoverySchema>;
