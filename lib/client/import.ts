import type { ImportPlan, ImportResult } from '#lib/model/descriptor/import.ts';
import { makeCorrelationId } from './client.ts';
import { Fault, type FaultShape, toFault } from './fault.ts';

async function sendFiles<T>(path: string, files: readonly File[]): Promise<T> {
  const correlationId = makeCorrelationId();
  const body = new FormData();
  for (const file of files) body.append('file', file, file.webkitRelativePath || file.name);
  const response = await fetch(`/api/v1${path}`, { method: 'POST', headers: { 'x-correlation-id': correlationId }, body }).catch((error: unknown) => {
    throw toFault(error, correlationId);
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  const { code = 'internal', message = 'The import failed.', details = null, traceId = correlationId } = answer as Partial<FaultShape>;
  throw new Fault({ code, message, details, traceId, status: response.status });
}

/** What importing the files would do. Faults are `Fault`. */
export const previewFiles = (files: readonly File[]) => sendFiles<ImportPlan>('/imports/preview', files);

/** Imports the files. Faults are `Fault`; then nothing of them is stored. */
export const importFiles = (files: readonly File[]) => sendFiles<ImportResult>('/imports', files);
