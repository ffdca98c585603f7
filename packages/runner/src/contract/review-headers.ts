import type { Operation, ResponseHeader } from '../document/document.ts';
import type { Fault } from './finding.ts';
import type { Run } from './run.ts';

/** Headers that speak of some answers alone: more pages, limits that were reached, an end that was announced. */
const sometimes = /^(link|deprecation|sunset|warning|age|set-cookie|content-range|vary)$|next|cursor/i;
const saysWhen = /\b(if|when|only|unless|optional|may be)\b/i;

const isPromised = ({ name, isRequired, description }: ResponseHeader) => !isRequired && !sometimes.test(name) && !saysWhen.test(description);

function neverSent(status: string, { name, pointer }: ResponseHeader, answers: number): Fault {
  return {
    id: 'response.header.missing',
    severity: 'warning',
    direction: 'response',
    pointer,
    message: `no answer ${status} has the header ${name}`,
    help: 'Send the header, or take it out of the document.',
    declared: `${name}, for ${status}`,
    actual: answers === 1 ? 'not in the one answer' : `in none of ${answers} answers`,
    detail: `${status} ${name}`,
  };
}

function reviewOperation({ tallies, book }: Run, operation: Operation): void {
  for (const { status, headers } of operation.responses) {
    const found = tallies.get(operation.key)?.headers.get(status);
    const missing = found ? headers.filter((header) => isPromised(header) && !found.seen.has(header.name)) : [];
    for (const header of missing) if (found) book.add(operation.key, neverSent(status, header, found.answers), found.last);
  }
}

/** Headers that may be missing, but were declared for something: they are never there. */
export function reviewHeaders(run: Run): void {
  for (const operation of run.operations) reviewOperation(run, operation);
}
