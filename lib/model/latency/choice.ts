/** What one may choose among; without schemas, so that the browser loads no more than these words. */

/** The percentiles that an objective may be about. */
export const objectivePercentiles = [50, 95, 99] as const;
export const mostThresholdMs = 600_000;

/** Worst first. */
export const objectiveStates = ['missed', 'cannot-tell', 'kept', 'no-data'] as const;
export type ObjectiveState = (typeof objectiveStates)[number];

/** Spans that the latencies of all services are compared over. */
export const fleetWindows = ['15m', '1h', '24h', '7d'] as const;
export type FleetWindow = (typeof fleetWindows)[number];

/** Steps of the small picture in a row of a list. */
export const trendSteps = 24;
