import type { Contract, Operation } from '../document/document.ts';
import type { Caller } from '../http.ts';
import { compose } from './compose.ts';
import { type Credentials, proofFor } from './credential.ts';
import { noProof, writeDraft } from './draft.ts';
import { createKnowledge } from './knowledge.ts';

const mostAsked = 3;
const trim = (url: string) => url.replace(/\/+$/, '');

/** Whether paths begin at the address itself, or below the path of one of the document's servers. */
function candidates(baseUrl: string, { servers }: Contract): string[] {
  const { origin, pathname } = new URL(baseUrl);
  if (pathname !== '/') return [trim(origin + pathname)];
  const paths = servers.map(({ url }) => (URL.canParse(url, origin) ? new URL(url, origin).pathname : '/'));
  return [...new Set([origin, ...paths.map((path) => trim(origin + path))])];
}

/** Those that are read without an id first: a 404 of theirs means that there is nothing at the path. */
const tellingFirst = (operations: Operation[]) =>
  operations.filter(({ method }) => method === 'GET').toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);

async function countFound(caller: Caller, contract: Contract, base: string, credentials: Credentials): Promise<number> {
  const knowledge = createKnowledge(() => []);
  let found = 0;
  for (const operation of tellingFirst(contract.operations).slice(0, mostAsked)) {
    const draft = compose({ contract, knowledge, operation, seed: 'base', size: 'example', mayBeForeign: true });
    if (!draft) continue;
    const { status } = await caller.call(writeDraft(draft, base, proofFor(contract, operation, credentials) ?? noProof));
    if (status !== null && status !== 404) found += 1;
  }
  return found;
}

/** Where the paths of the document begin: at the address as it was given, unless only the path of a server leads anywhere. */
export async function findBase(baseUrl: string, contract: Contract, credentials: Credentials, caller: Caller): Promise<string> {
  const [given = baseUrl, ...others] = candidates(baseUrl, contract);
  if (others.length === 0) return given;
  let best = { base: given, found: await countFound(caller, contract, given, credentials) };
  for (const base of best.found === 0 ? others : []) {
    const found = await countFound(caller, contract, base, credentials);
    if (found > best.found) best = { base, found };
  }
  return best.base;
}
