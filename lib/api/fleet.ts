import { z } from 'zod';
import { changeViewSchema } from '#lib/model/change.ts';
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
            .array(
              z.object({
                service: z.string(),
                displayName: z.string(),
                domain: z.string().nullable(),
                team: z.string().nullable(),
                tier: z.number().int(),
                verdict: verdictSchema,
                reason: z.string(),
                since: instant,
                callers: z.array(z.string()).meta({ description: 'Services that declare a dependency on it.' }),
              }),
            )
            .meta({ description: 'What is wrong now, worst first, at most 50.' }),
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
  changes: operationFor('guest')
    .route({ method: 'GET', path: '/changes', tags, operationId: 'listChanges', summary: 'What changed, newest first' })
    .input(
      z.object({
        service: z.string().max(63).optional(),
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
    )
    .output(z.object({ changes: z.array(changeViewSchema) })),
};
