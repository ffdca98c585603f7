import { z } from 'zod';
import { type Coverage, coverageSchema, type IntervalMs, intervalMsSchema } from './service.ts';

/** Where a value comes from, so that a panel can answer "how do I know?". */
export const signalSourceSchema = z
  .object({
    dialect: z.string().meta({ description: 'How the library names its metrics.' }),
    rule: z.string().meta({ description: 'The rule by which the value was made.' }),
    requests: z.string().nullable().meta({ description: 'The family that rate and errors come from.' }),
    latency: z.string().nullable().meta({ description: 'The family that percentiles come from.' }),
    status: z.string().nullable().meta({ description: 'The label that carries the status; null: errors are not said.' }),
    unit: z.string().nullable().meta({ description: 'Unit of the durations, and how it is known.' }),
    series: z.number().int().meta({ description: 'How many series were added together.' }),
    from: z
      .object({
        source: z.string().meta({ description: 'The metrics source that was asked.' }),
        selector: z.string(),
        instances: z.number().int(),
        intervalSeconds: z.number().nullable().meta({ description: 'Between two scrapes of the source.' }),
        sampleAt: z.iso.datetime().meta({ description: 'Time of the newest scrape.' }),
        queries: z.array(z.object({ what: z.string(), query: z.string() })).meta({ description: 'What is read, as PromQL that anybody may ask.' }),
      })
      .optional()
      .meta({ description: 'Left out where Signalbox asked the service itself.' }),
    others: z
      .array(z.object({ dialect: z.string(), family: z.string(), why: z.string() }))
      .optional()
      .meta({ description: 'Families that were recognised too, and why they were not used.' }),
    faults: z.array(z.string()).optional().meta({ description: 'What was left out because the exposition contradicts itself.' }),
  })
  .meta({ id: 'SignalSource' });
export type SignalSource = z.infer<typeof signalSourceSchema>;

const percentile = intervalMsSchema.nullable();

export const signalPointSchema = z
  .object({
    at: z.iso.datetime(),
    requestRate: z.number().nullable().meta({ description: 'Requests per second.' }),
    errorRatio: z.number().nullable().meta({ description: 'Share of 5xx answers, 0–1.' }),
    clientErrorRatio: z.number().nullable().meta({ description: 'Share of 4xx answers, 0–1.' }),
    latencyMs: z
      .object({ p50: percentile, p95: percentile, p99: percentile, mean: z.number().nullable() })
      .meta({ description: 'Percentiles as the interval that the buckets allow, ms.' }),
    coverage: coverageSchema.nullable(),
  })
  .meta({ id: 'SignalPoint' });
export type SignalPoint = z.infer<typeof signalPointSchema>;

/** Latency as differences of cumulative buckets. `bounds` in ms, ascending, the last one may be Infinity (stored as null). */
export interface BucketDelta {
  boundsMs: (number | null)[];
  /** Observations in each bucket, not cumulative. */
  counts: number[];
  sumMs: number;
  count: number;
  /** What a summary says of its own observations; bounds where several series or spans are told together. */
  quantiles?: QuantileBounds;
}

export interface QuantileBounds {
  p50: IntervalMs | null;
  p95: IntervalMs | null;
  p99: IntervalMs | null;
}

/** What a service did between two scrapes. */
export interface SignalDelta {
  /** End of the span, ms since the epoch. */
  atMs: number;
  seconds: number;
  requests: number | null;
  errors: number | null;
  clientErrors: number | null;
  latency: BucketDelta | null;
  /** Of how many instances it is made; not there where the service has one address. */
  coverage?: Coverage | null;
}
