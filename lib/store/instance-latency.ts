import type { SignalDelta } from '#lib/model/signal.ts';
import { unpackBuckets } from './bucket.ts';
import type { Db } from './db.ts';
import { isSqlite, msOf, selectTuples, sql } from './sql.ts';

const minuteMs = 60_000;

export interface InstanceDeltas {
  url: string;
  /** Minute by minute, oldest first. */
  deltas: SignalDelta[];
}

/** How long each instance of a service took, minute by minute, in their order. */
export async function listInstanceLatencies(db: Db, serviceId: number, fromMs: number): Promise<InstanceDeltas[]> {
  const latency = isSqlite(db) ? sql`p."latency"` : sql`p."latency"::text`;
  const rows = await selectTuples<[string, number, number, number | null, string | null]>(
    db,
    [sql`i."url"`, msOf(db, 'p."at"'), sql`p."seconds"`, sql`p."requests"`, latency],
    sql`FROM "InstanceState" i JOIN "InstancePoint" p ON p."instanceId" = i."id"
      WHERE i."serviceId" = ${serviceId} AND p."at" >= ${new Date(fromMs)} ORDER BY i."position", p."at"`,
  );
  const latencies = await unpackBuckets(
    db,
    rows.map(([, , , , text]) => text),
  );
  const ofInstance = new Map<string, InstanceDeltas>();
  for (const [row, [url, atMs, seconds, requests]] of rows.entries()) {
    const instance = ofInstance.get(url) ?? { url, deltas: [] };
    ofInstance.set(url, instance);
    instance.deltas.push({ atMs: atMs + minuteMs, seconds, requests, errors: null, clientErrors: null, latency: latencies[row] ?? null });
  }
  return [...ofInstance.values()];
}
