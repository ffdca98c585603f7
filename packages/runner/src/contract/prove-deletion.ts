import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import type { Draft } from './draft.ts';
import type { Fault } from './finding.ts';
import { type Resource, templateOf } from './knowledge.ts';
import { idsListed } from './learn.ts';
import { isSuccess, type Run } from './run.ts';

function stillServed(operation: Operation, { status }: Exchange, deletion: Operation): Fault {
  return {
    id: 'resource.deleted.served',
    severity: 'error',
    direction: 'response',
    pointer: `${operation.pointer}/responses`,
    message: `answers ${status} for what ${deletion.key} has deleted`,
    help: 'Answer 404 or 410 once the deletion has been confirmed.',
    declared: '404 or 410 after a deletion',
    actual: `${status} after a deletion that was answered with success`,
    detail: '',
  };
}

/** What shows whether a thing is there: it is read, or, where it cannot be, looked for in the list it stands in. */
interface Look {
  draft: Draft;
  /** Not where others than this thing may spoil the answer. */
  isJudged: boolean;
  shows(exchange: Exchange): boolean;
}

function lookFor(run: Run, resource: Resource): Look | null {
  const find = (template: string) => run.contract.operations.find((one) => one.method === 'GET' && templateOf(one.path) === template);
  const reading = find(resource.template);
  if (reading) {
    const draft = run.compose(reading, { size: 'least', seed: 'deletion', resource });
    return draft && { draft, isJudged: true, shows: isSuccess };
  }
  const listing = find(resource.template.replace(/\/\{\}$/, ''));
  const outer: Resource = { ...resource, template: '', values: resource.values.slice(0, -1) };
  const draft = listing ? run.compose(listing, { size: 'least', seed: 'deletion', ...(outer.values.length > 0 && { resource: outer }) }) : null;
  const isListed = (exchange: Exchange) => idsListed(run.contract, resource.template, exchange).includes(resource.values.at(-1) ?? '');
  return draft && { draft, isJudged: false, shows: (exchange) => isSuccess(exchange) && isListed(exchange) };
}

/** Deletes one thing that the run has made and looks for it again. False: it cannot be deleted. */
async function deleteAndLook(run: Run, deletion: Operation, resource: Resource): Promise<boolean> {
  const look = lookFor(run, resource);
  const before = look ? await run.ask(look.draft, 'valid', { isJudged: look.isJudged }) : null;
  const draft = run.compose(deletion, { size: 'least', seed: 'deletion', resource });
  if (!draft) return false;
  const deleted = await run.ask(draft, 'valid');
  if (!isSuccess(deleted)) return false;
  resource.isGone = true;
  // 202: it will be deleted, but perhaps not yet.
  if (!look || !before || !look.shows(before) || deleted.status === 202) return true;
  const { draft: read, shows } = look;
  const after = await run.ask(read, 'valid', { isJudged: false });
  if (shows(after)) run.book.add(read.operation.key, stillServed(read.operation, after, deletion), after);
  else for (const fault of look.isJudged ? run.faultsOf(read, after, 'valid') : []) run.book.add(read.operation.key, fault, after);
  return true;
}

/** A living thing of the run; another one is made where none is left. */
async function ownThings(run: Run, template: string): Promise<Resource[]> {
  const living = run.knowledge.at(template, false);
  if (living.length > 0) return living;
  const makers = run.operations.filter((one) => one.method === 'POST' && templateOf(one.path) === template.slice(0, template.lastIndexOf('/')));
  for (const [index, maker] of makers.entries()) {
    const draft = run.compose(maker, { size: 'some', seed: `again ${index}` });
    if (draft) await run.ask(draft, 'valid');
  }
  return run.knowledge.at(template, false);
}

const mostTried = 8;
/** Nothing has these: ids are made up. */
const nobody: Resource = { template: '', values: [], isOwn: true, isGone: true };

/** Deletes what the run has made, looks whether it is gone, and asks to delete what is not there. */
export async function proveDeletion(run: Run, deletion: Operation): Promise<void> {
  if (run.proofOf(deletion) === null) return;
  const isWhole = deletion.path.endsWith('}');
  const things = isWhole ? await ownThings(run, templateOf(deletion.path)) : [];
  // Some may not be deleted as they are: an order that is paid.
  for (const resource of things.slice(0, mostTried)) if (await deleteAndLook(run, deletion, resource)) break;
  const draft = run.compose(deletion, { size: 'least', seed: 'absent', ...(isWhole && { resource: nobody }) });
  if (draft) await run.ask(draft, 'valid');
}
