import { AppError } from '#lib/errors.ts';
import type { Json } from '#lib/model/document/tree.ts';
import type { Finding } from '#lib/model/finding.ts';
import { type ReadDocument, readDocument } from './read.ts';

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Files by name; objects are sent as JSON. */
export function partsOf(files: Record<string, Json | Uint8Array>): { name: string; bytes: Uint8Array }[] {
  return Object.entries(files).map(([name, content]) => {
    if (content instanceof Uint8Array) return { name, bytes: content };
    return { name, bytes: bytesOf(typeof content === 'string' ? content : JSON.stringify(content)) };
  });
}

export function readFiles(files: Record<string, Json | Uint8Array>): ReadDocument {
  return readDocument(partsOf(files));
}

export function readText(content: Json | Uint8Array, name = 'openapi.yaml'): ReadDocument {
  return readFiles({ [name]: content });
}

/** The refusal: its sentence and findings. Fails when the input was taken. */
export function refusalOf(files: Record<string, Json | Uint8Array>): { code: string; message: string; findings: Finding[] } {
  try {
    readFiles(files);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message, findings: (error.details?.findings ?? []) as Finding[] };
    throw error;
  }
  throw new Error('nothing was refused');
}

export const told = ({ findings }: ReadDocument) => findings.map(({ line, message }) => `${line}: ${message}`);
