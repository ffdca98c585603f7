import type { ContractResult } from './contract.ts';
import type { ContractFinding, Severity } from './finding.ts';

const cases: Record<string, string> = {
  response: 'answers as declared',
  request: 'refuses what the document forbids',
  auth: 'asks for credentials',
  method: 'answers no undeclared method',
  resource: 'lets go of what was deleted',
};

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML knows no control characters, escaped or not. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[&<>"]/g, (char) => escapes[char] ?? '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}

const order: Severity[] = ['error', 'warning', 'info'];
const isFailing = ({ severity }: ContractFinding, failOn: string) => order.indexOf(severity) <= order.indexOf(failOn as Severity);

function describe({ declared, actual, help, curl, fingerprint, seed }: ContractFinding): string {
  return `declared: ${declared}\nactual: ${actual}\n${help}\n${curl}\nseed ${seed}, fingerprint ${fingerprint}`;
}

function caseOf(operation: string, area: string, findings: ContractFinding[], failOn: string): string {
  const own = findings.filter((finding) => finding.operation === operation && finding.id.startsWith(`${area}.`));
  const inner = own.map((finding) => {
    const tag = isFailing(finding, failOn) ? 'failure' : 'system-out';
    const attributes = tag === 'failure' ? ` type="${escapeXml(finding.id)}" message="${escapeXml(finding.message)}"` : '';
    return `      <${tag}${attributes}>${escapeXml(describe(finding))}</${tag}>`;
  });
  const head = `    <testcase classname="${escapeXml(operation)}" name="${escapeXml(cases[area] ?? area)}"`;
  return inner.length > 0 ? `${head}>\n${inner.join('\n')}\n    </testcase>` : `${head}/>`;
}

/** The run as JUnit XML: a suite for each operation, a case for each promise. Findings below `failOn` do not fail. */
export function writeJUnit({ title, operations, findings, durationMs }: ContractResult, failOn: string): string {
  const names = [...new Set([...operations.map(({ operation }) => operation), ...findings.map(({ operation }) => operation)])];
  const areas = Object.keys(cases);
  const failing = findings.filter((finding) => isFailing(finding, failOn));
  const suites = names.map((name) => {
    const failures = failing.filter(({ operation }) => operation === name).length;
    const inner = areas.map((area) => caseOf(name, area, findings, failOn)).join('\n');
    return `  <testsuite name="${escapeXml(name)}" tests="${areas.length}" failures="${failures}">\n${inner}\n  </testsuite>`;
  });
  const head = `<testsuites name="${escapeXml(title)}" tests="${names.length * areas.length}" failures="${failing.length}" time="${durationMs / 1000}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.join('\n')}\n</testsuites>\n`;
}
