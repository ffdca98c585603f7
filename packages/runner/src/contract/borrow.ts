import type { Operation } from '../document/document.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { flatFor } from '../schema/flat.ts';
import { isValid } from '../schema/validate.ts';
import { bodySchemaOf } from './compose.ts';
import { parseJson } from './judge.ts';
import { type Resource, templateOf } from './knowledge.ts';
import { isLoopback } from './production.ts';
import { isSuccess, type Run } from './run.ts';

/** The template of the last thing that a path leads through. */
const throughOf = ({ path }: Operation) => templateOf(path).replace(/[^}]*$/, '');

/** Whether the document has a way to make what an operation changes. */
function canBeMade({ contract: { operations } }: Run, template: string): boolean {
  const collection = template.slice(0, template.lastIndexOf('/'));
  return operations.some(({ method, path }) => method === 'POST' && templateOf(path) === collection);
}

const readingOf = ({ contract }: Run, template: string) =>
  contract.operations.find(({ method, path }) => method === 'GET' && templateOf(path) === template);

/** What is there already may be changed where nothing can be made, on this machine alone, and only so that it can be put back. */
export function borrow(run: Run, operation: Operation): void {
  const template = throughOf(operation);
  const mayChange = ['PUT', 'PATCH'].includes(operation.method) && isLoopback(run.settings.baseUrl) && !run.settings.isReadOnly;
  if (!mayChange || !readingOf(run, template) || canBeMade(run, template) || run.knowledge.at(template, false).length > 0) return;
  const [thing] = run.knowledge.at(template, true);
  if (!thing) return;
  run.lent.operations.add(operation.key);
  if (!run.lent.things.has(thing)) run.lent.things.set(thing, null);
}

/** Remembers what borrowed things are like. */
export async function remember(run: Run): Promise<void> {
  for (const [thing, known] of run.lent.things) {
    const reading = known === null ? readingOf(run, thing.template) : undefined;
    const draft = reading && run.compose(reading, { size: 'least', seed: 'lent', resource: thing });
    const answer = draft && (await run.ask(draft, 'valid'));
    if (answer && isSuccess(answer)) run.lent.things.set(thing, parseJson(answer)?.value ?? null);
  }
}

/** As much of what was read as an operation takes. */
function bodyFrom({ contract: { space } }: Run, operation: Operation, value: JsonObject): Json | undefined {
  const found = bodySchemaOf(operation);
  if (!found) return undefined;
  const { properties } = flatFor(space, found.schema, value);
  const body: Json = Object.fromEntries(Object.entries(value).filter(([name]) => properties.has(name)));
  return isValid(space, found.schema, body, 'request') ? body : undefined;
}

async function putBackOne(run: Run, thing: Resource, value: JsonObject): Promise<void> {
  for (const method of ['PUT', 'PATCH']) {
    const operation = run.contract.operations.find((one) => one.method === method && templateOf(one.path) === thing.template);
    const body = operation && bodyFrom(run, operation, value);
    const draft = operation && run.compose(operation, { size: 'least', seed: 'lent', resource: thing });
    if (!draft?.body || body === undefined) continue;
    const answer = await run.ask({ ...draft, body: { ...draft.body, value: body } }, 'valid');
    if (isSuccess(answer)) return;
  }
}

/** Gives borrowed things back as they were. */
export async function putBack(run: Run): Promise<void> {
  for (const [thing, value] of run.lent.things) if (isObject(value)) await putBackOne(run, thing, value);
}
