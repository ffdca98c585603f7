import type { DriftFacts } from './drift/facts.ts';
import { findTrafficDrift } from './drift/traffic.ts';
import { findDocumentDrift, findVersionDrift } from './drift/version.ts';
import type { Finding, Severity } from './finding.ts';

const order: Severity[] = ['breaking', 'error', 'warning', 'info'];

/** Where document, service and observed traffic do not agree, worst first; with what the latest contract run says of its answers. */
export function findDrift(facts: DriftFacts, nowMs: number): Finding[] {
  const answers = facts.contract.filter(({ direction }) => direction === 'response');
  const found = [...answers, ...findDocumentDrift(facts), ...findVersionDrift(facts), ...findTrafficDrift(facts, nowMs)];
  return found.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
