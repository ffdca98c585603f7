import type { Operation, ResponseHeader } from '../document/document.ts';
import type { Fault } from './finding.ts';
import type { Run } from './run.ts';

const enoughAnswers = 3;

function neverSent(status: string, { name, pointer }: ResponseHeader, answers: number): Fault {
  return {
    id: 'response.header.missing',
    severity: 'warning',
    direction: 'response',
    pointer,
    message: `no answer ${status} has the header ${name}`,
    help: 'Send the header, or take it out of the document.',
    declared: `${name}, for ${status}`,
    actual: `in none of ${answers} answers`,
    detail: `${status} ${name}`,
  };
}

function reviewOperation({ tallies, book }: Run, operation: Operation): void {
  for (const { status, headers } of operation.responses) {
    const found = tallies.get(operation.key)?.headers.get(status);
    if (!found || found.answers < enoughAnswers) continue;
    const missing = headers.filter(({ name, isRequired }) => !isRequired && !found.seen.has(name));
    for (const header of missing) book.add(operation.key, neverSent(status, header, found.answers), found.last);
  }
}

/** Headers that may be missing, but were declared for something: they are never there. */
export function reviewHeaders(run: Run): void {
  for (const operation of run.operations) reviewOperation(run, operation);
}
