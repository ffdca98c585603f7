import { isAscii, isUtf8 } from 'node:buffer';
import type { Exposition, Labels } from '#lib/model/exposition.ts';
import { backslash, blank, braceClose, comma, equals, labelByte, newline, quote, tab, unescapeText } from './exposition/bytes.ts';
import { skipBlanks } from './exposition/family.ts';
import { type Limits, ScanFault } from './exposition/limits.ts';
import { Scanner, type Text } from './exposition/scanner.ts';

/** Why a whole scrape was refused. The message names the line, and never quotes it. */
export class ExpositionError extends Error {
  override name = 'ExpositionError';
  /** From 1; 0 when the fault is that of no line. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(line > 0 ? `line ${line}: ${message}` : message);
    this.line = line;
  }
}

export interface ParseOptions {
  limits?: Partial<Limits>;
  /** Families to keep, by stem (`stemOf`). Lines of all others are checked, counted and left out. */
  wanted?: (stem: string) => boolean;
}

export const expositionLimits: Limits = { maxSamples: 50_000, maxLabels: 64, maxNameBytes: 1024, maxValueBytes: 4096 };

/**
 * Parses Prometheus text 0.0.4 or OpenMetrics 1.0. A scrape is all or nothing: one malformed line, a limit exceeded, HTML, bytes
 * that are not UTF-8, or OpenMetrics without `# EOF` refuse it whole, with an ExpositionError.
 *
 * Read as leniently as Prometheus reads: trailing commas, `{}`, blanks and tabs between tokens, CRLF, a last line without a line
 * end, unknown escapes (kept as they stand), families announced twice or scattered, one series on two lines. Exemplars are checked
 * and left out. OpenMetrics timestamps are seconds, those of the text format milliseconds.
 */
export function parseExposition(body: Buffer, contentType: string | null, options: ParseOptions = {}): Exposition {
  refuseForeign(body, contentType);
  const bytes = body.at(-1) === newline ? body : Buffer.concat([body, Buffer.of(newline)]);
  const format = formatOf(bytes, contentType);
  const encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  const text = (start: number, end: number) => bytes.toString(encoding, start, end);
  const scanner = new Scanner(bytes, { format, limits: { ...expositionLimits, ...options.limits }, text, wanted: options.wanted });
  try {
    scanner.scan();
  } catch (fault) {
    if (fault instanceof ScanFault) throw new ExpositionError(lineAt(bytes, fault.offset), fault.message);
    throw fault;
  }
  const { columns } = scanner;
  return {
    format,
    get families() {
      return scanner.announcements.families;
    },
    names: scanner.names.list,
    nameIds: columns.nameIds.subarray(0, columns.count),
    values: columns.values.subarray(0, columns.count),
    timestampsMs: columns.timestampsMs?.subarray(0, columns.count) ?? null,
    sampleCount: scanner.seen,
    labelsOf: (index) => readLabels(bytes, columns.labelStarts[index] as number, text),
  };
}

function refuseForeign(bytes: Buffer, contentType: string | null): void {
  if (contentType && /^\s*(?:text\/html|application\/xhtml)/i.test(contentType)) throw new ExpositionError(0, 'HTML, not an exposition');
  const start = bytes.toString('latin1', 0, 64).trimStart();
  if (start.startsWith('<')) throw new ExpositionError(1, 'HTML or XML, not an exposition');
  if (!isUtf8(bytes)) throw new ExpositionError(0, 'not UTF-8');
}

/** By content type; where that names no version of the text format, a last line `# EOF` tells OpenMetrics. */
function formatOf(bytes: Buffer, contentType: string | null): 'text' | 'openmetrics' {
  if (contentType && /application\/openmetrics-text/i.test(contentType)) return 'openmetrics';
  if (contentType && /version=/i.test(contentType)) return 'text';
  return /(?:^|\n)# EOF\s*$/.test(bytes.toString('latin1', Math.max(0, bytes.length - 16))) ? 'openmetrics' : 'text';
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(newline); at >= 0 && at < offset; at = bytes.indexOf(newline, at + 1)) line++;
  return line;
}

const none: Labels = new Map();

/** The labels of a block that was checked before, from behind its opening brace. */
function readLabels(bytes: Buffer, start: number, text: Text): Labels {
  if (start === 0) return none;
  const labels = new Map<string, string>();
  let at = start;
  for (;;) {
    while (bytes[at] === comma || bytes[at] === blank || bytes[at] === tab) at++;
    if (bytes[at] === braceClose) return labels;
    const nameStart = at;
    at = bytes[at] === quote ? closingQuote(bytes, at) + 1 : endOfBareName(bytes, at);
    const nameEnd = at;
    at = skipBlanks(bytes, at);
    if (bytes[at] !== equals) continue;
    at = skipBlanks(bytes, at + 1);
    const valueEnd = closingQuote(bytes, at);
    labels.set(nameOf(bytes, nameStart, nameEnd, text), unescapeText(text(at + 1, valueEnd)));
    at = valueEnd + 1;
  }
}

function nameOf(bytes: Buffer, start: number, end: number, text: Text): string {
  return bytes[start] === quote ? unescapeText(text(start + 1, end - 1)) : text(start, end);
}

function endOfBareName(bytes: Buffer, start: number): number {
  let at = start;
  while (labelByte[bytes[at] as number] === 1) at++;
  return at;
}

/** Where the string that opens at `start` closes. */
function closingQuote(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
