import { type Answer, NoAnswer } from './answer.ts';
import { type Call, failedCall, nameOf } from './call.ts';
import { ServiceAuthenticationError, ServiceBodyError, ServiceError, ServiceTimeoutError, ServiceUnavailableError } from './error.ts';

const hidden = '[redacted]';

/** A body without the credentials that were sent: some services answer with what they were asked. */
function withoutSecrets({ headers }: Call, body: unknown): unknown {
  if (body === undefined) return undefined;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const secrets = [headers['x-api-key'], headers.authorization?.split(' ').at(-1)].filter(Boolean) as string[];
  const clean = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]).reduce((all, one) => all.replaceAll(one, hidden), text);
  if (clean === text) return body;
  try {
    return typeof body === 'string' ? clean : JSON.parse(clean);
  } catch {
    return clean; // a credential of digits alone stood where JSON has a number
  }
}

/** The error for an answer that is no success, or for none at all. */
export function errorOf(call: Call, outcome: Answer | NoAnswer, attempts: number): ServiceError {
  if (outcome instanceof NoAnswer)
    return outcome.kind === 'timeout'
      ? failedCall(ServiceTimeoutError, call, attempts, ` did not answer ${nameOf(call)} in time`)
      : failedCall(ServiceUnavailableError, call, attempts, ` could not be reached for ${nameOf(call)}: ${outcome.message}`);
  const { status, retryAfterMs, isBroken, body } = outcome;
  const fail = (Kind: typeof ServiceError, more = '') =>
    failedCall(Kind, call, attempts, ` answered ${status} to ${nameOf(call)}${more}`, {
      status,
      retryAfterMs,
      body: withoutSecrets(call, body),
    });
  if (status === 401 || status === 403) return fail(ServiceAuthenticationError, ': the credentials are missing, wrong or not enough');
  if (status === 503) return fail(ServiceUnavailableError);
  if (status >= 300 && status < 400) return fail(ServiceError, ': redirects are not followed; give its final address as baseUrl');
  return isBroken && status < 300 ? fail(ServiceBodyError, ' with a body that is not the JSON it claims to be') : fail(ServiceError);
}
