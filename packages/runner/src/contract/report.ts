import { gatherBy } from '../gather.ts';
import type { World } from '../world.ts';
import type { ContractResult, OperationResult } from './contract.ts';
import type { ContractFinding } from './finding.ts';
import type { Progress } from './run.ts';

const marks = { error: '✗ error  ', warning: '! warning', info: '· info   ' };
const indent = '    ';

const counted = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

const mostOthers = 6;

/** The operations that have the same fault at the same place of the document, which they share. */
function describeOthers(others: ContractFinding[]): string[] {
  if (others.length === 0) return [];
  const named = others.slice(0, mostOthers).map(({ operation }) => operation);
  const more = others.length > mostOthers ? ` and ${others.length - mostOthers} more` : '';
  return [`${indent}also at   ${named.join(', ')}${more}`];
}

function describeFinding(
  { severity, operation, message, declared, actual, help, curl, count }: ContractFinding,
  others: ContractFinding[],
): string[] {
  return [
    `${marks[severity]}  ${operation}  ${message}${count > 1 ? ` (seen ${count} times)` : ''}`,
    `${indent}declared  ${declared}`,
    `${indent}actual    ${actual}`,
    ...describeOthers(others),
    `${indent}to do     ${help}`,
    `${indent}try       ${curl}`,
    '',
  ];
}

/** Faults of a component that many operations share are one thing to mend. */
function groupFindings(findings: ContractFinding[]): ContractFinding[][] {
  const keyOf = ({ id, pointer, severity, fingerprint }: ContractFinding) =>
    pointer.startsWith('/components/') ? `${id} ${severity} ${pointer}` : fingerprint;
  return [...gatherBy(findings, keyOf).values()];
}

function describeOperation({ operation, calls, statuses }: OperationResult, width: number): string {
  const answers = Object.entries(statuses).map(([status, count]) => `${status} ×${count}`);
  return `  ${operation.padEnd(width)}  ${String(calls).padStart(5)}  ${answers.join('  ')}`;
}

function describeOperations({ operations }: ContractResult): string[] {
  const width = Math.max(...operations.map(({ operation }) => operation.length), 10);
  return [`  ${'operation'.padEnd(width)}  calls  answers`, ...operations.map((one) => describeOperation(one, width))];
}

function describeGaps({ unproven, notes, readOnly, operations }: ContractResult): string[] {
  const gaps = [
    ...(readOnly ? ['Only GET and HEAD were sent.'] : []),
    ...notes,
    ...unproven.slice(0, mostListed).map((key) => {
      const refusal = operations.find(({ operation }) => operation === key)?.refusal;
      return `${key} never answered with success${refusal ? `; at last ${oneLine(refusal)}` : '.'}`;
    }),
    ...(unproven.length > mostListed ? [`${unproven.length - mostListed} more operations never answered with success.`] : []),
  ];
  return gaps.length > 0 ? ['', 'Not proven', ...gaps.map((gap) => `  ${gap}`)] : [];
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

const mostListed = 12;
const oneLine = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text).replace(/\s+/g, ' ');

/** The result in a sentence. */
export function verdictOf({ findings, unproven, operations }: ContractResult): string {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  if (findings.length === 0 && operations.length > 0 && unproven.length === operations.length)
    return 'No findings, but nothing is proven either: no operation ever answered with success.';
  if (findings.length === 0 && unproven.length > 0)
    return `No findings. ${unproven.length} of ${counted(operations.length, 'operation')} are not proven, see the end.`;
  if (findings.length === 0) return 'The service keeps its contract: no findings.';
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}${infos > 0 ? `, ${infos} other` : ''}.`;
}

/** The whole run for a person: the verdict, each finding, then what was called and what is not proven. */
export function describeResult(result: ContractResult): string {
  const { title, version, baseUrl, seed, calls, durationMs, findings, operations } = result;
  return [
    `${title} ${version} at ${baseUrl}`,
    verdictOf(result),
    `${counted(calls, 'request')} to ${counted(operations.length, 'operation')} in ${seconds(durationMs)}, seed ${seed}`,
    '',
    ...groupFindings(findings).flatMap(([first, ...others]) => (first ? describeFinding(first, others) : [])),
    ...describeOperations(result),
    ...describeGaps(result),
  ].join('\n');
}

const lineOf = ({ phase, done, of, calls, findings }: Progress) =>
  `${phase}: ${done} of ${of} · ${counted(calls, 'request')} · ${counted(findings, 'finding')}`;

/** Tells how far the run is: on one line of a terminal, elsewhere a line for each part. */
export function createReporter({ complain, rewrite }: World, isQuiet: boolean) {
  let last = '';
  return {
    onProgress(progress: Progress): void {
      if (isQuiet) return;
      if (rewrite) rewrite(lineOf(progress));
      else if (progress.phase !== last) complain(`${progress.phase} …`);
      last = progress.phase;
    },
    end(): void {
      if (!isQuiet) rewrite?.('');
    },
  };
}
