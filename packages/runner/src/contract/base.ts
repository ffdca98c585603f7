import type { Contract, Operation } from '../document/document.ts';
import type { Caller, Exchange } from '../http.ts';
import { compose } from './compose.ts';
import { type Credentials, proofFor } from './credential.ts';
import { noProof, writeDraft } from './draft.ts';
import { createKnowledge } from './knowledge.ts';

const mostAsked = 3;
const trim = (url: string) => url.replace(/\/+$/, '');

/** Whether paths begin at the address itself, or below the path of one of the document's servers. */
function candidates(baseUrl: string, { servers }: Contract): string[] {
  const { origin, pathname } = new URL(baseUrl);
  const given = trim(origin + pathname);
  const paths = servers.map(({ url }) => (URL.canParse(url, origin) ? trim(new URL(url, origin).pathname) : ''));
  const below = paths.filter((path) => !given.endsWith(path) || path === '').map((path) => given + path);
  return [...new Set([given, ...below])];
}

/** Those that are read without an id first, then paths that others than GET are declared for: a 405 is an answer too. */
function tellingFirst({ operations }: Contract): Operation[] {
  const byDepth = operations.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);
  const read = byDepth.filter(({ method }) => method === 'GET').slice(0, mostAsked);
  const others = byDepth.filter(({ path }) => !operations.some((one) => one.path === path && one.method === 'GET'));
  return [...read, ...others.slice(0, mostAsked).map((one): Operation => ({ ...one, method: 'GET', body: undefined, responses: [] }))];
}

/** How much an answer says that there is something: what was read, what is held back or refused, nothing. */
function weigh({ status }: Exchange, { responses }: Operation): number {
  if (status === null || status === 404 || status >= 500 || (status >= 300 && status < 400)) return 0;
  if (status < 300 && responses.length > 0) return 3;
  return status === 401 || status === 403 ? 1 : 2;
}

async function weighBase(caller: Caller, contract: Contract, base: string, credentials: Credentials): Promise<number> {
  const knowledge = createKnowledge(() => []);
  let weight = 0;
  for (const operation of tellingFirst(contract)) {
    const draft = compose({ contract, knowledge, operation, seed: 'base', size: 'example', mayBeForeign: true });
    if (!draft) continue;
    const exchange = await caller.call(writeDraft(draft, base, proofFor(contract, operation, credentials) ?? noProof));
    weight = Math.max(weight, weigh(exchange, operation));
    if (weight === 3) break;
  }
  return weight;
}

/**
 * Where the paths of the document begin: at the address as it was given, unless more is found below the path of a server, or
 * nothing tells and the document has the word.
 */
export async function findBase(baseUrl: string, contract: Contract, credentials: Credentials, caller: Caller): Promise<string> {
  const [given = baseUrl, ...others] = candidates(baseUrl, contract);
  if (others.length === 0) return given;
  let best = { base: given, weight: await weighBase(caller, contract, given, credentials) };
  for (const base of best.weight === 3 ? [] : others) {
    const weight = await weighBase(caller, contract, base, credentials);
    if (weight > best.weight || (weight === 0 && best.base === given)) best = { base, weight };
  }
  return best.base;
}
