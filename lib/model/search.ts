import { z } from 'zod';
import { operationEntrySchema } from './document.ts';
import { verdictSchema } from './verdict.ts';

/** What search finds, in the order in which equal matches are shown. */
export const searchKinds = ['service', 'team', 'domain', 'system', 'operation', 'topic', 'schema'] as const;
export const searchKindSchema = z.enum(searchKinds);
export type SearchKind = z.infer<typeof searchKindSchema>;

export const searchFields = [
  ...['name', 'title', 'path', 'operationId', 'method', 'summary', 'tag', 'parameter', 'property', 'description'],
  ...['team', 'domain', 'system', 'topic', 'service'],
] as [
  ...['name', 'title', 'path', 'operationId', 'method', 'summary', 'tag', 'parameter', 'property', 'description'],
  ...['team', 'domain', 'system', 'topic', 'service'],
];
export const searchFieldSchema = z.enum(searchFields);
export type SearchField = z.infer<typeof searchFieldSchema>;

export const searchReasonSchema = z
  .object({
    field: searchFieldSchema,
    text: z.string().meta({ description: 'The matched text; an excerpt where it is long.' }),
    ranges: z
      .array(z.tuple([z.number().int(), z.number().int()]))
      .meta({ description: 'What matched in the text: from and to, in UTF-16 units, in ascending order.' }),
  })
  .meta({ id: 'SearchReason' });
export type SearchReason = z.infer<typeof searchReasonSchema>;

export const searchHitSchema = z
  .object({
    kind: searchKindSchema,
    name: z.string().meta({ description: 'Title to show.' }),
    detail: z.string().nullable().meta({ description: 'Second line.' }),
    service: z.string().nullable().meta({ description: 'The service that it is or belongs to.' }),
    key: z.string().nullable().meta({ description: 'Key of an operation; name of a schema, team, domain, system or topic.' }),
    method: z.string().nullable(),
    deprecated: z.boolean(),
    verdict: verdictSchema.nullable().meta({ description: 'How the service stands now.' }),
    why: z.array(searchReasonSchema).meta({ description: 'Why it matches, the strongest reason first.' }),
    score: z.number(),
  })
  .meta({ id: 'SearchHit' });
export type SearchHit = z.infer<typeof searchHitSchema>;

export const operationHitSchema = operationEntrySchema
  .omit({ pointer: true })
  .extend({ service: z.string(), team: z.string().nullable(), domain: z.string().nullable(), why: z.array(searchReasonSchema) })
  .meta({ id: 'OperationHit' });
export type OperationHit = z.infer<typeof operationHitSchema>;

/** Longer queries are cut here. */
export const maxQueryLength = 400;
