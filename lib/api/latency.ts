import { z } from 'zod';
import { fleetWindows, objectiveStates } from '#lib/model/latency/choice.ts';
import { latencyListSchema, latencySchema } from '#lib/model/latency.ts';
import { pageInput } from '#lib/model/page.ts';
import { slugSchema } from '#lib/model/service.ts';
import { windowSchema } from '#lib/model/window.ts';
import { operationFor } from './base.ts';

const tags = ['latency'];

export const latency = {
  list: operationFor('guest')
    .route({
      ...{ method: 'GET', path: '/latency', tags, operationId: 'listLatencies' },
      summary: 'The latency of every service: the worst against their objective first, then the slowest',
    })
    .input(
      z.object({
        ...pageInput,
        window: z.enum(fleetWindows).default('1h').meta({ description: 'Span back from now that is compared with the one before it.' }),
        q: z.string().max(200).optional().meta({ description: 'A part of the name, title, team or domain.' }),
        objective: z
          .enum([...objectiveStates, 'none'])
          .optional()
          .meta({ description: 'How services stand to their objective; `none`: without one.' }),
      }),
    )
    .output(latencyListSchema),
  ofService: operationFor('guest')
    .route({
      ...{ method: 'GET', path: '/services/{name}/latency', tags, operationId: 'getServiceLatency' },
      summary: 'How long a service takes: heat map, percentiles as intervals, objective, releases, callers and routes',
    })
    .input(z.object({ name: slugSchema, window: windowSchema.default('1h') }))
    .output(latencySchema),
};
