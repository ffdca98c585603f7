import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { spend } from './another.ts';
import { claim } from './claim.ts';
import type { Wish } from './compose.ts';
import { wantedFor } from './credential.ts';
import type { Draft } from './draft.ts';
import { isSuccess, type Run } from './run.ts';
import { shrink } from './shrink.ts';
import { keepVersion } from './version.ts';

const rank = ['POST', 'GET', 'HEAD', 'QUERY', 'OPTIONS', 'TRACE', 'PUT', 'PATCH', 'DELETE'];
/** Methods that nobody knows may do anything: they come last but for deletion. */
const rankOf = ({ method }: Operation) => (rank.includes(method) ? rank.indexOf(method) : rank.length - 1.5);
const depthOf = ({ path }: Operation) => path.split('{').length;

/** What makes things before what reads, what reads before what changes; outer things before inner ones. */
export const inOrder = (operations: Operation[]) => operations.toSorted((a, b) => rankOf(a) - rankOf(b) || depthOf(a) - depthOf(b));

const mostConflicts = 5;
const mostRefusals = 2;

const first: Wish['size'][] = ['least', 'example', 'most'];
const sizesOf = (samples: number): Wish['size'][] => Array.from({ length: samples }, (_, index) => first[index] ?? 'some');

const isRefused = (exchange: Exchange) => exchange.status === 401 || exchange.status === 403;

/** Sends a valid request; where the thing that it leads to was used up, once more with another one. Undefined: none could be written. */
export async function send(run: Run, write: () => Draft | null | undefined): Promise<Exchange | undefined> {
  for (let tries = 0; ; tries++) {
    const draft = write();
    if (!draft) return undefined;
    const before = run.book.size();
    const exchange = await run.ask(draft, 'valid');
    if (run.book.size() > before) await shrink(run, draft, exchange);
    await keepVersion(run, draft, exchange);
    if (isSuccess(exchange)) await claim(run, draft);
    const mayRetry = await spend(run, draft, exchange);
    if (!mayRetry || tries > 0) return exchange;
  }
}

/** Another valid request each time, until one does not clash with what is there. */
async function sendUntilFree(run: Run, operation: Operation): Promise<void> {
  for (let index = 0; index < mostConflicts; index++) {
    const exchange = await send(run, () => run.compose(operation, { size: 'some', seed: `free ${index}` }));
    if (exchange && exchange.status !== 409) return;
  }
}

/** Without credentials there is one thing to see: whether the door is closed. */
async function knock(run: Run, operation: Operation): Promise<boolean> {
  const draft = run.compose(operation, { size: 'least', seed: 'knock' });
  if (!draft) return false;
  const exchange = await run.ask(draft, 'stranger');
  if (isSuccess(exchange)) return true;
  run.notes.add(`Operations that need credentials were only knocked at: give ${wantedFor(run.contract, operation)}.`);
  return false;
}

interface Count {
  sent: number;
  refused: number;
  conflicts: number;
}

async function sendAll(run: Run, operation: Operation): Promise<Count> {
  const count: Count = { sent: 0, refused: 0, conflicts: 0 };
  for (const [index, size] of sizesOf(run.settings.samples).entries()) {
    const exchange = count.refused < mostRefusals ? await send(run, () => run.compose(operation, { size, seed: `valid ${index}` })) : undefined;
    if (!exchange) continue;
    count.sent += 1;
    if (isRefused(exchange)) count.refused += 1;
    if (exchange.status === 409) count.conflicts += 1;
  }
  return count;
}

/** Sends what the document allows, and looks whether the answers are what it declares. */
export async function proveValid(run: Run, operation: Operation): Promise<void> {
  if (run.proofOf(operation) === null && !(await knock(run, operation))) return;
  const { sent, refused, conflicts } = await sendAll(run, operation);
  if (run.isSilent(operation)) return;
  if (sent === 0) run.notes.add(`${operation.key}: no valid request could be written from its schemas.`);
  else if (refused === sent) run.notes.add(`${operation.key} refuses the credentials that were given.`);
  if (conflicts > 0 && !run.tallies.get(operation.key)?.isProven) await sendUntilFree(run, operation);
}
