import { z } from 'zod';

/** What can run full, or tells how full it is. In the order of panels. */
export const gaugeKinds = ['inflight', 'cpu', 'memory', 'heap', 'eventloop', 'gc', 'pool', 'bulkhead', 'queue', 'fds'] as const;
export type GaugeKind = (typeof gaugeKinds)[number];

export const gaugeUnits = ['cores', 'share', 'bytes', 'seconds', 'count'] as const;
export type GaugeUnit = (typeof gaugeUnits)[number];

export const gaugeSchema = z
  .object({
    kind: z.enum(gaugeKinds),
    of: z.string().meta({ description: 'Which one, where a service has several: the pool, the bulkhead. Empty: the whole service.' }),
    value: z.number(),
    unit: z.enum(gaugeUnits),
    bound: z.number().nullable().meta({ description: 'The most that it can be, in the same unit; null where the metrics do not say it.' }),
    share: z.number().nullable().meta({ description: 'Of its bound, 0–1.' }),
    source: z
      .object({
        dialect: z.string(),
        rule: z.string().meta({ description: 'How the value was made.' }),
        series: z.string().meta({ description: 'The families that it was made of.' }),
        unit: z.string().meta({ description: 'The unit, and how it is known.' }),
      })
      .meta({ description: 'Answers "how do I know?".' }),
  })
  .meta({ id: 'Gauge' });
export type Gauge = z.infer<typeof gaugeSchema>;

/** Names a gauge within its service. */
export const gaugeId = ({ kind, of }: Pick<Gauge, 'kind' | 'of'>): string => (of === '' ? kind : `${kind} ${of}`);

export const runtimes = ['node', 'jvm', 'go', 'python', 'dotnet', 'ruby', 'envoy', 'unknown'] as const;
export type Runtime = (typeof runtimes)[number];

/** What a process says of itself. */
export interface ProcessFacts {
  runtime: Runtime;
  /** Seconds since the epoch. */
  startedAtSeconds: number | null;
  version: string | null;
  /** The family that says the version. */
  versionFrom: string | null;
}
