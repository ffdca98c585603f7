import type { ContractResult, OperationResult } from '@signalbox/runner';
import type { Finding } from '#lib/model/finding.ts';
import type { RunCheck, RunOutcome, RunTable } from '#lib/model/run.ts';

const most = { findings: 500, checks: 500, rows: 2000, notes: 100 };

const isError = ({ severity }: Pick<Finding, 'severity'>) => severity === 'error';
const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

const answersOf = ({ statuses }: OperationResult) =>
  Object.entries(statuses)
    .map(([status, times]) => `${status === 'none' ? 'no answer' : status} ×${times}`)
    .join('  ');

function describeFindings(findings: Finding[]): string {
  const [first] = findings;
  return `${first?.message}${findings.length > 1 ? ` (and ${count(findings.length - 1, 'more finding')})` : ''}`;
}

/** Whether one operation answered as declared; null where no valid request was answered with success, so that little can be told. */
function checkOperation(result: OperationResult, findings: Finding[], isProven: boolean): RunCheck {
  const errors = findings.filter(isError);
  const { operation, refusal } = result;
  const common = { id: operation.slice(0, 200), title: `${operation} answers as declared`.slice(0, 500) };
  if (errors.length > 0) return { ...common, ok: false, message: describeFindings(errors).slice(0, 4000) };
  if (isProven) return { ...common, ok: true, message: `${count(result.calls, 'call')}: ${answersOf(result)}`.slice(0, 4000) };
  const why = result.calls === 0 ? 'It was not called.' : `No valid request was answered with success${refusal ? `: ${refusal}` : '.'}`;
  return { ...common, ok: null, message: why.slice(0, 4000) };
}

/** What answered though the document does not know it: undeclared methods. */
function checkUndeclared(operation: string, findings: Finding[]): RunCheck {
  const message = describeFindings(findings).slice(0, 4000);
  return { id: operation.slice(0, 200), title: `${operation} is refused, as it is not declared`.slice(0, 500), ok: false, message };
}

function tableOf({ operations }: ContractResult): RunTable {
  const rows = operations.map((one) => [one.operation, String(one.calls), answersOf(one), one.refusal ?? ''].map((cell) => cell.slice(0, 1000)));
  return { title: 'Operations', columns: ['Operation', 'Calls', 'Answers', 'Valid request refused'], rows: rows.slice(0, most.rows) };
}

function byOperation(findings: Finding[]): Map<string, Finding[]> {
  return Map.groupBy(findings, ({ operation }) => operation ?? '');
}

function checksOf({ operations, unproven }: ContractResult, findings: Finding[]): RunCheck[] {
  const found = byOperation(findings);
  const known = new Set(operations.map(({ operation }) => operation));
  const open = new Set(unproven);
  const declared = operations.map((one) => checkOperation(one, found.get(one.operation) ?? [], !open.has(one.operation)));
  const others = [...found].filter(([operation, ones]) => !known.has(operation) && ones.some(isError));
  const failedFirst = [...others.map(([operation, ones]) => checkUndeclared(operation, ones)), ...declared];
  return failedFirst.toSorted((a, b) => Number(a.ok !== false) - Number(b.ok !== false));
}

/** How it went, in a sentence. */
function sentenceOf({ operations, unproven, calls }: ContractResult, findings: Finding[]): string {
  const errors = findings.filter(isError).length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const proven = operations.length - unproven.length;
  const told = unproven.length === 0 ? '' : `; of ${count(unproven.length, 'operation')} little could be told`;
  if (errors + warnings === 0) return `${count(proven, 'operation')} answered as declared, in ${count(calls, 'call')}${told}.`;
  const parts = [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : ''].filter(Boolean).join(', ');
  return `${parts} in ${count(calls, 'call')} to ${count(operations.length, 'operation')}${told}.`;
}

export interface RunSummary {
  summary: string;
  findings: Finding[];
  outcome: RunOutcome;
}

/** The runner speaks to people at a terminal; here credentials are kept in the settings of the service. */
export const inOurWords = (note: string) =>
  note
    .replace(/: give [^.]*--basic[^.]*\.$/, ', with a user and a password, which Signalbox does not keep.')
    .replace(/: give --[^.]*\.$/, ': keep the API key or the bearer token of the service in its settings.');

/** What a contract run found and proved, as it is kept. */
export function summarise(result: ContractResult): RunSummary {
  const findings: Finding[] = result.findings;
  const checks = checksOf(result, findings);
  const notes = result.notes.slice(0, most.notes - 2).map((note) => note.slice(0, 2000));
  if (findings.length > most.findings) notes.push(`${count(findings.length - most.findings, 'further finding')} not kept.`);
  if (checks.length > most.checks) notes.push(`${count(checks.length - most.checks, 'further operation')} only in the table.`);
  const outcome = { checks: checks.slice(0, most.checks), tables: [tableOf(result)], notes };
  return { summary: sentenceOf(result, findings), findings: findings.slice(0, most.findings), outcome };
}
