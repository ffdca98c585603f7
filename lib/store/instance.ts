import type { Instance } from '#lib/model/instance.ts';
import type { IntervalMs } from '#lib/model/service.ts';
import type { SignalDelta } from '#lib/model/signal.ts';
import type { InstanceTarget } from '#lib/model/target.ts';
import type { Judgement, Verdict } from '#lib/model/verdict.ts';
import { packBuckets } from './bucket.ts';
import { bulkSql, type Columns, lookColumns, rateColumns, updateOfServices } from './bulk.ts';
import type { Db } from './db.ts';
import { minuteMs } from './rollup-cursor.ts';
import { cleanJson, isoOf, join, msOf, raw, selectTuples, sql } from './sql.ts';
import { presentVerdict } from './stale.ts';

/** The row of an instance that nobody has looked at. */
export function newInstance(url: string, position: number, nowMs: number) {
  return { url, position, since: new Date(nowMs) };
}

/** The instances of a service, in their order. What is known of one that stays is kept. Within a transaction. */
export async function replaceInstances(tx: Db, serviceId: number, urls: readonly string[], nowMs: number): Promise<void> {
  await tx.instanceState.deleteMany({ where: { serviceId, url: { notIn: [...urls] } } });
  // What only a place told of that is none any more.
  const places = urls.length > 0 ? [...urls] : [''];
  await tx.breakerState.deleteMany({ where: { serviceId, instance: { notIn: places } } });
  await tx.metricState.deleteMany({ where: { serviceId, place: { notIn: places } } });
  for (const [position, url] of urls.entries()) {
    const { count } = await tx.instanceState.updateMany({ where: { serviceId, url }, data: { position } });
    if (count === 0) await tx.instanceState.create({ data: { serviceId, ...newInstance(url, position, nowMs) } });
  }
}

type Known = [verdict: Verdict, reason: string, sinceMs: number, failures: number, slows: number, successes: number, version: string | null];
const knownColumns = ['failures', 'slows', 'successes', 'version'].map((name) => raw(`"${name}"`));

/** The instances of all services, by the service's id, in their order. */
export async function listInstanceTargets(db: Db): Promise<Map<number, InstanceTarget[]>> {
  const rows = await selectTuples<[serviceId: number, id: number, url: string, startedAtMs: number | null, ...Known]>(
    db,
    [sql`"serviceId"`, sql`"id"`, sql`"url"`, msOf(db, '"startedAt"'), sql`"verdict"`, sql`"reason"`, msOf(db, '"since"'), ...knownColumns],
    sql`FROM "InstanceState" ORDER BY "serviceId", "position"`,
  );
  const ofService = new Map<number, InstanceTarget[]>();
  for (const [serviceId, id, url, startedAtMs, verdict, reason, sinceMs, failures, slows, successes, version] of rows) {
    const instance = { id, url, startedAtMs, version, judgement: { verdict, reason, sinceMs, failures, slows, successes } };
    const listed = ofService.get(serviceId);
    if (listed) listed.push(instance);
    else ofService.set(serviceId, [instance]);
  }
  return ofService;
}

/** What is known of an instance, to be kept. */
export interface KeptInstance {
  id: number;
  judgement: Judgement;
  checkedAtMs: number | null;
  /** When what was seen is too old to be believed. */
  staleAtMs: number | null;
  durationMs: number | null;
  version: string | null;
  startedAtMs: number | null;
  latest: { requestRate: number | null; errorRatio: number | null; latencyMsP95: IntervalMs | null };
  signalsAtMs: number | null;
  signalsReason: string | null;
}

const stateColumns: Columns = [
  ['id', 'int'],
  ['verdict', 'Verdict'],
  ...lookColumns,
  ['startedAt', 'instant'],
  ...rateColumns,
  ['signalsAt', 'instant'],
  ['signalsReason', 'text'],
];
const untilKnown = ['checkedAt', 'staleAt', 'durationMs', 'version', 'startedAt', 'signalsAt', 'signalsReason'];

/** Writes what many instances do; those that were removed meanwhile are left out. */
export async function keepInstances(tx: Db, instances: readonly KeptInstance[]): Promise<void> {
  if (instances.length === 0) return;
  const rows = instances.map(({ id, judgement, checkedAtMs, staleAtMs, durationMs, version, startedAtMs, latest, signalsAtMs, signalsReason }) => {
    const { verdict, reason, sinceMs, failures, slows, successes } = judgement;
    const { requestRate, errorRatio, latencyMsP95 } = latest;
    return [
      ...[id, verdict, reason, sinceMs, checkedAtMs, staleAtMs, durationMs, failures, slows, successes, version, startedAtMs],
      ...[requestRate, errorRatio, latencyMsP95?.low ?? null, latencyMsP95?.high ?? null, signalsAtMs, signalsReason],
    ];
  });
  await tx.$executeRawUnsafe(updateOfServices(tx, 'InstanceState', stateColumns, untilKnown), cleanJson(rows));
}

export interface NewInstancePoint {
  instanceId: number;
  /** One minute; `atMs` is where it begins. */
  delta: SignalDelta;
}

const pointColumns: Columns = [
  ['instanceId', 'int'],
  ['at', 'instant'],
  ['seconds', 'real'],
  ['requests', 'real'],
  ['errors', 'real'],
  ['clientErrors', 'real'],
  ['latency', 'quoted'],
];

/** Writes minutes of instances that there still are. */
export async function keepInstancePoints(tx: Db, points: readonly NewInstancePoint[]): Promise<void> {
  if (points.length === 0) return;
  const { names, rows, reads } = bulkSql(tx, pointColumns);
  const pack = await packBuckets(
    tx,
    points.map(({ delta }) => delta.latency),
  );
  const values = points.map(({ instanceId, delta: { atMs, seconds, requests, errors, clientErrors, latency } }) => [
    ...[instanceId, atMs, seconds, requests, errors, clientErrors, pack(latency)],
  ]);
  const exists = `EXISTS (SELECT 1 FROM "InstanceState" i WHERE i."id" = ${reads[0]})`;
  await tx.$executeRawUnsafe(
    `INSERT INTO "InstancePoint" (${names}) SELECT ${reads.join(', ')} FROM ${rows} WHERE ${exists} ON CONFLICT DO NOTHING`,
    cleanJson(values),
  );
}

const shownMinutes = 60;

/** The instances of a service as of `nowMs`, in their order: one that nobody has looked at for long is unknown. */
export async function listInstances(db: Db, name: string, nowMs: number): Promise<Instance[]> {
  const rows = await db.instanceState.findMany({ where: { service: { name } }, orderBy: { position: 'asc' } });
  if (rows.length === 0) return [];
  const endMs = Math.floor(nowMs / minuteMs) * minuteMs;
  const startMs = endMs - shownMinutes * minuteMs;
  const rates = await listMinuteRates(
    db,
    rows.map(({ id }) => id),
    { startMs, endMs },
  );
  const ms = (date: Date | null) => date?.getTime() ?? null;
  return rows.map((row) => {
    const {
      verdict,
      reason,
      since,
      checkedAt,
      staleAt,
      durationMs,
      version,
      requestRate,
      errorRatio,
      latencyMsP95Low: low,
      latencyMsP95High: high,
    } = row;
    const stored = { verdict, reason, sinceMs: since.getTime(), checkedAtMs: ms(checkedAt), staleAtMs: ms(staleAt) };
    return {
      url: row.url,
      ...presentVerdict(stored, nowMs),
      ...{ checkedAt: isoOf(checkedAt), durationMs, version, startedAt: isoOf(row.startedAt), requestRate, errorRatio },
      latencyMsP95: low === null ? null : { low, high },
      ...{ signalsAt: isoOf(row.signalsAt), signalsReason: row.signalsReason },
      rates: Array.from({ length: shownMinutes }, (_, minute) => rates.get(`${row.id} ${startMs + minute * minuteMs}`) ?? null),
    };
  });
}

/** Requests per second of each minute, by instance and instant. */
async function listMinuteRates(db: Db, ids: number[], { startMs, endMs }: { startMs: number; endMs: number }): Promise<Map<string, number>> {
  const rows = await selectTuples<[id: number, atMs: number, requests: number, seconds: number]>(
    db,
    [sql`"instanceId"`, msOf(db, '"at"'), sql`"requests"`, sql`"seconds"`],
    sql`FROM "InstancePoint" WHERE "instanceId" IN (${join(ids)}) AND "at" >= ${new Date(startMs)} AND "at" < ${new Date(endMs)} AND "requests" IS NOT NULL`,
  );
  return new Map(rows.flatMap(([id, atMs, requests, seconds]) => (seconds > 0 ? [[`${id} ${atMs}`, requests / seconds]] : [])));
}
