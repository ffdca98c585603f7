import { gatherBy } from '../gather.ts';
import type { Check, RunFacts, Table } from '../report/report.ts';
import { publicAddress } from '../report/report.ts';
import type { ContractResult, OperationResult } from './contract.ts';
import type { ContractFinding } from './finding.ts';
import { verdictOf } from './report.ts';

const largestSeed = 2_147_483_647;

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

const answersOf = ({ statuses }: OperationResult) =>
  Object.entries(statuses)
    .map(([status, times]) => `${status === 'none' ? 'no answer' : status} ×${times}`)
    .join('  ');

function describeErrors(errors: ContractFinding[]): string {
  const more = errors.length - 1;
  return `${errors[0]?.message}${more > 0 ? ` (and ${counted(more, 'more finding')})` : ''}`;
}

/** Whether one operation answered as declared; null where no valid request was answered with success, so that little can be told. */
function checkOperation(result: OperationResult, errors: ContractFinding[], isProven: boolean): Check {
  const { operation, calls, refusal } = result;
  const named = { id: operation, title: `${operation} answers as declared` };
  if (errors.length > 0) return { ...named, ok: false, message: describeErrors(errors) };
  if (isProven) return { ...named, ok: true, message: `${counted(calls, 'call')}: ${answersOf(result)}` };
  const why = calls === 0 ? 'It was not called.' : `No valid request was answered with success${refusal ? `: ${refusal}` : '.'}`;
  return { ...named, ok: null, message: why };
}

function checksOf({ findings, operations, unproven }: ContractResult): Check[] {
  const errors = gatherBy(
    findings.filter(({ severity }) => severity === 'error'),
    ({ operation }) => operation,
  );
  const known = operations.map(({ operation }) => operation);
  const undeclared = [...errors].filter(([operation]) => !known.includes(operation));
  return [
    ...undeclared.map(([operation, own]) => ({
      ...{ id: operation, title: `${operation} is refused, as it is not declared`, ok: false },
      message: describeErrors(own),
    })),
    ...operations.map((one) => checkOperation(one, errors.get(one.operation) ?? [], !unproven.includes(one.operation))),
  ];
}

function tableOf({ operations }: ContractResult): Table {
  return {
    title: 'Operations',
    columns: ['Operation', 'Calls', 'Answers', 'Valid request refused'],
    rows: operations.map((one) => [one.operation, String(one.calls), answersOf(one), one.refusal ?? '']),
  };
}

/** How it went, in a sentence. */
function summarise({ findings, operations, unproven, calls }: ContractResult): string {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const told = unproven.length === 0 ? '' : `; of ${counted(unproven.length, 'operation')} little could be told`;
  const proven = operations.length - unproven.length;
  if (errors + warnings === 0) return `${counted(proven, 'operation')} answered as declared, in ${counted(calls, 'call')}${told}.`;
  const found = [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : ''].filter(Boolean).join(', ');
  return `${found} in ${counted(calls, 'call')} to ${counted(operations.length, 'operation')}${told}.`;
}

/** What Signalbox keeps of the run. One in which nothing was proven is broken: it says nothing of the service. */
export function describeFacts(result: ContractResult): RunFacts {
  const { findings, seed, version, baseUrl, readOnly, calls, operations, unproven, notes } = result;
  const isNothing = findings.length === 0 && unproven.length === operations.length;
  return {
    summary: summarise(result),
    broken: isNothing ? verdictOf(result) : null,
    readOnly,
    seed: seed <= largestSeed ? seed : null,
    version,
    baseUrl: publicAddress(baseUrl),
    calls,
    operations: operations.length,
    unproven: unproven.length,
    findings,
    outcome: { checks: checksOf(result), tables: [tableOf(result)], notes },
  };
}
