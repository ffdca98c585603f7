import { posix } from 'node:path';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { AppError } from '#lib/errors.ts';
import { unusable } from './fault.ts';
import { maxDocumentBytes, maxFiles } from './limits.ts';

/** One file of an upload. */
export interface Part {
  name: string;
  bytes: Uint8Array;
}

const mb = (bytes: number) => `${Math.round(bytes / 100_000) / 10} MB`;

function tooLarge(bytes: number, what: string): AppError {
  const message = `${what} is ${mb(bytes)} long; at most ${mb(maxDocumentBytes)} are read.`;
  return new AppError('payload_too_large', message, {
    details: unusable('document.text.size', message, 'Split the document, or leave out examples.').details ?? {},
  });
}

/** A name inside the upload, with `/` and without `.`; null for one that leads out of it. */
export function cleanName(name: string): string | null {
  const clean = posix.normalize(name.replaceAll('\\', '/').replaceAll('\u0000', ''));
  if (clean.startsWith('/') || /^[a-z]:/i.test(clean) || clean === '..' || clean.startsWith('../')) return null;
  return clean;
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05);

const left = /(?:^|\/)(?:__MACOSX|node_modules|vendor|\.git)\/|(?:^|\/)\._|\/$/;
const readable = /\.(?:ya?ml|json|avsc|schema|raml|graphql|wsdl|xml|html?|txt)$|(?:^|\/)[^./]+$/i;

/** What a zip may hold is counted by its directory before anything is inflated, and again by what comes out. */
function unzip({ name, bytes }: Part): Part[] {
  let entries = 0;
  let total = 0;
  const filter = ({ name: entry, originalSize }: UnzipFileInfo) => {
    entries += 1;
    if (entries > maxFiles)
      throw unusable('document.zip.entries', `The zip holds more than ${maxFiles} files.`, 'Pack only the files of the API document.');
    if (left.test(entry) || !readable.test(entry) || cleanName(entry) === null) return false;
    total += originalSize;
    if (total > maxDocumentBytes) throw tooLarge(total, `What the zip ${name} unfolds to`);
    return true;
  };
  try {
    return Object.entries(unzipSync(bytes, { filter })).map(([entry, content]) => ({ name: cleanName(entry) ?? entry, bytes: content }));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unusable('document.zip.broken', `The zip ${name} is damaged or incomplete.`, 'Pack the files again and send the whole zip.');
  }
}

/** A lone document may come from anywhere, and by the path of a URL. */
function nameOf({ name }: Part, parts: number): string {
  const clean = cleanName(name.replace(/^[\\/]+/, ''));
  if (clean !== null) return clean;
  if (parts === 1) return 'document';
  throw unusable(
    'document.upload.name',
    `The file name ${name.slice(0, 120)} leads out of the upload.`,
    'Name files by their path below one folder.',
  );
}

/** Before anything is done with them. */
export function refuseLongParts(parts: Part[]): void {
  const sent = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (sent > maxDocumentBytes) throw tooLarge(sent, parts.length === 1 ? 'The document' : 'The upload');
}

/** The files of an upload, zips unpacked, each name once. */
export function unpackParts(parts: Part[]): Part[] {
  refuseLongParts(parts);
  const files = new Map<string, Uint8Array>();
  for (const part of parts.flatMap((part) => (isZip(part.bytes) ? unzip(part) : [part]))) files.set(nameOf(part, parts.length), part.bytes);
  const total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  if (total > maxDocumentBytes) throw tooLarge(total, 'The upload');
  if (files.size > maxFiles)
    throw unusable('document.upload.files', `The upload holds more than ${maxFiles} files.`, 'Send only the files of the API document.');
  if (files.size === 0)
    throw unusable('document.upload.empty', 'The upload holds no file that could be an API document.', 'Send JSON or YAML files.');
  return [...files].map(([name, bytes]) => ({ name, bytes }));
}
