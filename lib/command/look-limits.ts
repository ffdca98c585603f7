import type { PollTarget } from '#lib/model/target.ts';

type Timed = Pick<PollTarget, 'timeoutSeconds' | 'pollIntervalSeconds'>;

/** Total deadlines of looks, ms: never longer than an interval, so that no two looks at one target overlap. */
export const lookLimits = {
  healthMs: ({ timeoutSeconds, pollIntervalSeconds }: Timed) => Math.min(timeoutSeconds, pollIntervalSeconds, 10) * 1000,
  metricsMs: ({ pollIntervalSeconds }: Timed) => Math.max(1, Math.min(pollIntervalSeconds, 10)) * 1000,
  documentMs: 10_000,
  /** After a document could not be had: one poll interval, then twice as long each time. */
  documentAgainMs: ({ pollIntervalSeconds }: Timed, failures: number) => pollIntervalSeconds * 1000 * 2 ** Math.min(failures - 1, 10),
};
