import { z } from 'zod';
import { importPlanSchema, importResultSchema } from '#lib/model/descriptor/import.ts';
import { lifecycleSchema, slugSchema } from '#lib/model/service.ts';
import { fileOutput, manyOf, operationFor } from './base.ts';

const tags = ['catalog'];
const upload = {
  maxBytes: 16 * 1_048_576,
  types: ['application/yaml', 'application/json', 'text/csv', 'application/zip', 'multipart/form-data', 'text/plain'],
} as const;

const targetGroupSchema = z
  .object({
    targets: z.array(z.string()).meta({ description: 'Host and port.' }),
    labels: z.record(z.string(), z.string()).meta({ description: '`__scheme__`, `__metrics_path__`, service, team, domain, tier, lifecycle.' }),
  })
  .meta({ id: 'TargetGroup' });

export const catalog = {
  preview: operationFor('admin', { upload })
    .route({ method: 'POST', path: '/imports/preview', tags, operationId: 'previewImport', summary: 'Say what an import would do' })
    .output(importPlanSchema),
  import: operationFor('admin', { upload })
    .route({
      method: 'POST',
      path: '/imports',
      tags,
      operationId: 'importCatalog',
      summary: 'Import catalog files, all or nothing',
      description:
        'Files of Backstage, Datadog, OpsLevel, Compass, Cortex, Score, Prometheus targets, CSV and Signalbox YAML, alone, several or zipped; what they are is told by what they hold. Entries that are wrong are rejected one by one, the rest goes in within one transaction. Importing the same again changes nothing. Nothing is ever removed, and no credential is touched.',
    })
    .output(importResultSchema),
  export: operationFor('guest', { answers: ['application/yaml'] })
    .route({ method: 'GET', path: '/export', tags, operationId: 'exportCatalog', summary: 'The whole catalog as YAML, without credentials' })
    .input(z.object({ format: z.enum(['signalbox', 'backstage']).default('signalbox') }))
    .output(fileOutput),
  httpSd: operationFor('guest')
    .route({
      method: 'GET',
      path: '/http-sd',
      tags,
      operationId: 'listScrapeTargets',
      summary: 'Registered services as scrape targets of Prometheus (http_sd)',
      description: 'Every service that has a base URL and a metrics path. Point `http_sd_configs` here, with an API token of role guest.',
    })
    .input(z.object({ team: manyOf(slugSchema), domain: manyOf(slugSchema), tag: manyOf(z.string().max(100)), lifecycle: manyOf(lifecycleSchema) }))
    .output(z.array(targetGroupSchema)),
};
