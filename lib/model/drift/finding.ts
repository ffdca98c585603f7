import { fingerprint } from '../compare/fingerprint.ts';
import type { Finding, Severity } from '../finding.ts';

interface Drifted {
  /** The rule. */
  id: string;
  severity: Extract<Severity, 'warning' | 'info'>;
  operation: string | null;
  pointer: string;
  message: string;
  help: string;
  declared?: string;
  actual?: string;
}

/** A place where document, service and traffic do not agree. The same for the same rule at the same operation, whatever the numbers. */
export function driftFinding({ id, operation, ...rest }: Drifted): Finding {
  return { ...rest, id, operation, source: 'drift', direction: 'none', fingerprint: fingerprint('drift', id, operation ?? '') };
}
