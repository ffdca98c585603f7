import type { Labels } from '../exposition.ts';

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
  'grpc_code',
  'grpc_status',
  'grpc_status_code',
  'rpc_status_code',
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
  canceled: 'clientError',
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
  const word = text.length > 1 ? text.replace(/[^a-z]/g, '') : text;
  const code = grpcNames.indexOf(word);
  if (grpc) return grpcClass[code] ?? 'unknown';
  return words[word] ?? grpcClass[code] ?? 'unknown';
}

/** The class of a series: by its status label; where that is missing, an `error_type` (OpenTelemetry) or an `outcome` (Micrometer) may say it. */
export function classOfSeries(labels: Labels, statusLabel: string | null): StatusClass {
  const value = statusLabel === null ? undefined : labels.get(statusLabel);
  const found = value === undefined ? 'unknown' : classOfStatus(statusLabel as string, value);
  if (found !== 'unknown') return found;
  const outcome = labels.get('outcome');
  if (outcome !== undefined) return classOfStatus('outcome', outcome);
  return value === undefined && labels.get('error_type') ? 'serverError' : 'unknown';
}
