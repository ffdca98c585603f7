import type { Json } from '../document/normalise/json.ts';
import type { Finding, Witness } from '../finding.ts';
import { recallComparison, sortFindings } from './compare.ts';
import type { Trace } from './report.ts';
import { openChecker } from './witness/check.ts';
import { proveExistence } from './witness/existence-witness.ts';
import { proveSchema, type Search } from './witness/schema-witness.ts';

/** Gives each breaking finding a message that the one revision accepts and the other refuses, checked on both sides. A finding for which none is found says
 * `possible`; a warning that only a value can decide becomes breaking once one is found. Runs patterns of the documents: call it in a thread with a deadline. */
export function addWitnesses(findings: Finding[], from: Json, to: Json, { deadlineMs }: { deadlineMs: number }): Finding[] {
  const endMs = performance.now() + deadlineMs;
  if (!findings.some(({ severity }) => severity === 'breaking' || severity === 'warning')) return findings;
  const traced = recallComparison(findings, from, to);
  const search: Search = { from: traced.from, to: traced.to, checker: openChecker(), isOver: () => performance.now() > endMs };
  const proven = findings.map((finding) => prove(finding, traced.traces.get(finding.fingerprint), search));
  return sortFindings(proven);
}

function prove(finding: Finding, trace: Trace | undefined, search: Search): Finding {
  const isOpen = trace?.change?.provable === true && finding.severity === 'warning';
  if (finding.severity !== 'breaking' && !isOpen) return finding;
  const witness = trace && !search.isOver() ? findWitness(finding, trace, search) : undefined;
  if (witness) return { ...finding, severity: 'breaking', witness, certainty: 'proven' };
  return isOpen ? finding : { ...finding, certainty: 'possible' };
}

function findWitness(finding: Finding, trace: Trace, search: Search): Witness | undefined {
  return trace.change ? proveSchema(finding, trace, search) : proveExistence(finding, trace, search);
}
