import { z } from 'zod';
import { pageInput, paginationSchema } from '#lib/model/page.ts';
import { slugSchema } from '#lib/model/service.ts';
import { topicNameSchema, topicRowSchema, topicSchema } from '#lib/model/topic.ts';
import { operationFor } from './base.ts';

const tags = ['topics'];

export const topic = {
  list: operationFor('guest')
    .route({ method: 'GET', path: '/topics', tags, operationId: 'listTopics', summary: 'List topics, those with dead letters first' })
    .input(z.object({ ...pageInput, q: z.string().max(200).optional().meta({ description: 'A part of the name.' }) }))
    .output(z.object({ topics: z.array(topicRowSchema), pagination: paginationSchema })),
  read: operationFor('guest')
    .route({ method: 'GET', path: '/topics/{topic}', tags, operationId: 'getTopic', summary: 'Who publishes and who subscribes, and how they do' })
    .input(z.object({ topic: topicNameSchema }))
    .output(topicSchema),
  ofService: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}/topics', tags, operationId: 'listServiceTopics', summary: 'The topics of a service' })
    .input(z.object({ name: slugSchema }))
    .output(z.object({ topics: z.array(topicSchema) })),
};
