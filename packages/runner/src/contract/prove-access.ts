import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { resourceOf } from './compose.ts';
import { wrongProof } from './credential.ts';
import { type Draft, noProof } from './draft.ts';
import type { Fault } from './finding.ts';
import { isSuccess, type Run } from './run.ts';

function open(operation: Operation, { status }: Exchange, isShown: boolean): Fault {
  const whom = isShown ? 'with wrong credentials' : 'without credentials';
  return {
    id: isShown ? 'auth.not_checked' : 'auth.missing',
    severity: 'error',
    direction: 'request',
    pointer: `${operation.pointer}/security`,
    message: `answers ${status} to a request ${whom}`,
    help: 'Refuse with 401, or declare the operation open with `security: []`.',
    declared: `security: ${operation.security.map((names) => names.join(' and ')).join(' or ')}`,
    actual: `${status} ${whom}`,
    detail: '',
  };
}

/** What an open door let through may be gone now. */
function forget(run: Run, draft: Draft): void {
  const resource = draft.operation.method === 'DELETE' ? resourceOf(draft, run.knowledge) : undefined;
  if (resource) resource.isGone = true;
}

/** Calls an operation that asks for credentials without them, and with wrong ones. */
export async function proveAccess(run: Run, operation: Operation): Promise<void> {
  if (operation.security.length === 0) return;
  for (const [index, proof] of [noProof, wrongProof(run.contract, operation)].entries()) {
    const wish = { size: index === 0 ? ('example' as const) : ('least' as const), seed: `access ${index}` };
    const draft = run.compose(operation, wish) ?? run.compose(operation, { ...wish, size: 'least' });
    if (!draft) return;
    const exchange = await run.ask(draft, 'stranger', { proof, isJudged: false });
    if (isSuccess(exchange)) {
      run.book.add(operation.key, open(operation, exchange, index > 0), exchange);
      forget(run, draft);
      return;
    }
    for (const fault of run.faultsOf(draft, exchange, 'stranger')) run.book.add(operation.key, fault, exchange);
  }
}
