import type { Contract, DeclaredResponse, Media, Operation, ResponseHeader } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import type { Json } from '../json.ts';
import { describeMismatch, showValue } from '../schema/mismatch.ts';
import type { SchemaNode, SchemaSpace } from '../schema/shape.ts';
import { isValid, validate } from '../schema/validate.ts';
import { isJsonType } from './draft.ts';
import type { Fault } from './finding.ts';

/** What kind of request was answered: that decides which answers are in order. */
export type Kind = 'valid' | 'invalid' | 'stranger';

/** Exactly, then by range, then `default`. */
export function declaredFor({ responses }: Operation, status: number): DeclaredResponse | undefined {
  const find = (name: string) => responses.find((one) => one.status.toUpperCase() === name);
  return find(String(status)) ?? find(`${Math.floor(status / 100)}XX`) ?? find('DEFAULT');
}

export const mediaTypeOf = ({ headers }: Exchange) => (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** `application/problem+json` keeps a promise of `application/json`; the other way about, somebody waits for what does not come. */
export function matchMedia(media: Media[], actual: string): Media | undefined {
  const exact = media.find(({ type }) => type === actual);
  if (exact) return exact;
  const wild = media.find(({ type }) => type.endsWith('/*') && (type === '*/*' || actual.startsWith(type.slice(0, -1))));
  return wild ?? (actual.endsWith('+json') ? media.find(({ type }) => type === 'application/json') : undefined);
}

export function parseJson({ body }: Exchange): { value: Json } | undefined {
  try {
    return { value: JSON.parse(body.toString()) as Json };
  } catch {
    return undefined;
  }
}

const listStatuses = ({ responses }: Operation) => responses.map(({ status }) => status).join(', ') || 'none';
const start = (text: string, length = 200) => (text.length > length ? `${text.slice(0, length)}…` : text);

/** Statuses with which gateways and frameworks refuse; few documents list them all. */
const ordinaryRefusals = [401, 403, 405, 406, 408, 411, 413, 414, 415, 421, 426, 429, 431];
/** Statuses with which a document says that it refuses what is not valid. */
const validationStatuses = ['400', '422', '4XX'];

/** Whether an undeclared status is in order: documents that do not say how they refuse are not held to it. */
function isOrdinary({ responses }: Operation, status: number, kind: Kind): boolean {
  if (kind === 'valid') return [401, 403, 429].includes(status);
  if (status < 400 || status >= 500) return false;
  if (ordinaryRefusals.includes(status) || kind === 'stranger' || status === 404) return true;
  return !responses.some((one) => validationStatuses.includes(one.status.toUpperCase()));
}

function serverError(operation: Operation, { status, body, trouble }: Exchange, kind: Kind): Fault {
  const asked = kind === 'valid' ? 'a valid request' : kind === 'invalid' ? 'an invalid request' : 'a request without credentials';
  const detail = status === null ? 'none' : 'error';
  return {
    id: status === null ? 'response.none' : 'response.server_error',
    severity: 'error',
    direction: 'response',
    pointer: `${operation.pointer}/responses`,
    message: status === null ? `${asked} gets no answer: ${trouble}` : `answers ${status} to ${asked}`,
    help: 'The log of the service says why; the request below repeats it.',
    declared: listStatuses(operation),
    actual: status === null ? String(trouble) : start(`${status} ${body.toString()}`.trim()),
    detail,
  };
}

function undeclaredStatus(operation: Operation, { status, body }: Exchange): Fault {
  return {
    id: 'response.status.undeclared',
    severity: 'error',
    direction: 'response',
    pointer: `${operation.pointer}/responses`,
    message: `answers ${status}, which the document does not declare`,
    help: 'Declare the status, or answer with one that is declared.',
    declared: listStatuses(operation),
    actual: start(`${status} ${body.toString()}`.trim()),
    detail: String(status),
  };
}

function judgeMedia(response: DeclaredResponse, exchange: Exchange): Fault | Media | undefined {
  const actual = mediaTypeOf(exchange);
  const declared = response.media.map(({ type }) => type).join(', ');
  if (response.media.length === 0 || exchange.sent.method === 'HEAD' || exchange.status === 204 || exchange.status === 304) return undefined;
  const found = matchMedia(response.media, actual);
  if (found) return found;
  const isEmpty = exchange.body.length === 0 && actual === '';
  return {
    id: isEmpty ? 'response.body.missing' : 'response.content_type.undeclared',
    severity: 'error',
    direction: 'response',
    pointer: `${response.pointer}/content`,
    message: isEmpty ? `the answer ${exchange.status} has no body` : `the answer ${exchange.status} is ${actual || 'of no type'}, not ${declared}`,
    help: 'Send the declared content type, or declare this one.',
    declared,
    actual: isEmpty ? 'no body' : start(`${actual || 'no content type'}: ${exchange.body.toString()}`),
    detail: `${response.status} ${isEmpty ? 'empty' : actual}`,
  };
}

const sentences: Record<string, (where: string) => string> = {
  required: (where) => `lacks ${where}, which is required`,
  type: (where) => `has another type at ${where}`,
  additionalProperties: (where) => `has ${where}, which is not declared`,
};

function judgeBody({ space }: Contract, response: DeclaredResponse, media: Media, exchange: Exchange): Fault | undefined {
  if (media.schema === undefined || !isJsonType(mediaTypeOf(exchange))) return undefined;
  const parsed = parseJson(exchange);
  const common = { severity: 'error' as const, direction: 'response' as const, help: 'Mend the answer, or the schema if the answer is right.' };
  if (!parsed)
    return {
      ...common,
      id: 'response.body.unreadable',
      pointer: media.pointer,
      message: `the body of ${exchange.status} is no JSON`,
      declared: media.type,
      actual: start(exchange.body.toString()) || 'no body',
      detail: response.status,
    };
  const mismatches = validate(space, media.schema, parsed.value, 'response', `${media.pointer}/schema`);
  const [first] = mismatches.toSorted((a, b) => a.path.split('/').length - b.path.split('/').length);
  if (!first) return undefined;
  const where = first.path ? `\`${first.path.slice(1).replaceAll('/', '.')}\`` : 'the whole';
  const sentence = sentences[first.keyword]?.(where) ?? `is not as declared at ${where}`;
  const more = mismatches.length > 1 ? ` (and ${mismatches.length - 1} more)` : '';
  return {
    ...common,
    id: `response.body.${first.keyword === 'required' ? 'property_missing' : first.keyword === 'type' ? 'type' : 'invalid'}`,
    pointer: first.pointer.replace(/^#/, ''),
    message: `the body of ${exchange.status} ${sentence}${more}`,
    declared: start(mismatches.map(describeMismatch).join('; '), 600),
    actual: showValue(parsed.value),
    detail: `${response.status} ${first.pointer} ${first.keyword === 'required' ? first.path.replace(/\/\d+/g, '/*') : ''}`,
  };
}

/** A header is text: it is valid if it is so as text, number or boolean. */
export function isTextValid(space: SchemaSpace, schema: SchemaNode, text: string, direction: 'request' | 'response'): boolean {
  const readings: Json[] = [text];
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) readings.push(Number(text));
  if (text === 'true' || text === 'false') readings.push(text === 'true');
  readings.push(text.split(/,\s*/));
  return readings.some((value) => isValid(space, schema, value, direction));
}

function judgeHeader({ space }: Contract, header: ResponseHeader, response: DeclaredResponse, exchange: Exchange): Fault | undefined {
  const actual = exchange.headers[header.name.toLowerCase()];
  const common = { severity: 'error' as const, direction: 'response' as const, pointer: header.pointer, detail: `${response.status} ${header.name}` };
  const schema = header.schema === undefined ? 'present' : showValue(header.schema as Json);
  if (actual === undefined) {
    if (!header.isRequired) return undefined;
    const names = Object.keys(exchange.headers).join(', ');
    const help = 'Send the header, or take it out of the document.';
    return {
      ...common,
      id: 'response.header.missing',
      message: `the answer ${exchange.status} lacks the header ${header.name}`,
      help,
      declared: `${header.name}, required`,
      actual: names,
    };
  }
  if (header.schema === undefined || isTextValid(space, header.schema, actual, 'response')) return undefined;
  const help = 'Mend the header, or its schema if the header is right.';
  return {
    ...common,
    id: 'response.header.invalid',
    message: `the header ${header.name} of ${exchange.status} is not as declared`,
    help,
    declared: schema,
    actual,
  };
}

/** Everything in which an answer is not as the document says. */
export function judge(contract: Contract, operation: Operation, exchange: Exchange, kind: Kind): Fault[] {
  const { status } = exchange;
  if (status === null || (status >= 500 && status !== 501)) return [serverError(operation, exchange, kind)];
  const response = declaredFor(operation, status);
  if (!response) return isOrdinary(operation, status, kind) ? [] : [undeclaredStatus(operation, exchange)];
  const headers = response.headers.map((header) => judgeHeader(contract, header, response, exchange)).filter((fault) => fault !== undefined);
  const media = judgeMedia(response, exchange);
  if (media === undefined) return headers;
  if ('id' in media) return [media, ...headers];
  const body = judgeBody(contract, response, media, exchange);
  return body ? [body, ...headers] : headers;
}
