import type { Answer, NoAnswer } from './answer.ts';
import { type Call, describeCall } from './call.ts';
import { ServiceAuthenticationError, ServiceBodyError, ServiceError, ServiceTimeoutError, ServiceUnavailableError } from './error.ts';

const hidden = '[redacted]';

/** A body without the credentials that were sent: some services answer with what they were asked. */
function withoutSecrets({ headers }: Call, body: unknown): unknown {
  if (body === undefined) return undefined;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const secrets = [headers['x-api-key'], headers.authorization?.split(' ').at(-1)].filter((one) => one !== undefined && one !== '') as string[];
  const clean = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]).reduce((all, one) => all.replaceAll(one, hidden), text);
  if (clean === text) return body;
  try {
    return typeof body === 'string' ? clean : JSON.parse(clean);
  } catch {
    return clean; // a credential of digits alone stood where JSON has a number
  }
}

/** The error for an answer that is no success. */
export function errorOfAnswer(call: Call, answer: Answer, attempts: number): ServiceError {
  const { settings, method, path } = call;
  const { status, retryAfterMs } = answer;
  const failed = { ...describeCall(call, attempts), status, retryAfterMs, body: withoutSecrets(call, answer.body) };
  const said = `${settings.name} answered ${status} to ${method} ${path}`;
  if (status === 401 || status === 403) return new ServiceAuthenticationError(`${said}: the credentials are missing, wrong or not enough`, failed);
  if (status === 503) return new ServiceUnavailableError(said, failed);
  if (status >= 300 && status < 400) return new ServiceError(`${said}: redirects are not followed; give its final address as baseUrl`, failed);
  if (answer.isBroken && status < 300) return new ServiceBodyError(`${said} with a body that is not the JSON it claims to be`, failed);
  return new ServiceError(said, failed);
}

/** The error for no answer at all. */
export function errorOfSilence(call: Call, { kind, message }: NoAnswer, attempts: number): ServiceError {
  const { settings, method, path } = call;
  const failed = describeCall(call, attempts);
  if (kind === 'timeout') return new ServiceTimeoutError(`${settings.name} did not answer ${method} ${path} in time`, failed);
  return new ServiceUnavailableError(`${settings.name} could not be reached for ${method} ${path}: ${message}`, failed);
}
