import { LRUCache } from 'lru-cache';
import type { RunFacts } from '#lib/model/ladder/facts.ts';
import type { Run } from '#lib/model/run.ts';
import type { Db } from '#lib/store/db.ts';
import { readRunBody } from '#lib/store/run.ts';

type Errors = Pick<RunFacts, 'errors' | 'accessFaults'>;

/** What a run found never changes, but what of it is accepted does. */
const known = new LRUCache<string, Errors>({ max: 20_000 });

async function countErrors(db: Db, { id, errors }: Run, accepted: ReadonlySet<string>): Promise<Errors> {
  if (errors === 0) return { errors: 0, accessFaults: 0 };
  const key = JSON.stringify([id, ...accepted]);
  const before = known.get(key);
  if (before) return before;
  const { findings } = await readRunBody(db, id);
  const kept = findings.filter(({ severity }) => severity === 'error' || severity === 'breaking');
  const open = kept.filter(({ fingerprint }) => !accepted.has(fingerprint));
  // Not every finding may be there: very many are cut, and those of an old run are forgotten. They stay open.
  const counted = { errors: errors - (kept.length - open.length), accessFaults: open.filter(({ id: rule }) => rule.startsWith('auth.')).length };
  known.set(key, counted);
  return counted;
}

/** What a run says that the ladder asks for. */
export async function readRunFacts(db: Db, run: Run, accepted: ReadonlySet<string>): Promise<RunFacts> {
  const { id, kind, revision, readOnly, operations, unproven, requestedAt, endedAt } = run;
  const madeAt = endedAt !== null && endedAt < requestedAt ? endedAt : requestedAt;
  return { ...{ id, kind, revision, readOnly, operations, unproven, madeAt }, ...(await countErrors(db, run, accepted)) };
}
