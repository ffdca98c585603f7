import { z } from 'zod';
import { breakerStates } from './breaker-rank.ts';
import { slugSchema } from './service.ts';

export const breakerStateSchema = z.enum(breakerStates);
export type BreakerState = z.infer<typeof breakerStateSchema>;

/** How a state was read out of metrics, by the kind of evidence. */
export const breakerRules = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9'] as const;
export const breakerRuleSchema = z.enum(breakerRules);
export type BreakerRule = z.infer<typeof breakerRuleSchema>;

/** A failure breaker, a limit of capacity, or endpoints taken out: three things that are never one state. */
export const breakerLanes = ['failure', 'capacity', 'ejection'] as const;
export type BreakerLane = (typeof breakerLanes)[number];

export const breakerSourceSchema = z
  .object({
    dialect: z.string(),
    rule: breakerRuleSchema,
    series: z.string().meta({ description: 'The family that says it.' }),
    callee: z.string().meta({ description: 'The label that names the callee.' }),
    detail: z.string().nullable().meta({ description: 'What the evidence leaves open, or says besides.' }),
  })
  .meta({ id: 'BreakerSource' });
export type BreakerSource = z.infer<typeof breakerSourceSchema>;

const instant = z.iso.datetime();
const share = z.number().nullable();

const endsShape = {
  caller: slugSchema,
  callee: z.string().meta({ description: 'The registered service, or the name as the metrics write it.' }),
  calleeKnown: z.boolean().meta({ description: 'Whether the callee is a registered service.' }),
  calleeSelf: z.boolean().meta({ description: 'Whether the callee is Signalbox itself.' }),
  name: z.string(),
  source: breakerSourceSchema,
  seenAt: instant.meta({ description: 'When the metrics last told of it.' }),
  stale: z.boolean().meta({ description: 'Two scrapes are missing: what was known counts no more.' }),
};

export const breakerStepSchema = z
  .object({
    at: instant,
    from: breakerStateSchema,
    to: breakerStateSchema,
    missed: z.boolean().meta({ description: 'Rejections prove an open between two scrapes; the state itself did not change.' }),
  })
  .meta({ id: 'BreakerStep' });
export type BreakerStep = z.infer<typeof breakerStepSchema>;

export const breakerSchema = z
  .object({
    ...endsShape,
    state: breakerStateSchema,
    lastState: breakerStateSchema.meta({ description: 'The state that was seen last; differs from `state` where that is stale.' }),
    since: instant,
    errorRatio: share,
    requestRate: z.number().nullable().meta({ description: 'Calls let through per second.' }),
    rejectionRate: z.number().nullable().meta({ description: 'Calls refused per second.' }),
    shares: z
      .partialRecord(breakerStateSchema, z.number())
      .nullable()
      .meta({ description: 'Time in each state over the last interval, where exported.' }),
    policy: z
      .object({
        from: z
          .enum(['metrics', 'registration', 'library'])
          .meta({ description: 'Exported, asked by the callee, or what the library does by itself.' }),
        errorRatio: share.meta({ description: 'Opens above this share of failures.' }),
        failures: z.number().int().nullable().meta({ description: 'Opens after so many failures in a row.' }),
        waitSeconds: z.number().nullable().meta({ description: 'Tries again so long after it opened.' }),
      })
      .nullable(),
    nextTryAt: instant.nullable(),
    window: z
      .object({
        calls: z.number(),
        needed: z.number().int().nullable().meta({ description: 'Calls before it judges; null where it judges already.' }),
      })
      .nullable()
      .meta({ description: "What the breaker's own window of calls holds, where exported." }),
    probes: z
      .object({ passed: z.number(), failed: z.number(), needed: z.number().int().nullable() })
      .nullable()
      .meta({ description: 'Calls let through to try, while it is half-open, where exported.' }),
    trail: z
      .array(share)
      .max(30)
      .meta({ description: 'Share of failures in each half minute of the last 15 minutes, oldest first; empty where none was told.' }),
    scrapeSeconds: z.number().meta({ description: 'How often the metrics of the caller are looked at: an open that was missed was shorter.' }),
    tier: z.number().int().meta({ description: 'Of the caller.' }),
    instances: z
      .array(z.object({ instance: z.string(), state: breakerStateSchema, since: instant }))
      .meta({ description: 'How it stands on each instance of the caller, worst first; empty where the caller has one address.' }),
    history: z.array(breakerStepSchema).meta({ description: 'Of the last 24 hours, oldest first; of a breaker that flaps the latest 200.' }),
  })
  .meta({ id: 'Breaker' });
export type Breaker = z.infer<typeof breakerSchema>;

export const capacitySchema = z
  .object({
    ...endsShape,
    full: z.boolean().nullable().meta({ description: 'Whether the limit is reached; null where stale or not said.' }),
    used: share.meta({ description: 'Used share of the limit.' }),
    rejectionRate: z.number().nullable(),
  })
  .meta({ id: 'BreakerCapacity' });

export const ejectionSchema = z
  .object({ ...endsShape, out: z.number().int().nullable(), total: z.number().int().nullable() })
  .meta({ id: 'BreakerEjection' });

export const breakerListSchema = z.object({
  at: instant,
  total: z.number().int().meta({ description: 'How many breakers there are besides the limit.' }),
  counts: z.record(breakerStateSchema, z.number().int()).meta({ description: 'Of all that match, whatever their state.' }),
  breakers: z.array(breakerSchema).meta({ description: 'Worst first.' }),
  capacity: z.array(capacitySchema).meta({ description: 'Limits of concurrency or of connections: full is not broken.' }),
  ejections: z.array(ejectionSchema).meta({ description: 'Endpoints that balancers took out.' }),
});
export type BreakerList = z.infer<typeof breakerListSchema>;
