import { z } from 'zod';
import { metricsDoctorSchema, saturationSchema } from '#lib/model/gauge-view.ts';
import { graphEdgeSchema, graphNodeSchema } from '#lib/model/graph.ts';
import { instanceSchema } from '#lib/model/instance.ts';
import { levelNames } from '#lib/model/ladder.ts';
import { markerSchema } from '#lib/model/marker.ts';
import { pageInput, paginationSchema } from '#lib/model/page.ts';
import { healthStepSchema, readingViewSchema } from '#lib/model/reading.ts';
import {
  dependencySchema,
  lifecycleSchema,
  registrationSchema,
  servicePatchSchema,
  serviceRowSchema,
  serviceSchema,
  slugSchema,
} from '#lib/model/service.ts';
import { signalPointSchema, signalSourceSchema } from '#lib/model/signal.ts';
import { verdictSchema } from '#lib/model/verdict.ts';
import { windowSchema } from '#lib/model/window.ts';
import { manyOf, nothing, operationFor } from './base.ts';

const tags = ['services'];
const byName = z.object({ name: slugSchema });

const plainSorts = ['verdict', 'name', 'domain', 'team', 'tier', 'level'] as const;
export const serviceSorts = [...plainSorts, 'requestRate', 'errorRatio', 'latencyMsP95', 'checkedAt'] as const;

export const serviceFilter = {
  q: z.string().max(200).optional().meta({ description: 'Text in name, title, description, team, domain or tag.' }),
  team: manyOf(slugSchema),
  domain: manyOf(slugSchema),
  tag: manyOf(z.string().max(100)),
  tier: manyOf(z.coerce.number().int().min(1).max(4)),
  lifecycle: manyOf(lifecycleSchema),
  verdict: manyOf(verdictSchema),
  level: manyOf(z.enum(levelNames)),
};

const facetSchema = z.array(z.object({ value: z.string(), count: z.number().int() }));

const neighbourSchema = z
  .object({
    service: z.string(),
    verdict: verdictSchema.nullable().meta({ description: 'null where no such service is registered.' }),
    reason: z.string().nullable(),
    since: z.iso.datetime().nullable(),
    ...graphEdgeSchema.pick({ critical: true, evidence: true, requestRate: true, errorRatio: true, seenAt: true }).shape,
  })
  .meta({ id: 'Neighbour' });

export const service = {
  list: operationFor('guest')
    .route({ method: 'GET', path: '/services', tags, operationId: 'listServices', summary: 'List services' })
    .input(
      z.object({
        ...pageInput,
        ...serviceFilter,
        sort: z.enum(serviceSorts).default('verdict').meta({ description: 'Column; `verdict` puts the worst first.' }),
        order: z.enum(['asc', 'desc']).default('asc'),
      }),
    )
    .output(z.object({ services: z.array(serviceRowSchema), pagination: paginationSchema })),
  facets: operationFor('guest')
    .route({ method: 'GET', path: '/facets', tags, operationId: 'listFacets', summary: 'Count services by facet' })
    .input(z.object(serviceFilter))
    .output(
      z
        .object({
          ...{ team: facetSchema, domain: facetSchema, tag: facetSchema, tier: facetSchema, lifecycle: facetSchema, verdict: facetSchema },
          level: facetSchema,
        })
        .meta({ description: 'How many of the matching services have each value.' }),
    ),
  register: operationFor('admin')
    .route({ method: 'POST', path: '/services', tags, operationId: 'registerService', summary: 'Register a service', successStatus: 201 })
    .input(registrationSchema)
    .output(serviceSchema),
  read: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}', tags, operationId: 'getService', summary: 'Read a service' })
    .input(byName)
    .output(serviceSchema),
  change: operationFor('user')
    .route({ method: 'PATCH', path: '/services/{name}', tags, operationId: 'changeService', summary: 'Change a service' })
    .input(servicePatchSchema.extend(byName.shape))
    .output(serviceSchema),
  remove: operationFor('admin')
    .route({
      method: 'DELETE',
      path: '/services/{name}',
      tags,
      operationId: 'removeService',
      summary: 'Remove a service and its history',
      successStatus: 204,
    })
    .input(byName)
    .output(nothing),
  check: operationFor('user')
    .route({ method: 'POST', path: '/services/{name}/check', tags, operationId: 'checkService', summary: 'Look at the service now' })
    .input(byName)
    .output(readingViewSchema),
  readings: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}/readings', tags, operationId: 'listReadings', summary: 'Health history and uptime' })
    .input(byName.extend({ window: windowSchema.default('24h') }))
    .output(
      z.object({
        window: z.string(),
        stepSeconds: z.number(),
        uptime: z.number().nullable().meta({ description: 'Share of looks that were answered, 0–1; our own trouble and maintenance left out.' }),
        steps: z.array(healthStepSchema),
        readings: z.array(readingViewSchema).meta({ description: 'The latest looks, newest first, at most 50.' }),
      }),
    ),
  signals: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}/signals', tags, operationId: 'listSignals', summary: 'Rate, errors and latency' })
    .input(byName.extend({ window: windowSchema.default('1h') }))
    .output(
      z.object({
        window: z.string(),
        stepSeconds: z.number(),
        source: signalSourceSchema.nullable(),
        latest: signalPointSchema.extend({ windowSeconds: z.number().meta({ description: 'The span that the values cover.' }) }).nullable(),
        series: z.array(signalPointSchema).max(300),
        markers: z.array(markerSchema).meta({ description: 'When another version began to answer within the window, oldest first.' }),
      }),
    ),
  instances: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/instances',
      tags,
      operationId: 'listInstances',
      summary: 'Each instance of the service, and how it is',
    })
    .input(byName)
    .output(z.object({ instances: z.array(instanceSchema).meta({ description: 'Empty where the service has one address.' }) })),
  saturation: operationFor('guest')
    .route({ method: 'GET', path: '/services/{name}/saturation', tags, operationId: 'readSaturation', summary: 'How full the service is' })
    .input(byName.extend({ window: windowSchema.default('1h') }))
    .output(saturationSchema),
  metricsDoctor: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/metrics-doctor',
      tags,
      operationId: 'readMetricsDoctor',
      summary: 'What of the metrics is recognised, what is not, and how to mend it',
    })
    .input(byName)
    .output(metricsDoctorSchema),
  dependencies: operationFor('guest')
    .route({
      method: 'GET',
      path: '/services/{name}/dependencies',
      tags,
      operationId: 'listDependencies',
      summary: 'What the service calls and who calls it, declared or seen, and how each stands',
    })
    .input(byName)
    .output(
      z.object({
        calls: z.array(neighbourSchema.extend({ kind: dependencySchema.shape.kind, self: graphNodeSchema.shape.self })),
        calledBy: z.array(neighbourSchema),
      }),
    ),
};
