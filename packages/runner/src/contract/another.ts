import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { nearestResource } from './compose.ts';
import type { Draft } from './draft.ts';
import { isSafe, isSuccess, type Run } from './run.ts';

const mostMade = 24;

const isLeft = ({ knowledge, spent }: Run, template: string) => knowledge.at(template, false).some((one) => !spent.things.has(one));

/** Makes another thing like those that have been used up. False where none can be made. */
async function makeAnother(run: Run, operation: Operation, template: string): Promise<boolean> {
  const { knowledge, spent } = run;
  const maker = knowledge.at(template, false).find(({ madeBy }) => madeBy !== undefined)?.madeBy;
  const count = spent.made.get(operation.key) ?? 0;
  if (!maker || maker === operation || count >= mostMade) return false;
  spent.made.set(operation.key, count + 1);
  const draft = run.compose(maker, { size: 'some', seed: `for ${operation.key} ${count}` });
  if (draft) await run.ask(draft, 'valid');
  return isLeft(run, template);
}

/**
 * Remembers a thing that cannot be changed as before: an order that was cancelled. True where another one is there now, with
 * which the request may be tried once more.
 */
export async function spend(run: Run, draft: Draft, exchange: Exchange): Promise<boolean> {
  const { operation } = draft;
  const { things, by } = run.spent;
  const resource = nearestResource(draft, run.knowledge);
  if (!resource?.isOwn || isSafe(operation)) return false;
  const isConflict = exchange.status === 409;
  if (isConflict || (by.has(operation.key) && isSuccess(exchange))) things.add(resource);
  if (!isConflict) return false;
  by.add(operation.key);
  return isLeft(run, resource.template) || makeAnother(run, operation, resource.template);
}
