import { type Answer, isTrouble, NoAnswer } from './answer.ts';
import { type Call, describeCall } from './call.ts';
import { ServiceCircuitOpenError, ServiceTimeoutError } from './error.ts';
import { errorOfAnswer, errorOfSilence } from './fault.ts';
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
async function reach(call: Call, traceparent: string): Promise<Answer | NoAnswer | null> {
  try {
    return await call.breaker.run(() => attempt(call, traceparent));
  } catch (error) {
    if (error instanceof NoAnswer) return error;
    throw error;
  }
}

function mayRepeat(call: Call, outcome: Answer | NoAnswer): boolean {
  if (outcome instanceof NoAnswer) return outcome.isUnsent || call.isRepeatable;
  return isTrouble(outcome.status) && call.isRepeatable;
}

/** How long to wait before the next attempt; null when there shall be none. */
function delayMs(call: Call, outcome: Answer | NoAnswer, attempts: number): number | null {
  const { maxRetries, retryDelayMs, maxRetryAfterMs } = call.settings;
  if (attempts > maxRetries || !mayRepeat(call, outcome)) return null;
  const asked = outcome instanceof NoAnswer ? undefined : outcome.retryAfterMs;
  const ms = asked === undefined ? backOffMs(retryDelayMs, attempts - 1) : Math.min(asked, maxRetryAfterMs);
  return ms < leftMs(call) ? ms : null;
}

const faultOf = (call: Call, outcome: Answer | NoAnswer, attempts: number) =>
  outcome instanceof NoAnswer ? errorOfSilence(call, outcome, attempts) : errorOfAnswer(call, outcome, attempts);

/** retry(breaker(timeout(fetch))): the parsed body. An open breaker is not retried; the error then holds the last answer, if there was one. */
export async function perform(call: Call): Promise<unknown> {
  const { settings, signal } = call;
  let traceparent = nextTraceparent(call.context.traceparent);
  let last: Answer | undefined;
  for (let attempts = 1; ; attempts += 1) {
    signal?.throwIfAborted();
    if (leftMs(call) <= 0)
      throw new ServiceTimeoutError(`${settings.name}: no time left for ${call.method} ${call.path}`, describeCall(call, attempts - 1));
    const outcome = await reach(call, traceparent);
    signal?.throwIfAborted();
    if (outcome === null) {
      const known = { ...describeCall(call, attempts - 1), status: last?.status ?? null, body: last?.body };
      throw new ServiceCircuitOpenError(`${settings.name} is not called for now: its circuit breaker is open`, known);
    }
    if (!(outcome instanceof NoAnswer)) {
      last = outcome;
      if (outcome.status >= 200 && outcome.status < 300 && !outcome.isBroken) return outcome.body;
    }
    const ms = delayMs(call, outcome, attempts);
    if (ms === null) throw faultOf(call, outcome, attempts);
    metrics().retries.inc({ service: settings.name });
    await wait(ms, signal);
    traceparent = nextTraceparent(traceparent);
  }
}
