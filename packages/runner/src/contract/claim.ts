import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Draft } from './draft.ts';
import { parseJson } from './judge.ts';
import { templateOf } from './knowledge.ts';
import { learnFrom, thingsIn } from './learn.ts';
import type { Run } from './run.ts';

const telling = (value: Json | undefined) => typeof value === 'string' && value.length >= 6;

/** Whether a listed thing has all that was sent, and something in it that hardly comes twice. */
function isWhatWasSent(item: JsonObject, sent: JsonObject): boolean {
  const common = Object.keys(sent).filter((name) => Object.hasOwn(item, name) && !isObject(sent[name]));
  return common.some((name) => telling(sent[name])) && common.every((name) => JSON.stringify(item[name]) === JSON.stringify(sent[name]));
}

/** Looks in the list for what was made by a request whose answer does not say what it is called. */
export async function claim(run: Run, draft: Draft): Promise<void> {
  const { operation, body } = draft;
  const sent = body?.value;
  const item = `${templateOf(operation.path)}/{}`;
  const isMaker = operation.method === 'POST' && run.contract.operations.some(({ path }) => templateOf(path) === item);
  const listing = run.contract.operations.find(({ method, path }) => method === 'GET' && path === operation.path);
  if (!isMaker || !listing || !isObject(sent) || run.knowledge.at(item, false).length > 0) return;
  const draftOfList = run.compose(listing, { size: 'least', seed: 'claim' });
  const list = draftOfList && (await run.ask(draftOfList, 'valid'));
  if (!list) return;
  const value = parseJson(list)?.value ?? null;
  for (const thing of thingsIn(value)) if (isObject(thing) && isWhatWasSent(thing, sent)) learnFrom(run, draft, item, thing);
}
