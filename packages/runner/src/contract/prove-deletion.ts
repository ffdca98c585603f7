import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import type { Fault } from './finding.ts';
import { type Resource, templateOf } from './knowledge.ts';
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

/** Deletes one thing that the run has made and asks for it again. */
async function deleteAndLook(run: Run, deletion: Operation, resource: Resource): Promise<void> {
  const reading = run.contract.operations.find((one) => one.method === 'GET' && templateOf(one.path) === resource.template);
  const read = reading && run.compose(reading, { size: 'least', seed: 'deletion', resource });
  const before = read ? await run.ask(read, 'valid') : null;
  const draft = run.compose(deletion, { size: 'least', seed: 'deletion', resource });
  if (!draft) return;
  const deleted = await run.ask(draft, 'valid');
  if (!isSuccess(deleted)) return;
  resource.isGone = true;
  // 202: it will be deleted, but perhaps not yet.
  if (!read || !reading || !before || !isSuccess(before) || deleted.status === 202) return;
  const after = await run.ask(read, 'valid', { isJudged: false });
  if (isSuccess(after)) run.book.add(reading.key, stillServed(reading, after, deletion), after);
  else for (const fault of run.faultsOf(read, after, 'valid')) run.book.add(reading.key, fault, after);
}

/** A living thing of the run; another one is made where none is left. */
async function ownThing(run: Run, template: string): Promise<Resource | undefined> {
  const [living] = run.knowledge.at(template, false);
  if (living) return living;
  const makers = run.operations.filter((one) => one.method === 'POST' && templateOf(one.path) === template.slice(0, template.lastIndexOf('/')));
  for (const [index, maker] of makers.entries()) {
    const draft = run.compose(maker, { size: 'some', seed: `again ${index}` });
    if (draft) await run.ask(draft, 'valid');
  }
  return run.knowledge.at(template, false)[0];
}

/** Nothing has these: ids are made up. */
const nobody: Resource = { template: '', values: [], isOwn: true, isGone: true };

/** Deletes what the run has made, looks whether it is gone, and asks to delete what is not there. */
export async function proveDeletion(run: Run, deletion: Operation): Promise<void> {
  if (run.proofOf(deletion) === null) return;
  const isWhole = deletion.path.endsWith('}');
  const resource = isWhole ? await ownThing(run, templateOf(deletion.path)) : undefined;
  if (resource) await deleteAndLook(run, deletion, resource);
  const draft = run.compose(deletion, { size: 'least', seed: 'absent', ...(isWhole && { resource: nobody }) });
  if (draft) await run.ask(draft, 'valid');
}
