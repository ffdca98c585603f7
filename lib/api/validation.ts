import { z } from 'zod';
import { acceptanceSchema } from '#lib/model/document.ts';
import { findingSchema } from '#lib/model/finding.ts';
import { ladderSchema } from '#lib/model/ladder.ts';
import { slugSchema } from '#lib/model/service.ts';
import { operationFor } from './base.ts';

const tags = ['validation'];
const byName = z.object({ name: slugSchema });

export const validation = {
  ladder: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/ladder',
      tags,
      operationId: 'getLadder',
      summary: 'The level a service holds, and what is missing',
    })
    .input(byName)
    .output(
      ladderSchema.extend({
        badgePath: z.string().meta({ description: 'Address of the badge below our own; whoever has it sees the level without signing in.' }),
      }),
    ),
  drift: operationFor('guest')
    .route({
      ...{ method: 'GET', path: '/services/{name}/drift', tags, operationId: 'getDrift' },
      summary: 'Where document, service and observed traffic do not agree',
    })
    .input(byName)
    .output(
      z.object({
        at: z.iso.datetime(),
        findings: z.array(findingSchema),
        observed: z
          .object({ routes: z.number().int(), since: z.iso.datetime().nullable() })
          .nullable()
          .meta({ description: 'What the metrics tell of routes; null where they name none.' }),
        accepted: z.array(acceptanceSchema),
      }),
    ),
};
