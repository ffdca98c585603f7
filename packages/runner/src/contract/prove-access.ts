import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { spend } from './another.ts';
import { resourceOf, type Wish } from './compose.ts';
import { type Pretence, pretencesFor } from './credential.ts';
import type { Draft } from './draft.ts';
import type { Fault } from './finding.ts';
import { isSuccess, type Run } from './run.ts';

function open(operation: Operation, { status }: Exchange, { isMissing, what }: Pretence): Fault {
  return {
    id: isMissing ? 'auth.missing' : 'auth.not_checked',
    severity: 'error',
    direction: 'request',
    pointer: `${operation.pointer}/security`,
    message: `answers ${status} to a request ${what}`,
    help: 'Refuse with 401, or declare the operation open with `security: []`.',
    declared: `security: ${operation.security.map((names) => names.join(' and ')).join(' or ')}`,
    actual: `${status} ${what}`,
    detail: '',
  };
}

/** What an open door let through may be gone now. */
function forget(run: Run, draft: Draft): void {
  const resource = draft.operation.method === 'DELETE' ? resourceOf(draft, run.knowledge) : undefined;
  if (resource) resource.isGone = true;
}

const sizes: Wish['size'][] = ['example', 'least', 'some', 'some'];
/** Somebody has looked further than at the credentials: another request may get through. */
const wasLookedAt = ({ status }: Exchange) => status !== null && [400, 404, 409, 412, 422, 428].includes(status);

interface Knock {
  draft: Draft;
  exchange: Exchange;
}

async function knock(run: Run, operation: Operation, { proof }: Pretence, label: string): Promise<Knock | null> {
  let last: Knock | null = null;
  for (const [index, size] of sizes.entries()) {
    const draft = run.compose(operation, { size, seed: `${label} ${index}` });
    if (!draft) continue;
    const exchange = await run.ask(draft, 'stranger', { proof, isJudged: false });
    last = { draft, exchange };
    if (!wasLookedAt(exchange)) break;
    await spend(run, draft, exchange);
  }
  return last;
}

/** Whoever is told what is wrong with a thing was let in to it: with credentials the answer is the same. */
async function isJudgedAlike(run: Run, { draft, exchange }: Knock): Promise<boolean> {
  if (exchange.status !== 409 && exchange.status !== 412) return false;
  const known = await run.ask(draft, 'valid');
  return known.status === exchange.status;
}

/** Calls an operation that asks for credentials without them, and with wrong ones. */
export async function proveAccess(run: Run, operation: Operation): Promise<void> {
  for (const [index, pretence] of pretencesFor(run.contract, operation, run.settings.credentials).entries()) {
    const found = await knock(run, operation, pretence, `access ${index}`);
    if (!found) return;
    const { draft, exchange } = found;
    if (isSuccess(exchange) || (await isJudgedAlike(run, found))) {
      run.book.add(operation.key, open(operation, exchange, pretence), exchange);
      forget(run, draft);
      return;
    }
    for (const fault of run.faultsOf(draft, exchange, 'stranger')) run.book.add(operation.key, fault, exchange);
  }
}
