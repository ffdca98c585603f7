import type { Witness } from '#lib/model/finding.ts';

/** What the two sides of a comparison are called: `revision 2`. */
export interface Sides {
  from: string;
  to: string;
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the witness shows, before the reason: which side takes the message, and which does not. */
export function explainWitness({ kind, validIn }: Pick<Witness, 'kind' | 'validIn'>, { from, to }: Sides): string {
  if (kind === 'request') {
    if (validIn === 'from') return `This request was valid in ${from}, ${to} refuses it:`;
    return `${upper(to)} may send this request, ${from} refuses it:`;
  }
  if (validIn === 'from') return `This response was valid in ${from}, ${to} refuses it:`;
  return `${upper(to)} may send this response, ${from} does not allow it:`;
}

/** A sentence that goes on behind a colon. */
export const continueWith = (sentence: string) => (/^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence);

function writeBody(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}

/** The message as it goes over the wire, its body spread for reading. */
export function writeMessage({ method, path, status, headers, body }: Witness): string {
  const call = [method, path].filter((part) => part !== null).join(' ');
  const first = [call, status === null ? '' : `→ ${status}`].filter(Boolean).join(' ');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [first, ...lines].filter(Boolean).join('\n');
  return body === undefined ? head : [head, writeBody(body)].filter(Boolean).join('\n\n');
}

export const certaintyText = {
  proven: 'Proven: this message was checked against both revisions, one takes it and the other does not.',
  possible: 'Possible: the rule says that callers can break; no message that proves it was found.',
} as const;
