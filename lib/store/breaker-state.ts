import type { BreakerState } from '#lib/model/breaker.ts';
import { turnsOfShares } from '#lib/model/breaker-shares.ts';
import { calleeKey } from '#lib/model/callee.ts';
import type { NewChange } from '#lib/model/change.ts';
import type { BreakerStatuses, FailureStatus } from '#lib/model/dialect/breaker-status.ts';
import { type Columns, insertOfServices } from './bulk.ts';
import type { Db } from './db.ts';
import { cleanJson, cleanText, join, msOf, selectTuples, sql } from './sql.ts';

/** What one scrape of a caller's metrics says. */
export interface KeptBreakers {
  serviceId: number;
  /** The base URL of the instance that says it; empty where the service has one address. */
  instance?: string;
  caller: string;
  atMs: number;
  /** When it is too old to be believed. */
  staleAtMs: number;
  statuses: BreakerStatuses;
}

const stateColumns: Columns = [
  ['serviceId', 'int'],
  ['instance', 'text'],
  ['lane', 'text'],
  ['name', 'text'],
  ['callee', 'text'],
  ['calleeKey', 'text'],
  ['state', 'text'],
  ['since', 'instant'],
  ['at', 'instant'],
  ['staleAt', 'instant'],
  ['errorRatio', 'real'],
  ['requestRate', 'real'],
  ['rejectionRate', 'real'],
  ['facts', 'json'],
];
const stepColumns: Columns = [
  ['serviceId', 'int'],
  ['instance', 'text'],
  ['name', 'text'],
  ['at', 'instant'],
  ['from', 'text'],
  ['to', 'text'],
  ['missed', 'bool'],
];
const replaced = stateColumns
  .slice(4)
  .map(([name]) => `"${name}" = excluded."${name}"`)
  .join(', ');

type Step = [serviceId: number, instance: string, name: string, atMs: number, from: BreakerState, to: BreakerState, missed: boolean];
type Past = { state: BreakerState; sinceMs: number; staleAtMs: number; atMs: number };

/** Writes what many callers' metrics say, with the transitions since, and answers the changes to tell of. */
export async function keepBreakers(tx: Db, kept: readonly KeptBreakers[]): Promise<NewChange[]> {
  if (kept.length === 0) return [];
  const past = await findPast(tx, [...new Set(kept.map(({ serviceId }) => serviceId))]);
  const [rows, steps, changes] = [new Map<string, unknown[]>(), [] as Step[], [] as NewChange[]];
  for (const one of kept) {
    for (const status of one.statuses.failure) {
      const key = JSON.stringify([one.serviceId, one.instance ?? '', cleanText(status.name)]);
      const before = past.get(key);
      const next = { ...follow(one, status, before, steps), staleAtMs: one.staleAtMs, atMs: one.atMs };
      past.set(key, next);
      rows.set(`failure ${key}`, rowOf(one, 'failure', status, { since: next.sinceMs, state: status.state }));
      changes.push(...changesOf(one, status, before));
    }
    for (const status of [...one.statuses.capacity, ...one.statuses.ejection]) {
      const lane = 'out' in status ? 'ejection' : 'capacity';
      rows.set(`${lane} ${one.serviceId} ${one.instance ?? ''} ${status.name}`, rowOf(one, lane, status, { since: one.atMs, state: '' }));
    }
  }
  if (rows.size > 0) {
    const statement = insertOfServices(tx, 'BreakerState', stateColumns, `("serviceId", "instance", "lane", "name") DO UPDATE SET ${replaced}`);
    await tx.$executeRawUnsafe(statement, cleanJson([...rows.values()]));
  }
  if (steps.length > 0) await tx.$executeRawUnsafe(insertOfServices(tx, 'BreakerStep', stepColumns, 'DO NOTHING'), cleanJson(steps));
  return changes;
}

async function findPast(tx: Db, serviceIds: number[]): Promise<Map<string, Past>> {
  const rows = await selectTuples<
    [serviceId: number, instance: string, name: string, state: BreakerState, sinceMs: number, staleAtMs: number, atMs: number]
  >(
    tx,
    [sql`"serviceId"`, sql`"instance"`, sql`"name"`, sql`"state"`, msOf(tx, '"since"'), msOf(tx, '"staleAt"'), msOf(tx, '"at"')],
    sql`FROM "BreakerState" WHERE "lane" = 'failure' AND "serviceId" IN (${join(serviceIds)})`,
  );
  return new Map(
    rows.map(([serviceId, instance, name, state, sinceMs, staleAtMs, atMs]) => [
      JSON.stringify([serviceId, instance, name]),
      { state, sinceMs, staleAtMs, atMs },
    ]),
  );
}

/** What is known now, and the steps that led there. While nobody looked, the state was unknown. */
function follow(one: KeptBreakers, status: FailureStatus, past: Past | undefined, steps: Step[]): { state: BreakerState; sinceMs: number } {
  const { serviceId, instance = '', atMs } = one;
  const { name, state, missedOpen } = status;
  const add = (stepMs: number, from: BreakerState, to: BreakerState) => steps.push([serviceId, instance, name, stepMs, from, to, false]);
  if (missedOpen) steps.push([serviceId, instance, name, atMs, state, state, true]);
  if (past === undefined) {
    add(atMs, 'unknown', state);
    return { state, sinceMs: atMs };
  }
  if (past.staleAtMs < atMs && past.state !== 'unknown') {
    add(past.staleAtMs, past.state, 'unknown');
    if (state !== 'unknown') add(atMs, 'unknown', state);
    return { state, sinceMs: state === 'unknown' ? past.staleAtMs : atMs };
  }
  const timed = past.staleAtMs < atMs ? null : turnsOfShares(status.shares, { state, past: past.state, fromMs: past.atMs, toMs: atMs });
  if (timed) {
    for (const turn of timed) add(turn.atMs, turn.from, turn.to);
    return { state, sinceMs: timed.at(-1)?.atMs ?? past.sinceMs };
  }
  if (past.state === state) return { state, sinceMs: past.sinceMs };
  add(atMs, past.state, state);
  return { state, sinceMs: atMs };
}

/** People are told of what opened and closed; screens alone of what is seen anew or became unknown. */
function changesOf({ caller, instance = '' }: KeptBreakers, { name, callee, state, missedOpen }: FailureStatus, past: Past | undefined): NewChange[] {
  const from = past?.state ?? 'unknown';
  const isTold = from !== state && state !== 'unknown' && (from !== 'unknown' || state !== 'closed');
  if (isTold)
    return [
      {
        kind: 'breaker.changed',
        subject: caller,
        data: { service: caller, name, callee, from, to: state, ...(instance === '' ? {} : { instance }) },
      },
    ];
  return from !== state || past === undefined || missedOpen ? [{ kind: 'breaker.seen', subject: caller, data: { service: caller, name } }] : [];
}

type Status = BreakerStatuses['failure' | 'capacity' | 'ejection'][number];

function rowOf(
  { serviceId, instance = '', atMs, staleAtMs }: KeptBreakers,
  lane: string,
  status: Status,
  now: { since: number; state: string },
): unknown[] {
  const { name, callee, ...facts } = status;
  const { errorRatio, requestRate, rejectionRate } = { errorRatio: null, requestRate: null, rejectionRate: null, ...status };
  return [
    serviceId,
    instance,
    lane,
    name,
    callee,
    calleeKey(callee),
    now.state,
    now.since,
    atMs,
    staleAtMs,
    errorRatio,
    requestRate,
    rejectionRate,
    facts,
  ];
}

/** Forgets what no metrics have told of since an instant. */
export async function forgetBreakers(db: Db, beforeMs: number): Promise<void> {
  await db.breakerState.deleteMany({ where: { at: { lt: new Date(beforeMs) } } });
}
