import { makeCorrelationId } from './client.ts';
import { Fault, type FaultShape, toFault } from './fault.ts';
import type { Outputs } from './outputs.ts';

export type Uploaded = Outputs['document']['upload']['body'];

const typeOf = (name: string) => {
  if (/\.zip$/i.test(name)) return 'application/zip';
  return /\.json$/i.test(name) ? 'application/json' : 'application/yaml';
};

/** One file as it is; several as a form, under their paths, so that they may refer to each other. */
export function packFiles(files: readonly File[]): { body: BodyInit; headers: Record<string, string> } {
  const [only] = files;
  if (only && files.length === 1) {
    const ascii = only.name.replaceAll(/[^\x20-\x7e]/g, '_');
    return { body: only, headers: { 'content-type': typeOf(only.name), 'x-file-name': ascii } };
  }
  const form = new FormData();
  for (const file of files) form.append('file', file, file.webkitRelativePath || file.name);
  return { body: form, headers: {} };
}

/** Sends a document as files. Faults are `Fault`; what could not be used is in `details.findings`. */
export async function uploadDocument(name: string, files: readonly File[]): Promise<Uploaded> {
  const correlationId = makeCorrelationId();
  const { body, headers } = packFiles(files);
  const url = `/api/v1/services/${encodeURIComponent(name)}/document`;
  const response = await fetch(url, { method: 'PUT', headers: { ...headers, 'x-correlation-id': correlationId }, body }).catch((error: unknown) => {
    throw toFault(error, correlationId);
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as Uploaded;
  const { code = 'internal', message = 'The upload failed.', details = null, traceId = correlationId } = answer as Partial<FaultShape>;
  throw new Fault({ code, message, details, traceId, status: response.status });
}
