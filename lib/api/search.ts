import { z } from 'zod';
import { pageInput, paginationSchema } from '#lib/model/page.ts';
import { operationHitSchema, searchHitSchema, searchKindSchema } from '#lib/model/search.ts';
import { slugSchema } from '#lib/model/service.ts';
import { verdictSchema } from '#lib/model/verdict.ts';
import { manyOf, operationFor } from './base.ts';

const tags = ['search'];

const foundOperationSchema = operationHitSchema
  .extend({ verdict: verdictSchema.nullable().meta({ description: 'How the service stands now.' }) })
  .meta({ id: 'FoundOperation' });

export const search = {
  everything: operationFor('guest')
    .route({
      method: 'GET',
      path: '/search',
      tags,
      operationId: 'search',
      summary: 'Search services, operations, schemas, teams, domains and topics',
    })
    .input(
      z.object({
        q: z.string().default('').meta({ description: 'Words in any order; the last one may be unfinished, and typos are forgiven.' }),
        kind: manyOf(searchKindSchema),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
    )
    .output(
      z.object({
        results: z.array(searchHitSchema),
        total: z.number().int(),
        complete: z.boolean().meta({ description: 'false while the index is being built: there may be more.' }),
      }),
    ),
  operations: operationFor('guest')
    .route({ method: 'GET', path: '/operations', tags, operationId: 'listOperations', summary: 'List the operations of every service' })
    .input(
      z.object({
        ...pageInput,
        q: z.string().optional(),
        service: slugSchema.optional(),
        tag: z.string().max(200).optional(),
        method: z.string().max(20).optional(),
      }),
    )
    .output(
      z.object({
        operations: z.array(foundOperationSchema),
        pagination: paginationSchema,
        complete: z.boolean().meta({ description: 'false while the index is being built: there may be more.' }),
      }),
    ),
};
