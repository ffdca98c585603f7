import { AppError, validationError } from '#lib/errors.ts';

export const maxBodyBytes = 1_048_576;

const tooLarge = (maxBytes: number) => new AppError('payload_too_large', `The body is larger than ${maxBytes} bytes.`);

/** The whole body, counted while it comes. */
export async function readCounted(request: Request, maxBytes = maxBodyBytes): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuseOtherTypes(headers: Headers): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(type))
    throw new AppError('bad_request', 'The body must be application/json.');
}

/** The JSON object that a request carries; undefined when it carries nothing. */
export async function readJsonBody(request: Request): Promise<Record<string, unknown> | undefined> {
  if (!request.body || request.method === 'GET' || request.method === 'HEAD') return undefined;
  const bytes = await readCounted(request);
  if (bytes.byteLength === 0) return undefined;
  refuseOtherTypes(request.headers);
  const value = parse(decodeText(bytes));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new AppError('bad_request', 'The body must be a JSON object.');
  return value as Record<string, unknown>;
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not UTF-8.', { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not valid JSON.', { cause });
  }
}

/** What the path names cannot be changed by the body. */
export function refuseContradiction(body: Record<string, unknown>, params: Record<string, string>): void {
  const issues = Object.entries(params)
    .filter(([name, value]) => Object.hasOwn(body, name) && String(body[name]) !== value)
    .map(([path]) => ({ path, message: 'is given by the path and cannot be changed' }));
  if (issues.length > 0) throw validationError(issues);
}
