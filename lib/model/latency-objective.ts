import { z } from 'zod';
import { mostThresholdMs, objectivePercentiles } from './latency/choice.ts';

/** So many of a hundred requests shall take no longer than the threshold. */
export const latencyObjectiveSchema = z
  .strictObject({
    percentile: z.literal(objectivePercentiles, { error: 'must be 50, 95 or 99' }),
    thresholdMs: z.number().positive('must be above 0').max(mostThresholdMs, 'must be at most 600,000 ms'),
  })
  .meta({ id: 'LatencyObjective', examples: [{ percentile: 95, thresholdMs: 300 }] });
export type LatencyObjective = z.infer<typeof latencyObjectiveSchema>;
