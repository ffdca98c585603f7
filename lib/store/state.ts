import type { Reading, TargetKind } from '#lib/model/reading.ts';
import type { Coverage, IntervalMs } from '#lib/model/service.ts';
import type { SignalDelta, SignalSource } from '#lib/model/signal.ts';
import { type Judgement, verdictRank } from '#lib/model/verdict.ts';
import { packBuckets } from './bucket.ts';
import { type Columns, insertOfServices, lookColumns, rateColumns, updateOfServices } from './bulk.ts';
import type { Db } from './db.ts';
import { pointColumns, pointValues } from './signal.ts';
import { cleanJson, isSqlite } from './sql.ts';

export interface KeptLook {
  serviceId: number;
  name: string;
  reading: Reading;
  judgement: Judgement;
  /** When what was seen is too old to be believed. */
  staleAtMs: number;
  version: string | null;
}

export interface KeptSignal {
  serviceId: number;
  name: string;
  delta: SignalDelta | null;
  latest: { requestRate: number | null; errorRatio: number | null; latencyMsP95: IntervalMs | null };
  source: SignalSource | null;
  coverage?: Coverage | null;
  /** When the newest of it was seen; where it is not given, the end of the delta, or now. */
  signalsAtMs?: number | null;
}

export interface KeptTarget {
  serviceId: number;
  kind: TargetKind;
  url: string;
  ok: boolean;
  reason: string;
  atMs: number;
  durationMs: number;
}

/** What the poller has seen since it last wrote. */
export interface Batch {
  looks: KeptLook[];
  targets: KeptTarget[];
  signals: KeptSignal[];
}

const verdictColumns: Columns = [
  ['serviceId', 'int'],
  ['verdict', 'Verdict'],
  ['verdictRank', 'int'],
  ...lookColumns,
  ['certificateExpiresAt', 'instant'],
];

const readingColumns: Columns = [
  ['serviceId', 'int'],
  ['at', 'instant'],
  ['outcome', 'text'],
  ['verdict', 'Verdict'],
  ['durationMs', 'real'],
  ['statusCode', 'int'],
  ['reason', 'text'],
];

const targetColumns: Columns = [
  ['serviceId', 'int'],
  ['kind', 'TargetKind'],
  ['url', 'text'],
  ['ok', 'bool'],
  ['reason', 'text'],
  ['at', 'instant'],
  ['durationMs', 'real'],
];

const latestColumns: Columns = [
  ['serviceId', 'int'],
  ...rateColumns,
  ['signalsAt', 'instant'],
  ['signalSource', 'json'],
  ['reporting', 'int'],
  ['expected', 'int'],
];

const replaceTarget = `("serviceId", "kind") DO UPDATE SET "url" = excluded."url", "ok" = excluded."ok", "reason" = excluded."reason", "at" = excluded."at", "durationMs" = excluded."durationMs"`;

/** Writes a batch, one statement a table. Rows of services that were removed meanwhile are dropped. */
export async function keepBatch(tx: Db, { looks, targets, signals }: Batch, nowMs: number): Promise<void> {
  await holdServices(tx, [...looks, ...targets, ...signals]);
  const write = async (statement: string, rows: unknown[][]) => {
    if (rows.length > 0) await tx.$executeRawUnsafe(statement, cleanJson(rows));
  };
  await write(updateOfServices(tx, 'ServiceState', verdictColumns, ['version', 'certificateExpiresAt']), lastOfEach(looks).map(verdictRow));
  await write(insertOfServices(tx, 'Reading', readingColumns, 'DO NOTHING'), looks.map(readingRow));
  await write(insertOfServices(tx, 'TargetState', targetColumns, replaceTarget), lastOfEach(targets).map(targetRow));
  await write(
    updateOfServices(tx, 'ServiceState', latestColumns),
    lastOfEach(signals).map((signal) => latestRow(signal, nowMs)),
  );
  const deltas = signals.flatMap(({ serviceId, delta }) => (delta ? [{ serviceId, delta }] : []));
  const pack = await packBuckets(
    tx,
    deltas.map(({ delta }) => delta.latency),
  );
  const points = deltas.map(({ serviceId, delta }) => [serviceId, 0, delta.atMs, ...pointValues(delta, pack)]);
  await write(insertOfServices(tx, 'SignalPoint', pointColumns, 'DO NOTHING'), points);
}

/** On PostgreSQL a service could vanish between the look-up and the insert: nobody removes one while it is held. */
async function holdServices(tx: Db, rows: { serviceId: number }[]): Promise<void> {
  if (rows.length === 0 || isSqlite(tx)) return;
  const ids = [...new Set(rows.map(({ serviceId }) => serviceId))];
  await tx.$executeRaw`SELECT "id" FROM "Service" WHERE "id" = ANY(${ids}::int[]) ORDER BY "id" FOR KEY SHARE`;
}

/** The newest of each service and kind: after a pause a batch can hold many. */
function lastOfEach<T extends { serviceId: number; kind?: string }>(rows: T[]): T[] {
  return [...new Map(rows.map((row) => [`${row.serviceId} ${row.kind ?? ''}`, row])).values()];
}

function verdictRow({ serviceId, reading, judgement, staleAtMs, version }: KeptLook): unknown[] {
  const { verdict, reason, sinceMs, failures, slows, successes } = judgement;
  const look = [reading.atMs, staleAtMs, reading.durationMs];
  return [serviceId, verdict, verdictRank[verdict], reason, sinceMs, ...look, failures, slows, successes, version, reading.certificateExpiresAtMs];
}

function readingRow({ serviceId, reading, judgement }: KeptLook): unknown[] {
  const { atMs, outcome, durationMs, statusCode, reason } = reading;
  return [serviceId, atMs, outcome, judgement.verdict, durationMs, statusCode, reason];
}

function targetRow({ serviceId, kind, url, ok, reason, atMs, durationMs }: KeptTarget): unknown[] {
  return [serviceId, kind, url, ok, reason, atMs, durationMs];
}

function latestRow({ serviceId, delta, latest, source, coverage, signalsAtMs }: KeptSignal, nowMs: number): unknown[] {
  const { requestRate, errorRatio, latencyMsP95 } = latest;
  const says = requestRate !== null || errorRatio !== null || latencyMsP95 !== null;
  const atMs = signalsAtMs ?? delta?.atMs ?? (says ? nowMs : null);
  const seen = [atMs, source, coverage?.reporting ?? null, coverage?.expected ?? null];
  return [serviceId, requestRate, errorRatio, latencyMsP95?.low ?? null, latencyMsP95?.high ?? null, ...seen];
}
