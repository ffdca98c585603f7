import { createHash } from 'node:crypto';
import { buildIndex } from '#lib/model/document/build-index.ts';
import { refsIn } from '#lib/model/document/rewrite.ts';
import { rootKind } from '#lib/model/document/shape.ts';
import { field, type Json, type Tree } from '#lib/model/document/tree.ts';
import type { DocumentIndex } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import { checkAsync } from './check-async.ts';
import { checkOperations } from './check-operations.ts';
import { checkReferences } from './check-references.ts';
import { checkShape } from './check-shape.ts';
import { type Remark, toFinding, unusable } from './fault.ts';
import { Files, type OpenFile } from './files.ts';
import { Joiner } from './join.ts';
import { maxExpandedBytes, maxFindings } from './limits.ts';
import { nearestLine, wantPointers } from './line.ts';
import { operationFinder } from './operation-finder.ts';
import { findJsonLines } from './parse.ts';
import { type Part, unpackParts } from './unpack.ts';

export interface ReadDocument {
  /** Files joined; references that are left all stay inside, or are findings. */
  canonical: Json;
  canonicalJson: string;
  index: DocumentIndex;
  /** Violations of the specification and other trouble, at most 200. */
  findings: Finding[];
  /** As sent; of several files, the joined document. Lines of findings count here. */
  text: Uint8Array;
  /** SHA-256 of the text, hexadecimal. */
  contentHash: string;
}

interface ReadOptions {
  /** Without checks a document is only made readable: for one on which a check does not come to an end. */
  checks: boolean;
}

function joinFiles(files: Files, root: OpenFile): { document: Tree; troubles: ReadonlyMap<string, Remark> } {
  const document = root.value as Tree;
  for (const { ref } of refsIn(rootKind(document), document)) if (!ref.startsWith('#')) return new Joiner(files, root).join();
  return { document, troubles: new Map() };
}

function writeJson(document: Tree): string {
  const tooLarge = () =>
    unusable(
      'document.text.size',
      `Its files join to more than ${maxExpandedBytes / 1_000_000} MB.`,
      'Let files refer to one another instead of repeating what they hold.',
    );
  try {
    const json = JSON.stringify(document);
    if (json.length > maxExpandedBytes) throw tooLarge();
    return json;
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw error;
  }
}

/** A check that breaks says so and loses nothing but its own findings. */
function guard(name: string, check: () => Iterable<Remark>): Remark[] {
  const found: Remark[] = [];
  try {
    for (const remark of check()) {
      found.push(remark);
      if (found.length > maxFindings) break;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 160) : 'unknown';
    const message = `The check of ${name} did not come to an end: ${why}.`;
    found.push({
      id: 'document.check.failed',
      severity: 'warning',
      pointer: '',
      message,
      help: 'Nothing needs to be done; this part of the document is unchecked.',
    });
  }
  return found;
}

function check(document: Tree, troubles: ReadonlyMap<string, Remark>): Remark[] {
  const references = guard('references', () => checkReferences(document, troubles));
  if (field(document, 'asyncapi') !== undefined) return [...references, ...guard('channels', () => checkAsync(document))];
  const own = [...references, ...guard('operations', () => checkOperations(document))];
  const places = new Set(own.map(({ pointer }) => pointer));
  const shape = guard('the specification', () => checkShape(document)).filter(
    ({ pointer }) => !places.has(pointer) && !places.has(`${pointer}/$ref`),
  );
  return [...own, ...shape];
}

const unchecked: Remark = {
  id: 'document.check.failed',
  severity: 'warning',
  pointer: '',
  message: 'The checks of this document took too long and were left out.',
  help: 'Nothing needs to be done; the document works, but it is unchecked.',
};

function limit(remarks: Remark[]): Remark[] {
  const unique = [...new Map(remarks.map((remark) => [`${remark.id} ${remark.pointer} ${remark.message}`, remark])).values()];
  const sorted = [...unique.filter(({ severity }) => severity === 'error'), ...unique.filter(({ severity }) => severity !== 'error')];
  if (sorted.length <= maxFindings) return sorted;
  const left = sorted.length - maxFindings + 1;
  const more: Remark = {
    id: 'document.findings.more',
    severity: 'info',
    pointer: '',
    message: `There are at least ${left} more findings like these.`,
    help: 'Mend the ones that are listed and send the document again.',
  };
  return [...sorted.slice(0, maxFindings - 1), more];
}

const ranks: Record<Finding['severity'], number> = { breaking: 0, error: 1, warning: 2, info: 3 };

/** Text of what is stored and shown: one file as it was sent, several as the joined document with one field per line. */
function textOfUpload(files: { name: string; bytes: Uint8Array }[], document: Tree, sent: Part[]): { text: Uint8Array; joinedText: string | null } {
  const [only] = files;
  if (files.length === 1 && sent.length === 1 && only && only.bytes === sent[0]?.bytes) return { text: only.bytes, joinedText: null };
  const joinedText = JSON.stringify(document, null, 2);
  return { text: new TextEncoder().encode(joinedText), joinedText };
}

function readParts(parts: Part[]) {
  const unpacked = unpackParts(parts);
  const files = new Files(unpacked);
  const root = files.findRoot();
  const { document, troubles } = joinFiles(files, root);
  return { unpacked, files, root, document, troubles, canonicalJson: writeJson(document) };
}

/** The document alone, for those who need neither findings nor an index. */
export function readCanonical(parts: Part[]): Pick<ReadDocument, 'canonical' | 'canonicalJson'> {
  const { document, canonicalJson } = readParts(parts);
  return { canonical: document, canonicalJson };
}

/**
 * Reads an API document from what was sent: JSON, YAML, a zip, or several files. Heavy, and made for hostile input: call it in a thread. Throws an
 * `AppError` with a sentence and `details.findings` when there is nothing that could be used; whatever else is wrong becomes a finding.
 */
export function readDocument(parts: Part[], { checks }: ReadOptions = { checks: true }): ReadDocument {
  const { unpacked, files, root, document, troubles, canonicalJson } = readParts(parts);
  const { text, joinedText } = textOfUpload(unpacked, document, parts);
  const index = buildIndex(document);
  const remarks = limit([...files.remarks, ...root.remarks, ...(checks ? check(document, troubles) : [unchecked])]);
  const wanted = wantPointers(remarks.flatMap(({ pointer, line }) => (line === undefined ? [pointer] : [])));
  const lines = joinedText === null ? root.findLines(wanted) : findJsonLines(joinedText, wanted);
  const operationOf = operationFinder(index);
  const findings = remarks.map((remark) => {
    const line = joinedText === null || remark.line === undefined ? (remark.line ?? nearestLine(lines, remark.pointer)) : null;
    return toFinding('document', remark, operationOf(remark.pointer), line);
  });
  findings.sort((a, b) => ranks[a.severity] - ranks[b.severity] || (a.line ?? 0) - (b.line ?? 0));
  const contentHash = createHash('sha256').update(text).digest('hex');
  return { canonical: document, canonicalJson, index, findings, text, contentHash };
}
