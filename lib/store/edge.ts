import { calleeKey } from '#lib/model/callee.ts';
import type { Observed } from '#lib/model/graph/assemble.ts';
import { unseenMs } from '#lib/model/graph/review.ts';
import type { DependencyKind } from '#lib/model/graph.ts';
import { type Columns, insertOfServices, rateColumns } from './bulk.ts';
import type { Db } from './db.ts';
import { cleanJson, isSqlite, join, msOf, type Sql, selectTuples, sql } from './sql.ts';

/** Calls that the metrics of a service tell of; both ends as labels name them, the caller empty for the service itself. */
export type EdgeState = Omit<Observed, 'service' | 'atMs'>;

const columns: Columns = [
  ['serviceId', 'int'],
  ['caller', 'text'],
  ['callerKey', 'text'],
  ['callee', 'text'],
  ['calleeKey', 'text'],
  ['kind', 'DependencyKind'],
  ['source', 'text'],
  ...rateColumns,
  ['seenAt', 'instant'],
  ['at', 'instant'],
];
const key = '("serviceId", "source", "caller", "callee", "kind")';
const replaced = ['callerKey', 'calleeKey', 'requestRate', 'errorRatio', 'latencyMsP95Low', 'latencyMsP95High', 'at'].map(
  (name) => `"${name}" = excluded."${name}"`,
);

/** Writes what many services' metrics say of calls; those of removed services are dropped. `seenAt` never goes back to nothing. */
export async function keepEdges(tx: Db, states: { serviceId: number; edges: EdgeState[] }[], nowMs: number): Promise<void> {
  const rows = new Map<string, unknown[]>();
  for (const { serviceId, edges } of states)
    for (const { caller, callee, kind, source, requestRate, errorRatio, latencyMsP95, seenAtMs } of edges)
      rows.set(JSON.stringify([serviceId, caller, callee, kind, source]), [
        ...[serviceId, caller, caller === '' ? '' : calleeKey(caller), callee, calleeKey(callee), kind, source, requestRate, errorRatio],
        ...[latencyMsP95?.low ?? null, latencyMsP95?.high ?? null, seenAtMs, nowMs],
      ]);
  if (rows.size === 0) return;
  const set = [...replaced, '"seenAt" = coalesce(excluded."seenAt", "ObservedEdge"."seenAt")'].join(', ');
  await tx.$executeRawUnsafe(insertOfServices(tx, 'ObservedEdge', columns, `${key} DO UPDATE SET ${set}`), cleanJson([...rows.values()]));
}

/** An edge that no metrics have told of for this long is forgotten. */
export const edgeMemoryMs = unseenMs;

type Row = [string, string, string, DependencyKind, string, number | null, number | null, number | null, number | null, number | null, number];

/** Of services: by their rows, and by every key that a text which means one of them may have. */
interface Ends {
  serviceIds: readonly number[];
  keys: readonly string[];
}

/** Every call that metrics tell of; or those that the metrics of some services tell of and those that may lead to them or come from them. */
export async function listObservedEdges(db: Db, ends?: Ends): Promise<Observed[]> {
  const kind = isSqlite(db) ? sql`e."kind"` : sql`e."kind"::text`;
  const rows = await selectTuples<Row>(
    db,
    [
      ...[sql`s."name"`, sql`e."caller"`, sql`e."callee"`, kind, sql`e."source"`, sql`e."requestRate"`, sql`e."errorRatio"`],
      ...[sql`e."latencyMsP95Low"`, sql`e."latencyMsP95High"`, msOf(db, 'e."seenAt"'), msOf(db, 'e."at"')],
    ],
    sql`FROM "ObservedEdge" e JOIN "Service" s ON s."id" = e."serviceId" ${ends ? nearTo(ends) : sql``} ORDER BY s."name", e."source", e."caller", e."callee", e."kind"`,
  );
  return rows.map(([service, caller, callee, rowKind, source, requestRate, errorRatio, low, high, seenAtMs, atMs]) => ({
    ...{ service, caller, callee, kind: rowKind, source, requestRate, errorRatio, seenAtMs, atMs },
    latencyMsP95: low === null ? null : { low, high },
  }));
}

function nearTo({ serviceIds, keys }: Ends): Sql {
  if (serviceIds.length === 0) return sql`WHERE 1 = 0`;
  const some = join([...keys]);
  return sql`WHERE (e."serviceId" IN (${join([...serviceIds])}) OR e."calleeKey" IN (${some}) OR e."callerKey" IN (${some}))`;
}

/** Forgets edges that no metrics have told of for long. */
export async function forgetEdges(db: Db, nowMs: number): Promise<void> {
  await db.observedEdge.deleteMany({ where: { at: { lt: new Date(nowMs - edgeMemoryMs) } } });
}
