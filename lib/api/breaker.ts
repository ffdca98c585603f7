import { z } from 'zod';
import { breakerListSchema, breakerStateSchema } from '#lib/model/breaker.ts';
import { slugSchema } from '#lib/model/service.ts';
import { operationFor } from './base.ts';

const tags = ['breakers'];

export const breaker = {
  list: operationFor('guest')
    .route({ method: 'GET', path: '/breakers', tags, operationId: 'listBreakers', summary: 'Every circuit breaker, worst first' })
    .input(
      z.object({
        q: z.string().max(200).optional().meta({ description: 'A part of the caller, the callee or the name.' }),
        state: breakerStateSchema.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(breakerListSchema),
  ofService: operationFor('guest')
    .route({
      ...{ method: 'GET', path: '/services/{name}/breakers', tags, operationId: 'listServiceBreakers' },
      summary: 'The breakers that a service holds, and those that callers hold against it',
    })
    .input(z.object({ name: slugSchema }))
    .output(breakerListSchema),
};
