import { createHash } from 'node:crypto';
import { readChoice } from './options.ts';

export type Severity = 'error' | 'warning' | 'info';

/** One thing that a run holds against a service, in the shape of all findings of Signalbox. */
export interface Finding {
  /** The rule. */
  id: string;
  source: 'contract' | 'resilience' | 'load' | 'chaos' | 'e2e';
  severity: Severity;
  direction: 'request' | 'response' | 'none';
  /** `POST /users`; null where it is of no single operation. */
  operation: string | null;
  /** JSON pointer into the document; empty where it is at no place of it. */
  pointer: string;
  message: string;
  help?: string;
  declared?: string;
  actual?: string;
  curl?: string;
  seed?: number;
  count?: number;
  exchange?: object;
  /** The same for the same fault, run after run. */
  fingerprint: string;
}

export const failLevels = ['error', 'warning', 'info', 'none'] as const;
export type FailLevel = (typeof failLevels)[number];

const order: Severity[] = ['error', 'warning', 'info'];

export const readFailLevel = (text: string): FailLevel => readChoice('fail-on', text, failLevels);

/** Whether a finding is at or above a level. */
export const isFailing = ({ severity }: Pick<Finding, 'severity'>, level: FailLevel) =>
  level !== 'none' && order.indexOf(severity) <= order.indexOf(level);

/** How many findings are at or above a level. */
export const countFailing = (findings: Pick<Finding, 'severity'>[], level: FailLevel) => findings.filter((one) => isFailing(one, level)).length;

/** Worst first, else as they came. */
export const worstFirst = <One extends Pick<Finding, 'severity'>>(findings: One[]): One[] =>
  findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));

/** One text for what makes a fault the same fault. */
export const makeFingerprint = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24);
