import { z } from 'zod';
import { changeViewSchema } from '#lib/model/change.ts';
import { changeTopicNames } from '#lib/model/change-topic.ts';
import { handoverSchema } from '#lib/model/handover.ts';
import { troubleSchema } from '#lib/model/trouble.ts';
import { verdictSchema } from '#lib/model/verdict.ts';
import { operationFor } from './base.ts';

const instant = z.iso.datetime();
const tags = ['fleet'];

export const fleet = {
  health: operationFor('guest')
    .route({ method: 'GET', path: '/health', tags, operationId: 'getHealth', summary: "Every service's verdict" })
    .output(
      z.object({
        services: z.record(z.string(), z.object({ verdict: verdictSchema, healthy: z.boolean(), since: instant, reason: z.string() })),
      }),
    ),
  summary: operationFor('guest')
    .route({ method: 'GET', path: '/fleet', tags, operationId: 'getFleet', summary: 'The state of everything at a glance' })
    .output(
      z
        .object({
          at: instant,
          lastLookAt: instant.nullable().meta({ description: 'When Signalbox last looked at anything.' }),
          total: z.number().int(),
          counts: z.record(verdictSchema, z.number().int()),
          wrong: z
            .array(troubleSchema)
            .meta({ description: 'What is wrong now, worst first, at most 50: one entry an incident, with what follows from it.' }),
          wrongTotal: z.number().int().meta({ description: 'How many incidents there are.' }),
          breakers: z.object({
            open: z.number().int().meta({ description: 'Open, by failures or by operator.' }),
            halfOpen: z.number().int(),
            total: z.number().int(),
          }),
          slowest: z.array(
            z.object({
              service: z.string(),
              latencyMsP95: z.object({ low: z.number(), high: z.number().nullable() }),
              requestRate: z.number().nullable(),
            }),
          ),
          cells: z
            .array(z.object({ domain: z.string().nullable(), services: z.array(z.tuple([z.string(), verdictSchema])) }))
            .meta({ description: 'Every service by domain, worst first: [name, verdict].' }),
        })
        .meta({ id: 'Fleet' }),
    ),
  handover: operationFor('guest')
    .route({ method: 'GET', path: '/handover', tags, operationId: 'getHandover', summary: 'What left its calm state in the last hours' })
    .input(z.object({ hours: z.coerce.number().int().min(1).max(24).default(8) }))
    .output(handoverSchema),
  changes: operationFor('guest')
    .route({ method: 'GET', path: '/changes', tags, operationId: 'listChanges', summary: 'What changed, newest first' })
    .input(
      z.object({
        service: z.string().max(63).optional(),
        about: z.enum(changeTopicNames).optional().meta({ description: 'Only changes of this kind.' }),
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
    )
    .output(z.object({ changes: z.array(changeViewSchema) })),
};
