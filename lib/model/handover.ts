import { z } from 'zod';
import { breakerStateSchema } from './breaker.ts';
import { verdictSchema } from './verdict.ts';

const instant = z.iso.datetime();
const span = { from: instant, to: instant };
const rowShape = {
  away: z.number().int().meta({ description: 'How long it was not calm, ms.' }),
  times: z.number().int().meta({ description: 'How often it left its calm state.' }),
  calmNow: z.boolean(),
  hits: z.number().int().meta({
    description: 'Services that its failure hits: callers and theirs, no further over a call declared optional, and who waits for its events.',
  }),
};

export const handoverServiceSchema = z
  .object({
    kind: z.literal('service'),
    service: z.string(),
    ...rowShape,
    verdict: verdictSchema.meta({ description: 'Now.' }),
    reason: z.string().meta({ description: 'Why it was not calm, by what was said last.' }),
    ribbon: z.array(z.object({ ...span, state: verdictSchema })).meta({ description: 'Oldest first, without gaps.' }),
  })
  .meta({ id: 'HandoverService' });
export type HandoverService = z.infer<typeof handoverServiceSchema>;

export const handoverBreakerSchema = z
  .object({
    kind: z.literal('breaker'),
    caller: z.string(),
    callee: z.string(),
    calleeKnown: z.boolean(),
    name: z.string(),
    ...rowShape,
    state: breakerStateSchema.meta({ description: 'Now.' }),
    missed: z.array(instant).meta({ description: 'Opens that only rejected calls prove, between two scrapes.' }),
    ribbon: z.array(z.object({ ...span, state: breakerStateSchema })).meta({ description: 'Oldest first, from when it was first seen.' }),
  })
  .meta({ id: 'HandoverBreaker' });
export type HandoverBreaker = z.infer<typeof handoverBreakerSchema>;

export const handoverSchema = z
  .object({
    from: instant,
    to: instant,
    services: z.number().int().meta({ description: 'How many services left up.' }),
    breakers: z.number().int().meta({ description: 'How many breakers left closed.' }),
    notCalm: z.number().int().meta({ description: 'How many of all these are not calm now.' }),
    unseen: z.number().int().meta({ description: 'Services that were only not seen for a while: no fault of theirs.' }),
    rows: z
      .array(z.discriminatedUnion('kind', [handoverServiceSchema, handoverBreakerSchema]))
      .meta({ description: 'Most disruptive first: time not calm × services hit; at most 40.' }),
  })
  .meta({ id: 'Handover' });
export type Handover = z.infer<typeof handoverSchema>;
export type HandoverRow = Handover['rows'][number];
