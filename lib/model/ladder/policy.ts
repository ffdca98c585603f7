import type { Service } from '../service.ts';

type Policy = Pick<Service, 'timeoutSeconds' | 'maxRetries' | 'retryDelaySeconds' | 'circuitBreakerThreshold' | 'latencyObjective'>;

const longestCallSeconds = 300;
const mostFailures = 100;

/** The longest that a caller may wait: every attempt runs into its time-out, and each delay is twice the one before. */
export function longestCall({ timeoutSeconds, maxRetries, retryDelaySeconds }: Policy): number {
  const delays = Array.from({ length: maxRetries }, (_, at) => retryDelaySeconds * 2 ** at);
  return timeoutSeconds * (maxRetries + 1) + delays.reduce((sum, seconds) => sum + seconds, 0);
}

const inSeconds = (seconds: number) => `${Math.round(seconds).toLocaleString('en')} s`;

/** What in the numbers of a call policy cannot be meant, each with what to do. */
export function findPolicyFaults(policy: Policy): { message: string; help: string }[] {
  const { timeoutSeconds, maxRetries, circuitBreakerThreshold, latencyObjective } = policy;
  const longest = longestCall(policy);
  const attempts = maxRetries + 1;
  return [
    ...(longest > longestCallSeconds
      ? [
          {
            message: `A caller may wait ${inSeconds(longest)} for one call with its retries`,
            help: `Lower time-out, retries or delay until it is ${longestCallSeconds} s or less.`,
          },
        ]
      : []),
    ...(attempts > circuitBreakerThreshold
      ? [
          {
            message: `The ${attempts} attempts of one call open the breaker, which bears ${circuitBreakerThreshold}`,
            help: `Lower the retries below ${circuitBreakerThreshold}, or raise the breaker's threshold to ${attempts} or more.`,
          },
        ]
      : []),
    ...(circuitBreakerThreshold > mostFailures
      ? [
          {
            message: `The breaker opens only after ${circuitBreakerThreshold} failures in a row`,
            help: `Lower its threshold to ${mostFailures} or less: until it opens, every caller waits.`,
          },
        ]
      : []),
    ...(latencyObjective && latencyObjective.thresholdMs >= timeoutSeconds * 1000
      ? [
          {
            message: `Calls end at ${inSeconds(timeoutSeconds)}, before they can miss the latency objective of ${latencyObjective.thresholdMs.toLocaleString('en')} ms`,
            help: 'Lower the objective, or raise the time-out above it.',
          },
        ]
      : []),
  ];
}
