import { z } from 'zod';
import {
  mappingPreviewSchema,
  mappingSuggestionSchema,
  mappingTrialSchema,
  metricsSourcePatchSchema,
  metricsSourceSchema,
  newMetricsSourceSchema,
  sourceTrialResultSchema,
  sourceTrialSchema,
} from '#lib/model/metrics-source.ts';
import { baseUrlSchema, slugSchema } from '#lib/model/service.ts';
import { nothing, operationFor } from './base.ts';

const tags = ['metrics sources'];
const byName = z.object({ name: slugSchema });

export const metricsSource = {
  list: operationFor('user')
    .route({
      method: 'GET',
      path: '/metrics-sources',
      tags,
      operationId: 'listMetricsSources',
      summary: 'List metrics sources',
      description: 'Prometheus-compatible servers that services may take their signals from, instead of being scraped by Signalbox.',
    })
    .output(z.object({ sources: z.array(metricsSourceSchema) })),
  read: operationFor('user')
    .route({ method: 'GET', path: '/metrics-sources/{name}', tags, operationId: 'getMetricsSource', summary: 'Read a metrics source' })
    .input(byName)
    .output(metricsSourceSchema.extend({ mapped: z.array(z.string()).meta({ description: 'The services that take their signals from it.' }) })),
  add: operationFor('admin')
    .route({ method: 'POST', path: '/metrics-sources', tags, operationId: 'addMetricsSource', summary: 'Add a metrics source', successStatus: 201 })
    .input(newMetricsSourceSchema)
    .output(metricsSourceSchema),
  change: operationFor('admin')
    .route({ method: 'PATCH', path: '/metrics-sources/{name}', tags, operationId: 'changeMetricsSource', summary: 'Change a metrics source' })
    .input(metricsSourcePatchSchema.extend(byName.shape))
    .output(metricsSourceSchema),
  remove: operationFor('admin')
    .route({
      method: 'DELETE',
      path: '/metrics-sources/{name}',
      tags,
      operationId: 'removeMetricsSource',
      summary: 'Remove a metrics source',
      description: 'Services that took their signals from it are scraped by Signalbox again.',
      successStatus: 204,
    })
    .input(byName)
    .output(nothing),
  test: operationFor('admin')
    .route({
      method: 'POST',
      path: '/metrics-source-tests',
      tags,
      operationId: 'testMetricsSource',
      summary: 'Ask a server whether it answers, and what it is',
      description: 'Stores nothing.',
    })
    .input(sourceTrialSchema)
    .output(sourceTrialResultSchema),
  suggest: operationFor('user')
    .route({
      method: 'GET',
      path: '/metrics-sources/{name}/suggestions',
      tags,
      operationId: 'suggestMapping',
      summary: 'Labels that may mean a service, the likeliest first',
    })
    .input(byName.extend({ service: slugSchema, baseUrl: baseUrlSchema.optional() }))
    .output(
      z.object({
        suggestions: z.array(mappingSuggestionSchema),
        reason: z.string().meta({ description: 'Why there are none; empty where the source answered.' }),
      }),
    ),
  preview: operationFor('user')
    .route({
      method: 'POST',
      path: '/metrics-sources/{name}/previews',
      tags,
      operationId: 'previewMapping',
      summary: 'What a service would show by these labels',
      description: 'Stores nothing.',
    })
    .input(mappingTrialSchema.extend(byName.shape))
    .output(mappingPreviewSchema),
};
