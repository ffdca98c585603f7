import { z } from 'zod';
import { discoverySchema } from '#lib/model/discovery.ts';
import { baseUrlSchema } from '#lib/model/service.ts';
import { operationFor } from './base.ts';

export const discovery = {
  discover: operationFor('user')
    .route({
      method: 'POST',
      path: '/discover',
      tags: ['services'],
      operationId: 'discover',
      summary: 'Look at a base URL for health, metrics and an API document',
      description: 'Stores nothing.',
    })
    .input(z.strictObject({ baseUrl: baseUrlSchema }))
    .output(discoverySchema),
};
