import { type Answer, isTrouble, NoAnswer } from './answer.ts';
import { type Call, failedCall, nameOf } from './call.ts';
import { ServiceCircuitOpenError, ServiceTimeoutError } from './error.ts';
import { errorOf } from './fault.ts';
import { headerNames } from './header.ts';
import { sendOnce } from './http.ts';
import { countAttempt, metrics } from './metrics.ts';
import { nextTraceparent } from './trace.ts';
import { backOffMs, wait } from './wait.ts';

const leftMs = ({ deadlineAt }: Call) => deadlineAt - performance.now();

/** timeout(fetch), counted. */
async function attempt(call: Call, traceparent: string): Promise<Answer> {
  const { settings, method } = call;
  const remainingMs = leftMs(call);
  const { headers } = call;
  headers[headerNames.traceparent] = traceparent;
  headers[headerNames.timeoutMs] = String(Math.max(1, Math.floor(remainingMs)));
  const startedAt = performance.now();
  const count = (status: number | string) => countAttempt(settings.name, method, status, (performance.now() - startedAt) / 1000);
  try {
    const request = { origin: settings.origin, path: call.target, method, headers, body: call.body };
    const answer = await sendOnce(request, Math.min(settings.timeoutMs, remainingMs), call.signal);
    count(answer.status);
    return answer;
  } catch (error) {
    const { kind } = error as NoAnswer;
    if (kind !== 'abandoned') count(kind === 'timeout' ? 'timeout' : 'error');
    throw error;
  }
}

/** breaker(timeout(fetch)): the answer, or why there is none; null when the breaker let nothing through. */
const reach = (call: Call, traceparent: string): Promise<Answer | NoAnswer | null> =>
  call.breaker
    .run(() => attempt(call, traceparent))
    .catch((error) => {
      if (error instanceof NoAnswer) return error;
      throw error;
    });

/** How long to wait before the next attempt; null when there shall be none. */
function delayMs(call: Call, outcome: Answer | NoAnswer, attempts: number): number | null {
  const { maxRetries, retryDelayMs, maxRetryAfterMs } = call.settings;
  const { isUnsent, status, retryAfterMs } = outcome as Partial<NoAnswer & Answer>;
  const mayRepeat = isUnsent || (call.isRepeatable && (status === undefined || isTrouble(status)));
  if (attempts > maxRetries || !mayRepeat) return null;
  const ms = retryAfterMs === undefined ? backOffMs(retryDelayMs, attempts - 1) : Math.min(retryAfterMs, maxRetryAfterMs);
  return ms < leftMs(call) ? ms : null;
}

const isSuccess = ({ status, isBroken }: Answer) => status >= 200 && status < 300 && !isBroken;

/** retry(breaker(timeout(fetch))): the parsed body. An open breaker is not retried; the error then holds the last answer, if there was one. */
export async function perform(call: Call): Promise<unknown> {
  const { settings, signal } = call;
  let traceparent = nextTraceparent(call.context.traceparent);
  let last: Pick<Answer, 'status' | 'body'> | undefined;
  for (let attempts = 1; ; attempts += 1) {
    signal?.throwIfAborted();
    if (leftMs(call) <= 0) throw failedCall(ServiceTimeoutError, call, attempts - 1, `: no time left for ${nameOf(call)}`);
    const outcome = await reach(call, traceparent);
    signal?.throwIfAborted();
    if (outcome === null)
      throw failedCall(ServiceCircuitOpenError, call, attempts - 1, ' is not called for now: its circuit breaker is open', {
        status: last?.status ?? null,
        body: last?.body,
      });
    if (!(outcome instanceof NoAnswer)) {
      last = outcome;
      if (isSuccess(outcome)) return outcome.body;
    }
    const ms = delayMs(call, outcome, attempts);
    if (ms === null) throw errorOf(call, outcome, attempts);
    metrics().retries.inc({ service: settings.name });
    await wait(ms, signal);
    traceparent = nextTraceparent(traceparent);
  }
}
