import { z } from 'zod';
import { acceptanceSchema } from '#lib/model/document.ts';
import { pageInput, paginationSchema } from '#lib/model/page.ts';
import { newRunSchema, runDetailSchema, runKindSchema, runReportSchema, runSchema } from '#lib/model/run.ts';
import { slugSchema } from '#lib/model/service.ts';
import { operationFor } from './base.ts';

const tags = ['validation'];
const byName = z.object({ name: slugSchema });
const byRun = z.strictObject({ id: z.uuid() });

export const run = {
  list: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}/runs', tags, operationId: 'listRuns', summary: 'Validation runs of a service, newest first' })
    .input(byName.extend({ ...pageInput, kind: runKindSchema.optional() }))
    .output(z.object({ runs: z.array(runSchema), pagination: paginationSchema })),
  start: operationFor('user')
    .route({
      ...{ method: 'POST', path: '/services/{name}/runs', tags, operationId: 'startRun', successStatus: 202 },
      summary: 'Start a contract run that only reads',
      description:
        'Sends GET and HEAD alone, at 5 requests a second, under the outbound policy, with the stored credential. One run at a time for each service.',
    })
    .input(newRunSchema.extend(byName.shape))
    .output(runSchema),
  report: operationFor('user')
    .route({
      ...{ method: 'POST', path: '/services/{name}/runs/reports', tags, operationId: 'reportRun', successStatus: 201 },
      summary: 'Keep the result of a run made elsewhere',
      description: 'What `signalbox … --report-to` sends. The same id again changes nothing and answers the run that is kept.',
    })
    .input(runReportSchema.extend(byName.shape))
    .output(runSchema),
  read: operationFor('guest')
    .route({ method: 'GET', path: '/runs/{id}', tags, operationId: 'getRun', summary: 'One run with its findings' })
    .input(byRun)
    .output(runDetailSchema.extend({ accepted: z.array(acceptanceSchema) })),
  cancel: operationFor('user')
    .route({ method: 'POST', path: '/runs/{id}/cancel', tags, operationId: 'cancelRun', summary: 'End a run that waits or is under way' })
    .input(byRun)
    .output(runSchema),
};
