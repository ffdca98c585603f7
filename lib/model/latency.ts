import { z } from 'zod';
import { fleetWindows, objectiveStates, trendSteps } from './latency/choice.ts';
import { latencyObjectiveSchema } from './latency-objective.ts';
import { maxMarkers } from './marker.ts';
import { paginationSchema } from './page.ts';
import { coverageSchema, intervalMsSchema } from './service.ts';
import { signalSourceSchema } from './signal.ts';
import { verdictSchema } from './verdict.ts';

const interval = intervalMsSchema.nullable();
const percentiles = { p50: interval, p95: interval, p99: interval };
const meanMs = z.number().nullable().meta({ description: 'Sum of durations by their count; no percentile follows from it.' });

export const objectiveStandingSchema = latencyObjectiveSchema
  .extend({
    state: z
      .enum(objectiveStates)
      .meta({ description: '`cannot-tell`: the threshold lies inside the bucket of its percentile, or there are no buckets.' }),
    slower: z
      .object({ low: z.number(), high: z.number() })
      .nullable()
      .meta({ description: 'Share of requests slower than the threshold, 0–1, as far as the buckets tell.' }),
    allowed: z.number().meta({ description: 'Share of requests that may be slower, 0–1.' }),
    addBound: z
      .object({ value: z.number(), unit: z.enum(['s', 'ms', 'us', 'ns']) })
      .nullable()
      .meta({ description: 'The bucket bound that would make the share exact, in the unit of the family.' }),
  })
  .meta({ id: 'LatencyObjectiveStanding' });

export const comparisonSchema = z
  .enum(['faster', 'slower', 'cannot-tell'])
  .meta({ description: '`faster` and `slower` only where the two intervals do not overlap.' });

export const latencyColumnSchema = z
  .object({
    at: z.iso.datetime().meta({ description: 'End of the step.' }),
    count: z.number().meta({ description: 'Requests whose duration was observed.' }),
    counts: z.array(z.number()).max(48).meta({ description: 'Requests in each row.' }),
    shares: z.array(z.number()).max(48).meta({ description: 'The same as shares of the step, 0–1.' }),
    ...percentiles,
    meanMs,
  })
  .meta({ id: 'LatencyColumn' });

export const releaseSchema = z
  .object({
    at: z.iso.datetime(),
    from: z.string(),
    to: z.string(),
    spanSeconds: z.number().meta({ description: 'What is compared on each side; 0 where there is no span without another release.' }),
    before: interval.meta({ description: 'p95 before.' }),
    after: interval.meta({ description: 'p95 after.' }),
    comparison: comparisonSchema,
  })
  .meta({ id: 'LatencyRelease', description: 'A change of version, and the p95 on both sides of it.' });

export const wireSchema = z
  .object({
    caller: z.string(),
    registered: z.boolean(),
    source: z.string().meta({ description: 'The dialect by which the caller is seen.' }),
    firstByte: z.boolean().meta({ description: 'The caller’s side measures the time to the first byte, not to the last.' }),
    requestRate: z.number().nullable(),
    client: interval.meta({ description: 'p95 as the caller sees it.' }),
    wire: interval.meta({ description: 'The caller’s p95 minus the service’s own, as an interval; null where one of the two is not known.' }),
    seenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LatencyOnTheWire' });

export const routeLatencySchema = z
  .object({
    method: z.string(),
    route: z.string(),
    requestRate: z.number().nullable(),
    errorRatio: z.number().nullable(),
    latencyMsP95: interval,
    seenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RouteLatency' });

export const instanceLatencySchema = z
  .object({
    url: z.string(),
    p95: interval.meta({ description: 'Over the whole span; of summaries the lowest and the highest that it told.' }),
    trend: z.array(interval).max(trendSteps).meta({ description: 'p95 in equal steps of the window, oldest first; null is a gap.' }),
  })
  .meta({ id: 'InstanceLatency' });

export const latencySchema = z
  .object({
    window: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    stepSeconds: z.number(),
    kind: z.enum(['histogram', 'summary', 'mean', 'none']).meta({ description: 'What durations are told by.' }),
    source: signalSourceSchema.nullable(),
    rows: z.array(intervalMsSchema).max(48).meta({ description: 'The buckets, lowest first; the last may be open above.' }),
    columns: z.array(latencyColumnSchema).max(300).meta({ description: 'Steps with observations, oldest first; a step that is missing is a gap.' }),
    now: z
      .object({ ...percentiles, meanMs, count: z.number(), windowSeconds: z.number(), at: z.iso.datetime(), coverage: coverageSchema.nullable() })
      .nullable()
      .meta({ description: 'The latest minute.' }),
    whole: z
      .object({ ...percentiles, meanMs, count: z.number() })
      .nullable()
      .meta({ description: 'The whole window as one.' }),
    objective: objectiveStandingSchema.nullable().meta({ description: 'Judged over the whole window.' }),
    releases: z.array(releaseSchema).max(maxMarkers).meta({ description: 'Newest first.' }),
    wire: z.array(wireSchema).max(100).meta({ description: 'What calls take beyond the service itself, caller by caller, the longest first; now.' }),
    instances: z
      .array(instanceLatencySchema)
      .max(100)
      .meta({ description: 'Instance by instance, the slowest first, over at most the latest six hours; empty for a service of one address.' }),
    routes: z.array(routeLatencySchema).max(500).meta({ description: 'Now, slowest first.' }),
  })
  .meta({ id: 'Latency' });
export type Latency = z.infer<typeof latencySchema>;

export const latencyRowSchema = z
  .object({
    service: z.string(),
    displayName: z.string(),
    verdict: verdictSchema,
    team: z.string().nullable(),
    kind: latencySchema.shape.kind,
    ...percentiles,
    meanMs,
    requestRate: z.number().nullable().meta({ description: 'Requests per second over the window.' }),
    before: interval.meta({ description: 'p95 over the window before.' }),
    comparison: comparisonSchema,
    objective: objectiveStandingSchema.nullable(),
    trend: z.array(interval).max(trendSteps).meta({ description: 'p95 in equal steps of the window, oldest first; null is a gap.' }),
  })
  .meta({ id: 'LatencyRow' });
export type LatencyRow = z.infer<typeof latencyRowSchema>;

export const latencyListSchema = z.object({
  at: z.iso.datetime(),
  window: z.enum(fleetWindows),
  counts: z
    .object({
      missed: z.number().int(),
      'cannot-tell': z.number().int(),
      kept: z.number().int(),
      'no-data': z.number().int(),
      none: z.number().int(),
    })
    .meta({ description: 'Services by how they stand to their objective, `none` without one.' }),
  services: z.array(latencyRowSchema),
  pagination: paginationSchema,
});
export type LatencyList = z.infer<typeof latencyListSchema>;
