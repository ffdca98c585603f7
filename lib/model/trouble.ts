import { z } from 'zod';
import { type BreakerState, breakerStateSchema } from './breaker.ts';
import { type Verdict, verdictSchema } from './verdict.ts';

const instant = z.iso.datetime();

/** Whom the failure of something reaches, through others too. */
export const blastSchema = z
  .object({
    services: z.number().int().meta({
      description: 'How many services are hit: callers and theirs, no further over a call declared optional, and who waits for its events.',
    }),
    requestRate: z
      .number()
      .nullable()
      .meta({ description: 'Requests per second that they answer. Of services that call one another the busiest rank counts, none twice.' }),
    direct: z.array(z.string()).meta({ description: 'Those that call it themselves, at most 12.' }),
    beyond: z.array(z.string()).meta({ description: 'Those that call them, the nearest first, at most 12.' }),
  })
  .meta({ id: 'Blast' });
export type Blast = z.infer<typeof blastSchema>;

const cause = z.string().nullable().meta({ description: 'What else is wrong that it depends on, as far as it is known.' });

const troubledServiceSchema = z.object({
  kind: z.literal('service'),
  service: z.string(),
  displayName: z.string(),
  domain: z.string().nullable(),
  team: z.string().nullable(),
  tier: z.number().int(),
  verdict: verdictSchema,
  reason: z.string(),
  since: instant,
  cause,
});
export type TroubledService = z.infer<typeof troubledServiceSchema>;

const troubledBreakerSchema = z.object({
  kind: z.literal('breaker'),
  caller: z.string(),
  callee: z.string(),
  calleeKnown: z.boolean(),
  name: z.string(),
  tier: z.number().int().meta({ description: 'Of the caller.' }),
  state: breakerStateSchema,
  since: instant,
  nextTryAt: instant.nullable(),
  cause,
});
export type TroubledBreaker = z.infer<typeof troubledBreakerSchema>;

const followSchema = z.discriminatedUnion('kind', [troubledServiceSchema, troubledBreakerSchema]);
export type TroubleFollow = z.infer<typeof followSchema>;

const headShape = {
  blast: blastSchema,
  followsTotal: z.number().int().meta({ description: 'How much is wrong because of it, or together with it.' }),
};

/** One thing that is wrong; what follows from it is counted. */
export const incidentSchema = z
  .discriminatedUnion('kind', [troubledServiceSchema.extend(headShape), troubledBreakerSchema.extend(headShape)])
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incidentSchema>;

const toldShape = {
  ...headShape,
  follows: z.array(followSchema).meta({ description: 'What is wrong because of it, or together with it, worst first, at most 20.' }),
};

/** One thing that is wrong, with what follows from it. */
export const troubleSchema = z
  .discriminatedUnion('kind', [troubledServiceSchema.extend(toldShape), troubledBreakerSchema.extend(toldShape)])
  .meta({ id: 'Trouble' });
export type Trouble = z.infer<typeof troubleSchema>;

const verdictWeight: Record<Verdict, number> = { down: 0, degraded: 2, unknown: 4, maintenance: 5, up: 5 };
const breakerWeight: Record<BreakerState, number> = { open: 1, 'half-open': 3, 'forced-open': 3, unknown: 4, disabled: 5, closed: 5 };

const stateWeight = (one: TroubleFollow): number => (one.kind === 'service' ? verdictWeight[one.verdict] : breakerWeight[one.state]);
const nameOf = (one: TroubleFollow): string => (one.kind === 'service' ? one.service : `${one.caller} ${one.name}`);

/**
 * Worse first, of what may stand alone: down, breaker open, degraded, breaker that tries again or is held open by an operator,
 * unknown; then the tier, then what lasts longer, then the names. Of whom it hits it knows nothing.
 */
export function compareStanding(a: TroubleFollow, b: TroubleFollow): number {
  const byName = nameOf(a) < nameOf(b) ? -1 : 1;
  return stateWeight(a) - stateWeight(b) || a.tier - b.tier || (a.since === b.since ? byName : a.since < b.since ? -1 : 1);
}

/** The order of everything that is wrong: the state, the tier, how many services are hit, how much they answer, how long it lasts. */
export function compareTrouble(a: Trouble, b: Trouble): number {
  return (
    stateWeight(a) - stateWeight(b) ||
    a.tier - b.tier ||
    b.blast.services - a.blast.services ||
    (b.blast.requestRate ?? -1) - (a.blast.requestRate ?? -1) ||
    compareStanding(a, b)
  );
}
