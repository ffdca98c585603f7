import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { resourceOf } from './compose.ts';
import type { Draft, DraftBody } from './draft.ts';
import type { Fault } from './finding.ts';
import { templateOf } from './knowledge.ts';
import { isSuccess, type Run } from './run.ts';

const tried = ['GET', 'PUT', 'PATCH', 'POST', 'DELETE'];

const start = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

function fault(operation: Operation, method: string, declared: string[], { status, body }: Exchange): Fault | null {
  const isError = status === null || (status >= 500 && status !== 501 && status !== 505);
  if (!isError && !(status >= 200 && status < 300)) return null;
  return {
    id: isError ? 'method.undeclared.server_error' : 'method.undeclared.accepted',
    severity: 'error',
    direction: 'request',
    pointer: operation.pointer.slice(0, operation.pointer.lastIndexOf('/')),
    message: isError
      ? `fails with ${status ?? 'no answer'}, though the document does not declare ${method} here`
      : `answers ${status}, though the document does not declare ${method} here`,
    help: 'Answer 405 to methods that are not declared, or declare this one.',
    declared: declared.join(', '),
    actual: `${method} ${status ?? 'no answer'} ${start(body.toString())}`.trim(),
    detail: method,
  };
}

/** Whether the address belongs to another path of the document too: `/users/me` and `/users/{userId}`. */
function isElsewhere({ contract }: Run, { operation, values }: Draft, method: string): boolean {
  const concrete = operation.path.replace(/\{([^}]+)\}/g, (_, name) =>
    encodeURIComponent(String([...values].find(([one]) => one.name === name)?.[1] ?? '')),
  );
  return contract.operations.some((other) => {
    if (other.method !== method || other.path === operation.path) return false;
    const pattern = templateOf(other.path)
      .split('{}')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pattern.join('[^/]+')}$`).test(concrete);
  });
}

/** What a method would take if it were declared: nothing much, then what the others of the path take. */
function* bodiesFor(run: Run, method: string, own: Operation[]): Generator<DraftBody | undefined> {
  if (method === 'GET' || method === 'DELETE') return yield undefined;
  yield { type: 'application/json', value: {} };
  for (const other of own.filter(({ body }) => body !== undefined)) {
    const body = run.compose(other, { size: 'some', seed: `methods ${method}` })?.body;
    if (body) yield body;
  }
}

const wantsMore = ({ status }: Exchange) => status !== null && [400, 409, 415, 422].includes(status);

/** Calls a path with one method that it does not declare. */
async function proveMethod(run: Run, operation: Operation, method: string, own: Operation[]): Promise<void> {
  const draft = run.compose({ ...operation, body: undefined, method }, { size: 'least', seed: 'methods' });
  if (!draft || isElsewhere(run, draft, method)) return;
  const declared = own.map((one) => one.method);
  for (const body of bodiesFor(run, method, own)) {
    const asked: Draft = { ...draft, operation, method, body };
    const exchange = await run.ask(asked, 'stranger', { isJudged: false });
    const found = fault(operation, method, declared, exchange);
    if (found) run.book.add(`${method} ${operation.path}`, found, exchange);
    const resource = method === 'DELETE' && isSuccess(exchange) ? resourceOf(asked, run.knowledge) : undefined;
    if (resource) resource.isGone = true;
    if (!wantsMore(exchange)) return;
  }
}

/** Calls a path with the methods that it does not declare: none may succeed. Deletion comes last. */
export async function proveMethods(run: Run, path: string): Promise<void> {
  const { contract, settings } = run;
  const own = contract.operations.filter((one) => one.path === path);
  const [operation] = own.filter((one) => run.proofOf(one) !== null);
  if (!operation) return;
  const undeclared = tried.filter((method) => !own.some((one) => one.method === method));
  for (const method of undeclared) if (!settings.isReadOnly || method === 'GET') await proveMethod(run, operation, method, own);
}
