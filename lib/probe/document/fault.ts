import { createHash } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import type { Finding } from '#lib/model/finding.ts';

/** A finding as its rule makes it, before anybody knows its line and the operation that it belongs to. */
export interface Remark {
  id: string;
  severity: Finding['severity'];
  pointer: string;
  message: string;
  help: string;
  line?: number | null;
}

export function remarkError(id: string, pointer: string, message: string, help: string): Remark {
  return { id, severity: 'error', pointer, message, help };
}

/** The same for the same rule, place and words, whatever the line. */
export function fingerprintOf(source: Finding['source'], { id, pointer, message }: Pick<Remark, 'id' | 'pointer' | 'message'>): string {
  return createHash('sha256').update(`${source}\n${id}\n${pointer}\n${message}`).digest('hex').slice(0, 24);
}

export function toFinding(source: Finding['source'], remark: Remark, operation: string | null, line: number | null): Finding {
  return { ...remark, source, direction: 'none', operation, line, fingerprint: fingerprintOf(source, remark) };
}

/** What was sent cannot be used at all: the sentence goes to whoever sent it. */
export function unusable(id: string, message: string, help: string, line: number | null = null): AppError {
  const remark: Remark = { id, severity: 'error', pointer: '', message, help };
  const place = line === null ? message : `Line ${line}: ${message}`;
  return new AppError('unprocessable', place, { details: { findings: [toFinding('document', remark, null, line)] } });
}
