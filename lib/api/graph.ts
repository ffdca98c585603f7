import { z } from 'zod';
import {
  edgeRefSchema,
  graphInputSchema,
  graphPlaceSchema,
  graphPlacesSchema,
  graphReviewSchema,
  graphSchema,
  graphViewSchema,
  mostDecided,
  mostPlaces,
} from '#lib/model/graph.ts';
import { slugSchema } from '#lib/model/service.ts';
import { operationFor } from './base.ts';

const tags = ['graph'];
const changed = z.object({ changed: z.number().int().meta({ description: 'How many edges are another now.' }) });
const edges = <T extends z.ZodType>(edge: T) =>
  z.array(edge).min(1, 'name at least one edge').max(mostDecided, `at most ${mostDecided} edges at once`);

const placing = z.object({
  view: graphViewSchema,
  version: z.number().int().min(0).meta({ description: 'The version that the places were worked out from.' }),
  places: z.array(graphPlaceSchema).max(mostPlaces, `at most ${mostPlaces} nodes`),
});

export const graph = {
  read: operationFor('guest')
    .route({
      method: 'GET',
      path: '/graph',
      tags,
      operationId: 'getGraph',
      summary: 'Who depends on whom: what is declared and what is seen, with how each does',
    })
    .input(graphInputSchema)
    .output(graphSchema),
  review: operationFor('guest')
    .route({
      method: 'GET',
      path: '/graph/review',
      tags,
      operationId: 'reviewGraph',
      summary: 'Where declarations and traffic differ: what owners should confirm, withdraw or forget',
    })
    .input(z.object({ name: slugSchema.optional().meta({ description: 'Only what this service declares, or would.' }) }))
    .output(graphReviewSchema),
  confirm: operationFor('user')
    .route({ method: 'POST', path: '/graph/confirm', tags, operationId: 'confirmEdges', summary: 'Declare edges that were seen' })
    .input(
      z.object({
        edges: edges(edgeRefSchema.extend({ critical: z.boolean().default(true).meta({ description: 'Whether the caller fails without it.' }) })),
      }),
    )
    .output(changed),
  withdraw: operationFor('user')
    .route({ method: 'POST', path: '/graph/withdraw', tags, operationId: 'withdrawEdges', summary: 'Take declarations of edges back' })
    .input(z.object({ edges: edges(edgeRefSchema) }))
    .output(changed),
  forget: operationFor('user')
    .route({ method: 'POST', path: '/graph/forget', tags, operationId: 'forgetEdges', summary: 'Hide edges that were seen and that nobody declares' })
    .input(
      z.object({
        edges: edges(edgeRefSchema),
        days: z
          .number()
          .int()
          .min(1)
          .max(365)
          .nullable()
          .default(null)
          .meta({ description: 'A call seen after so many days brings an edge back; null: none does.' }),
      }),
    )
    .output(changed),
  recall: operationFor('user')
    .route({ method: 'POST', path: '/graph/recall', tags, operationId: 'recallEdges', summary: 'Show forgotten edges again' })
    .input(z.object({ edges: edges(edgeRefSchema) }))
    .output(changed),
  places: operationFor('guest')
    .route({ method: 'GET', path: '/graph/places', tags, operationId: 'getGraphPlaces', summary: 'Where the nodes of a picture of the graph stand' })
    .input(z.object({ view: graphViewSchema }))
    .output(graphPlacesSchema),
  place: operationFor('user')
    .route({ method: 'POST', path: '/graph/places', tags, operationId: 'placeNodes', summary: 'Keep where new nodes of a picture stand; none moves' })
    .input(placing)
    .output(z.object({ placed: z.number().int() })),
  layOut: operationFor('user')
    .route({ method: 'PUT', path: '/graph/places', tags, operationId: 'layOutGraph', summary: 'Lay a picture of the graph out anew, for everybody' })
    .input(placing)
    .output(z.object({ version: z.number().int() })),
};
