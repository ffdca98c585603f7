import type { Labels } from '../exposition.ts';
import { labelOf } from './label.ts';

/** How a request ended. */
export type StatusClass = 'ok' | 'redirect' | 'clientError' | 'serverError' | 'noAnswer' | 'unknown';

/** Labels that carry a status, the more telling first. Compared folded: `httpStatusCode` is `http_status_code` without separators. */
export const statusLabels = [
  'http_response_status_code',
  'http_status_code',
  'status_code',
  'response_code',
  'http_status',
  'code',
  'status',
  'envoy_response_code',
  'envoy_response_code_class',
  'response_code_class',
  'httpStatusCode',
  'statusCode',
  'grpc_code',
  'grpc_status',
  'grpc_status_code',
  'rpc_status_code',
  'rpc_response_status_code',
  'rpc_grpc_status_code',
  'rpc_connect_rpc_error_code',
  'grpc_response_status',
  'grpc_server_status',
] as const;

const digitClass: readonly StatusClass[] = ['noAnswer', 'ok', 'ok', 'redirect', 'clientError', 'serverError'];

/** By gRPC code number; the faults of the server are those that OpenTelemetry counts as such. */
const grpcClass: readonly StatusClass[] = [
  'ok',
  'clientError',
  'serverError',
  'clientError',
  'serverError',
  'clientError',
  'clientError',
  'clientError',
  'clientError',
  'clientError',
  'clientError',
  'clientError',
  'serverError',
  'serverError',
  'serverError',
  'serverError',
  'clientError',
];

const grpcNames = [
  'ok',
  'cancelled',
  'unknown',
  'invalidargument',
  'deadlineexceeded',
  'notfound',
  'alreadyexists',
  'permissiondenied',
  'resourceexhausted',
  'failedprecondition',
  'aborted',
  'outofrange',
  'unimplemented',
  'internal',
  'unavailable',
  'dataloss',
  'unauthenticated',
];

const words: Record<string, StatusClass> = {
  '-': 'noAnswer',
  ioerror: 'noAnswer',
  timeout: 'noAnswer',
  informational: 'ok',
  success: 'ok',
  redirection: 'redirect',
  clienterror: 'clientError',
  servererror: 'serverError',
  error: 'serverError',
  failure: 'serverError',
  unset: 'ok',
  // Micrometer's and Envoy's word for "nobody said", outside gRPC.
  unknown: 'unknown',
};

function classOfNumber(text: string, grpc: boolean): StatusClass {
  const number = Number(text);
  if (grpc || (number > 5 && number < 17)) return grpcClass[number] ?? 'unknown';
  if (number < 6) return digitClass[number] ?? 'unknown';
  return number >= 100 && number < 600 ? (digitClass[Math.floor(number / 100)] ?? 'unknown') : 'unknown';
}

/**
 * The class of one label's value: `503`, `5xx`, `5`, `Unavailable`, `14`, `UNKNOWN`, `IO_ERROR`, `0`, `-`, … A label named after
 * gRPC or RPC is read as gRPC codes; elsewhere numbers from 6 to 16 can only be those.
 */
export function classOfStatus(label: string, value: string): StatusClass {
  const text = value.trim().toLowerCase();
  const grpc = /grpc|rpc/i.test(label);
  if (/^\d+$/.test(text)) return classOfNumber(text, grpc);
  const range = /^([1-5])xx$/.exec(text);
  if (range) return digitClass[Number(range[1])] ?? 'unknown';
  const word = text.length > 1 ? text.replace(/^status_code_|[^a-z]/g, '').replace(/^canceled$/, 'cancelled') : text;
  const code = grpcNames.indexOf(word);
  if (grpc) return grpcClass[code] ?? 'unknown';
  return words[word] ?? grpcClass[code] ?? 'unknown';
}

const grpcLabels = ['grpc_response_status', 'grpc_status_code', 'grpc_status', 'rpc_grpc_status_code'] as const;

/** Statuses below which another label may still tell of a failure. */
const fine: ReadonlySet<StatusClass> = new Set(['ok', 'redirect', 'unknown']);

/**
 * Reads the class of a series with these labels: by its status; where that is fine, a gRPC status beside it (HTTP 200 with
 * `Unavailable`), an `error_type` (OpenTelemetry) or a `classification` (Linkerd) may say that it failed; where it is not said, an
 * `outcome` (Micrometer) may say it.
 */
export function classifier(labelNames: ReadonlySet<string>, statusLabel: string | null, grpc = false): (labels: Labels) => StatusClass {
  const beside = labelOf(labelNames, grpcLabels);
  const errorType = labelOf(labelNames, ['error_type']);
  const outcome = labelOf(labelNames, ['outcome', 'classification', 'result']);
  const read = (labels: Labels, label: string | null, as = label) => {
    const value = label === null ? undefined : labels.get(label);
    return value ? classOfStatus(as as string, value) : 'unknown';
  };
  const readBeside = (labels: Labels): StatusClass => {
    const also = beside === statusLabel ? 'unknown' : read(labels, beside);
    const error = errorType === null ? undefined : labels.get(errorType);
    return fine.has(also) && error ? classOfError(error) : also;
  };
  return (labels) => {
    const found = read(labels, statusLabel, grpc ? 'grpc_status' : statusLabel);
    if (!fine.has(found)) return found;
    const also = readBeside(labels);
    if (!fine.has(also)) return also;
    const told = read(labels, outcome);
    if (found === 'unknown') return told === 'unknown' ? also : told;
    return outcome === 'classification' && told === 'serverError' ? told : found;
  };
}

/** OpenTelemetry's `error_type` is a status, or names what was thrown. */
const classOfError = (error: string): StatusClass => (/^[1-5]\d\d$/.test(error) ? classOfStatus('status', error) : 'serverError');
