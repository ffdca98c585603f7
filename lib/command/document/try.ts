import { AppError, validationError } from '#lib/errors.ts';
import { isPathOfOrigin, originOf } from '#lib/model/service.ts';
import type { Exchange } from '#lib/probe/exchange.ts';
import { inTransaction } from '#lib/store/db.ts';
import { findCredentials, findService } from '#lib/store/service.ts';
import { audit, type CommandContext, requireRole } from '../context.ts';
import { guardOutbound } from '../outbound.ts';
import { unknownService } from '../service.ts';

export interface Trial {
  name: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

const limits = { maxBytes: 1_000_000, mayCut: true, deadlineMs: 30_000 };
const safeMethods = new Set(['GET', 'HEAD']);
/** What belongs to a connection, to us, or to the stored credential. */
const withheld = new Set([
  ...['host', 'connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect', 'content-length', 'cookie'],
  ...['proxy-authorization', 'proxy-connection', 'user-agent', 'accept-encoding', 'set-cookie'],
]);
const isHeaderName = (name: string) => /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name);
const isHeaderValue = (value: string) => /^[\t\x20-\x7e\x80-\xff]{0,8000}$/.test(value);

function headersOf(given: Record<string, string>): Record<string, string> {
  const entries = Object.entries(given).filter(([name]) => !withheld.has(name.toLowerCase()));
  const wrong = entries.filter(([name, value]) => !isHeaderName(name) || !isHeaderValue(value));
  if (wrong.length > 0) throw validationError(wrong.map(([name]) => ({ path: `headers.${name.slice(0, 100)}`, message: 'is no HTTP header' })));
  return Object.fromEntries(entries);
}

/** The service's own answer may repeat what it was sent: the stored credential is never shown. */
function hide(text: string, secrets: string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '•••'), text);
}

function isText(headers: Record<string, string>, body: Buffer): boolean {
  const type = headers['content-type'] ?? '';
  if (/^(text\/|application\/([\w.+-]*\+)?(json|xml|yaml|x-yaml|javascript|graphql|x-www-form-urlencoded|x-ndjson))/i.test(type)) return true;
  return !body.subarray(0, 1000).includes(0) && Buffer.from(body.toString('utf8')).equals(body);
}

function view(url: string, answer: Extract<Exchange, { ok: true }>, secrets: string[]) {
  const { status, body, isCut, durationMs } = answer;
  const bodyEncoding: 'text' | 'base64' = isText(answer.headers, body) ? 'text' : 'base64';
  const kept = Object.entries(answer.headers).filter(([name]) => !withheld.has(name) && name !== 'content-encoding');
  return {
    ...{ url, status, bodyEncoding, cut: isCut, durationMs },
    headers: Object.fromEntries(kept.map(([name, value]) => [name, hide(value, secrets)])),
    body: bodyEncoding === 'text' ? hide(body.toString('utf8'), secrets) : body.toString('base64'),
  };
}

function credentialOf({ apiKey, bearerToken }: { apiKey: string | null; bearerToken: string | null }) {
  if (apiKey !== null && bearerToken !== null) return 'both' as const;
  if (apiKey !== null) return 'apiKey' as const;
  return bearerToken === null ? ('none' as const) : ('bearerToken' as const);
}

/** Sends one request to a service, from our server, under the outbound policy, with the stored credential. */
export async function tryOperation(ctx: CommandContext, trial: Trial) {
  requireRole(ctx, 'user');
  const { name, path } = trial;
  const method = trial.method.toUpperCase();
  const service = await findService(ctx.db, name);
  if (!service) throw unknownService(name);
  if (service.baseUrl === null) throw new AppError('unprocessable', `${name} has no base URL yet: give one in its settings.`);
  if (!isPathOfOrigin(path)) throw validationError([{ path: 'path', message: 'must begin with a single / and have no spaces' }]);
  if (!safeMethods.has(method) && !service.tryWrites) {
    throw new AppError('forbidden', `Trying ${method} is switched off for ${name}. Whoever may edit the service can allow it in its settings.`);
  }
  if (safeMethods.has(method) && trial.body !== null) throw validationError([{ path: 'body', message: `is not sent with ${method}` }]);
  const headers = headersOf(trial.headers);
  const credentials = await findCredentials(ctx.db, name);
  const baseUrl = originOf(service.baseUrl);
  const url = `${baseUrl}${path}`;
  if (!safeMethods.has(method))
    await inTransaction(ctx.db, (tx) => audit(tx, ctx, 'operation.tried', name, null, { method, path: path.split('?')[0] }));
  const answer = await guardOutbound(ctx, url, ({ probe }) =>
    probe.send({ baseUrl, path, ...credentials }, { method, headers, body: trial.body }, limits, ctx.signal),
  );
  if (!answer.ok)
    throw new AppError('unprocessable', `${name} did not answer: ${answer.reason}.`, { details: { url, durationMs: answer.durationMs } });
  const secrets = [credentials.apiKey, credentials.bearerToken].filter((secret) => secret !== null);
  return { ...view(url, answer, secrets), credential: credentialOf(credentials) };
}
