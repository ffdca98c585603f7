import type { Meta } from '#lib/api/base.ts';
import { AppError } from '#lib/errors.ts';
import { readCounted } from './body.ts';
import type { CallContext, UploadedFile } from './context.ts';

type Allowed = NonNullable<Meta['upload']>;

const maxFiles = 500;
/** What people and tools send for the types that the contract names. */
const synonyms: Record<string, string> = {
  'application/x-yaml': 'application/yaml',
  'text/yaml': 'application/yaml',
  'text/x-yaml': 'application/yaml',
  'text/vnd.yaml': 'application/yaml',
  'application/vnd.oai.openapi': 'application/yaml',
  'application/x-zip-compressed': 'application/zip',
};

function typeOf(headers: Headers): string {
  const sent = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^application\/[\w.-]+\+json$/.test(sent)) return 'application/json';
  if (/^application\/[\w.-]+\+yaml$/.test(sent)) return 'application/yaml';
  return synonyms[sent] ?? sent;
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<UploadedFile[]> {
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData().catch((cause: unknown) => {
    throw new AppError('bad_request', 'The form in the body could not be read: it is damaged or cut off.', { cause });
  });
  const fields = [...form.entries()];
  if (fields.length > maxFiles) throw new AppError('bad_request', `The form has more than ${maxFiles} parts.`);
  return Promise.all(
    fields.map(async ([field, value]) =>
      typeof value === 'string'
        ? { name: field, contentType: 'text/plain', bytes: new TextEncoder().encode(value) }
        : { name: value.name || field, contentType: value.type, bytes: new Uint8Array(await value.arrayBuffer()) },
    ),
  );
}

/** A body of one file has no name of its own: whoever sends it may say one, percent-encoded. */
function fileNameOf(headers: Headers): string {
  const sent = headers.get('x-file-name') ?? '';
  try {
    return decodeURIComponent(sent).slice(0, 300) || 'body';
  } catch {
    return 'body';
  }
}

/** The files of a body: the parts of a form, or the body itself as the only one. */
export async function readUpload(request: Request, { maxBytes, types }: Allowed): Promise<UploadedFile[]> {
  const type = typeOf(request.headers);
  const bytes = await readCounted(request, maxBytes);
  if (bytes.byteLength === 0) return [];
  if (!types.includes(type))
    throw new AppError('bad_request', `The body must be ${types.slice(0, -1).join(', ')}${types.length > 1 ? ' or ' : ''}${types.at(-1)}.`);
  if (type === 'multipart/form-data') return readForm(bytes, request.headers.get('content-type') ?? '');
  return [{ name: fileNameOf(request.headers), contentType: type, bytes }];
}

/** What was uploaded with a call. Throws where it came by a way that carries no files. */
export function uploadOf({ upload }: CallContext): UploadedFile[] {
  if (!upload) throw new AppError('bad_request', 'This operation takes its body as it is: call it at /api/v1.');
  if (upload.length === 0) throw new AppError('bad_request', 'The body is empty.');
  return upload;
}

/** The same where what was sent is looked at part by part: a body that says it is JSON must be JSON. */
export function readableUploadOf(context: CallContext): UploadedFile[] {
  const files = uploadOf(context);
  const [body] = files;
  if (files.length === 1 && body?.name === 'body' && body.contentType === 'application/json') refuseBrokenJson(body.bytes);
  return files;
}

function refuseBrokenJson(bytes: Uint8Array): void {
  const value = parse(new TextDecoder().decode(bytes));
  if (typeof value !== 'object' || value === null)
    throw new AppError('bad_request', 'The body is no JSON object or list, though its content type says JSON. Send one, or say what it is.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
