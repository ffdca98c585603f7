import type { Diagnosis } from '#lib/model/doctor.ts';
import type { Gauge, ProcessFacts, Runtime } from '#lib/model/gauge.ts';
import { type Columns, insertOfServices } from './bulk.ts';
import type { Db } from './db.ts';
import { findServiceId } from './reading.ts';
import { cleanJson, isoOf, msOf, selectTuples, sql } from './sql.ts';

/** The highest value of each gauge within a step that has ended. */
export interface GaugeStep {
  stepSeconds: number;
  atMs: number;
  /** By `gaugeId`. */
  values: Record<string, number>;
}

export interface KeptMetrics {
  serviceId: number;
  /** An instance's address; empty where the service is one place. */
  place: string;
  atMs: number;
  gauges: Gauge[];
  process: ProcessFacts;
  /** Null: as it was. */
  diagnosis: Diagnosis | null;
  steps: GaugeStep[];
}

const stateColumns: Columns = [
  ['serviceId', 'int'],
  ['place', 'text'],
  ['at', 'instant'],
  ['gauges', 'json'],
  ['runtime', 'text'],
  ['version', 'text'],
  ['versionFrom', 'text'],
  ['startedAtSeconds', 'real'],
  ['diagnosis', 'json'],
];
const pointColumns: Columns = [
  ['serviceId', 'int'],
  ['stepSeconds', 'int'],
  ['at', 'instant'],
  ['values', 'json'],
];

/** Some runtimes work their start time out anew at each scrape. */
const startSlackSeconds = 5;

const replaced = ['at', 'gauges', 'runtime', 'version', 'versionFrom'].map((name) => `"${name}" = excluded."${name}"`);
const keptWhenNull = `"diagnosis" = coalesce(excluded."diagnosis", "MetricState"."diagnosis")`;
const startsLater = `excluded."startedAtSeconds" > "MetricState"."startedAtSeconds" + ${startSlackSeconds}`;
/** The newest start counts: behind one address several processes may answer in turns, and that is no restart. */
const replaceState = `("serviceId", "place") DO UPDATE SET ${[
  ...replaced,
  keptWhenNull,
  `"restarts" = "MetricState"."restarts" + CASE WHEN ${startsLater} THEN 1 ELSE 0 END`,
  `"startedAtSeconds" = CASE WHEN "MetricState"."startedAtSeconds" IS NULL OR ${startsLater} THEN excluded."startedAtSeconds" ELSE "MetricState"."startedAtSeconds" END`,
].join(', ')}`;

/** Writes what many services' metrics say of their processes; those of removed services are dropped. */
export async function keepMetrics(tx: Db, kept: readonly KeptMetrics[]): Promise<void> {
  if (kept.length === 0) return;
  const newest = [...new Map(kept.map((one) => [keyOf(one), { ...one, diagnosis: diagnosisOf(kept, keyOf(one)) }])).values()];
  const states = newest.map(({ serviceId, place, atMs, gauges, process, diagnosis }) => [
    ...[serviceId, place, atMs, gauges, process.runtime, process.version, process.versionFrom, process.startedAtSeconds, diagnosis],
  ]);
  await tx.$executeRawUnsafe(insertOfServices(tx, 'MetricState', stateColumns, replaceState), cleanJson(states));
  const points = kept.flatMap(({ serviceId, steps }) => steps.map(({ stepSeconds, atMs, values }) => [serviceId, stepSeconds, atMs, values]));
  if (points.length > 0) await tx.$executeRawUnsafe(insertOfServices(tx, 'GaugePoint', pointColumns, 'DO NOTHING'), cleanJson(points));
}

const keyOf = ({ serviceId, place }: KeptMetrics) => `${serviceId} ${place}`;

/** Of several looks at one place the last that was diagnosed. */
function diagnosisOf(kept: readonly KeptMetrics[], key: string): Diagnosis | null {
  return kept.findLast((one) => keyOf(one) === key && one.diagnosis !== null)?.diagnosis ?? null;
}

/** Forgets what was said at places that have been silent since. */
export async function forgetMetrics(db: Db, beforeMs: number): Promise<void> {
  await db.metricState.deleteMany({ where: { at: { lt: new Date(beforeMs) } } });
}

export interface MetricState {
  place: string;
  at: string;
  gauges: Gauge[];
  runtime: Runtime;
  version: string | null;
  versionFrom: string | null;
  startedAt: string | null;
  restarts: number;
  diagnosis: Diagnosis | null;
}

/** What a service's metrics last said of its processes, place by place. */
export async function listMetricStates(db: Db, name: string): Promise<MetricState[]> {
  const rows = await db.metricState.findMany({ where: { service: { name } }, orderBy: { place: 'asc' } });
  return rows.map(({ place, at, gauges, runtime, version, versionFrom, startedAtSeconds, restarts, diagnosis }) => ({
    ...{ place, at: isoOf(at), version, versionFrom, restarts, runtime: runtime as Runtime },
    gauges: gauges as unknown as Gauge[],
    startedAt: startedAtSeconds === null ? null : new Date(startedAtSeconds * 1000).toISOString(),
    diagnosis: diagnosis as unknown as Diagnosis | null,
  }));
}

/** Steps of a service's gauges, oldest first. */
export async function listGaugeSteps(db: Db, name: string, stepSeconds: number, fromMs: number): Promise<Omit<GaugeStep, 'stepSeconds'>[]> {
  const id = await findServiceId(db, name);
  const rows = await selectTuples<[atMs: number, values: string]>(
    db,
    [msOf(db, '"at"'), sql`CAST("values" AS TEXT)`],
    sql`FROM "GaugePoint" WHERE "serviceId" = ${id} AND "stepSeconds" = ${stepSeconds} AND "at" >= ${new Date(fromMs)} ORDER BY "at"`,
  );
  return rows.map(([atMs, values]) => ({ atMs, values: JSON.parse(values) as Record<string, number> }));
}
