import { AppError, type Issue, validationError } from '#lib/errors.ts';
import { compareDocuments } from '#lib/model/compare/compare.ts';
import { adviseVersion } from '#lib/model/compare/version-advice.ts';
import { addWitnesses } from '#lib/model/compare/witness.ts';
import { field, isTree, type Json, textOf } from '#lib/model/document/tree.ts';
import type { VersionAdvice } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import { decodeText } from './decode.ts';
import { parseText } from './parse.ts';
import { readCanonical } from './read.ts';

export interface Comparison {
  findings: Finding[];
  advice: VersionAdvice;
}

export interface Compared extends Comparison {
  /** Both sides as JSON, to look for witnesses without reading them again. */
  from: string;
  to: string;
}

type Side = 'from' | 'to';

function readSide(side: Side, text: string): { document: Json; json: string } {
  try {
    const { canonical, canonicalJson } = readCanonical([{ name: side, bytes: new TextEncoder().encode(text) }]);
    return { document: canonical, json: canonicalJson };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${side}: ${error.message}`, error.details ? { details: error.details } : {});
  }
}

const versionOf = (document: Json) => textOf(field(field(document, 'info'), 'version'));

function withAdvice(findings: Finding[], from: Json, to: Json): Comparison {
  return { findings, advice: adviseVersion(findings, versionOf(from), versionOf(to)) };
}

/** Compares two documents, each as JSON or YAML text. No pattern of theirs runs. */
export function compareTexts(fromText: string, toText: string, nowMs: number): Compared {
  const [from, to] = [readSide('from', fromText), readSide('to', toText)];
  return { ...withAdvice(compareDocuments(from.document, to.document, { nowMs }), from.document, to.document), from: from.json, to: to.json };
}

function textOfSide(side: Side, body: Json, issues: Issue[]): string {
  const value = field(body, side);
  if (typeof value === 'string') return value;
  if (isTree(value)) return JSON.stringify(value);
  issues.push({
    path: side,
    message: value === undefined ? 'is missing: an API document as an object or a text' : 'must be an object or a JSON or YAML text',
  });
  return '';
}

/** Compares the two sides of a request's body: `{ from, to }`, each an object or a JSON or YAML text. */
export function compareBody(body: Uint8Array, nowMs: number): Compared {
  const { value } = parseText(decodeText(body).text, isTree);
  const issues: Issue[] = [];
  const [from, to] = [textOfSide('from', value, issues), textOfSide('to', value, issues)];
  if (issues.length > 0) throw validationError(issues);
  return compareTexts(from, to, nowMs);
}

/** The comparison with a witness for each breaking finding for which one is found in time. Patterns of the documents run. */
export function findWitnesses(findings: Finding[], fromJson: string, toJson: string, deadlineMs: number): Comparison {
  const [from, to] = [JSON.parse(fromJson) as Json, JSON.parse(toJson) as Json];
  return withAdvice(addWitnesses(findings, from, to, { deadlineMs }), from, to);
}
