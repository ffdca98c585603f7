import { type FailLevel, isFailing } from '../finding.ts';
import { type JUnitCase, writeSuites } from '../junit.ts';
import type { ContractResult } from './contract.ts';
import type { ContractFinding } from './finding.ts';

const cases: Record<string, string> = {
  response: 'answers as declared',
  request: 'refuses what the document forbids',
  auth: 'asks for credentials',
  method: 'answers no undeclared method',
  resource: 'lets go of what was deleted',
};

function describe({ declared, actual, help, curl, fingerprint, seed }: ContractFinding): string {
  return `declared: ${declared}\nactual: ${actual}\n${help}\n${curl}\nseed ${seed}, fingerprint ${fingerprint}`;
}

function caseOf(operation: string, area: string, findings: ContractFinding[], failOn: FailLevel): JUnitCase {
  const own = findings.filter((finding) => finding.operation === operation && finding.id.startsWith(`${area}.`));
  const failing = own.filter((finding) => isFailing(finding, failOn));
  return {
    className: operation,
    name: cases[area] ?? area,
    failures: failing.map((finding) => ({ type: finding.id, message: finding.message, text: describe(finding) })),
    remarks: own.filter((finding) => !failing.includes(finding)).map(describe),
  };
}

/** The run as JUnit XML: a suite for each operation, a case for each promise. Findings below `failOn` do not fail. */
export function writeJUnit({ title, operations, findings, durationMs }: ContractResult, failOn: FailLevel): string {
  const names = [...new Set([...operations.map(({ operation }) => operation), ...findings.map(({ operation }) => operation)])];
  const suites = names.map((name) => ({ name, cases: Object.keys(cases).map((area) => caseOf(name, area, findings, failOn)) }));
  return writeSuites(title, suites, durationMs);
}
