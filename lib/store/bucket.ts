import { createHash } from 'node:crypto';
import type { IntervalMs } from '#lib/model/service.ts';
import type { BucketDelta, QuantileBounds } from '#lib/model/signal.ts';
import type { Db } from './db.ts';
import { cleanJson, isSqlite, join, selectTuples, sql } from './sql.ts';

type Bounds = BucketDelta['boundsMs'];

/** Libraries that choose bounds anew at each scrape would fill the table: beyond so many sets, bounds stay in their rows. */
const mostSets = 2000;
const keptKeys = 5000;

const keys = new Map<string, string>();

/** The same for the same bounds, whatever the database: 60 bits of a hash. */
function keyOf(bounds: Bounds): string {
  const text = JSON.stringify(bounds);
  let key = keys.get(text);
  if (key === undefined) {
    if (keys.size >= keptKeys) keys.clear();
    key = createHash('sha256').update(text).digest('base64url').slice(0, 10);
    keys.set(text, key);
  }
  return key;
}

/** Sums are differences of large numbers: what lies beyond nine digits is rounding. */
const short = (value: number) => Number(value.toPrecision(9));

/**
 * `key|first|5,,3|12.5|8`: which bounds, the first bucket with a count, the counts from there to the last that has one (nothing for 0), the
 * sum in ms, how many observations there were where the counts do not add up to it, and what a summary says: `12~12,80~95,`.
 */
function encode(key: string, { counts, sumMs, count, quantiles }: BucketDelta): string {
  const first = counts.findIndex((one) => one !== 0);
  const last = counts.findLastIndex((one) => one !== 0);
  const some = first < 0 ? [] : counts.slice(first, last + 1);
  const parts = [key, Math.max(0, first), some.map((one) => (one === 0 ? '' : String(one))).join(','), short(sumMs)];
  const sum = counts.reduce((total, one) => total + one, 0);
  if (quantiles) return [...parts, count, quantileNames.map((name) => encodeInterval(quantiles[name])).join(',')].join('|');
  return (sum === count ? parts : [...parts, count]).join('|');
}

const quantileNames = ['p50', 'p95', 'p99'] as const;
const encodeInterval = (interval: IntervalMs | null) => interval && `${short(interval.low)}~${interval.high === null ? '' : short(interval.high)}`;

function decodeQuantiles(text: string): QuantileBounds {
  const [p50 = null, p95 = null, p99 = null] = text.split(',').map((part): IntervalMs | null => {
    const [low, high] = part.split('~');
    return high === undefined ? null : { low: Number(low), high: high === '' ? null : Number(high) };
  });
  return { p50, p95, p99 };
}

function decode(text: string, boundsOf: (key: string) => Bounds): BucketDelta {
  const [key = '', first, some = '', sumMs, count, quantiles] = text.split('|');
  const boundsMs = boundsOf(key);
  const counts = new Array<number>(boundsMs.length).fill(0);
  if (some !== '') for (const [at, one] of some.split(',').entries()) counts[Number(first) + at] = Number(one);
  const sum = count === undefined ? counts.reduce((total, one) => total + one, 0) : Number(count);
  return { boundsMs, counts, sumMs: Number(sumMs), count: sum, ...(quantiles === undefined ? {} : { quantiles: decodeQuantiles(quantiles) }) };
}

async function findKeys(db: Db, some: string[]): Promise<Set<string>> {
  const rows = await selectTuples<[string]>(db, [sql`"key"`], sql`FROM "BucketBounds" WHERE "key" IN (${join(some)})`);
  return new Set(rows.map(([key]) => key));
}

/** Keeps the bounds of histograms that are about to be written; answers how each of them is written. Within a transaction. */
export async function packBuckets(tx: Db, latencies: Iterable<BucketDelta | null>): Promise<(latency: BucketDelta | null) => unknown> {
  const wanted = new Map<string, Bounds>();
  for (const latency of latencies) if (latency) wanted.set(keyOf(latency.boundsMs), latency.boundsMs);
  if (wanted.size === 0) return () => null;
  const known = await findKeys(tx, [...wanted.keys()]);
  const more = [...wanted].filter(([key]) => !known.has(key));
  if (more.length > 0) {
    const room = Math.max(0, mostSets - (await tx.bucketBounds.count()));
    const rows = more.slice(0, room);
    if (rows.length > 0) await insertBounds(tx, rows);
    for (const [key] of rows) known.add(key);
  }
  return (latency) => {
    if (!latency) return null;
    const key = keyOf(latency.boundsMs);
    // A summary has no bounds worth a key, and says more than buckets do.
    return known.has(key) && !latency.quantiles ? encode(key, latency) : latency;
  };
}

async function insertBounds(tx: Db, rows: [key: string, bounds: Bounds][]): Promise<void> {
  const text = cleanJson(rows);
  await tx.$executeRaw(
    isSqlite(tx)
      ? sql`INSERT INTO "BucketBounds" ("key", "boundsMs") SELECT value->>0, value->>1 FROM json_each(${text}) WHERE 1 = 1 ON CONFLICT DO NOTHING`
      : sql`INSERT INTO "BucketBounds" ("key", "boundsMs") SELECT value->>0, value->1 FROM jsonb_array_elements(${text}::jsonb) ON CONFLICT DO NOTHING`,
  );
}

const boundsByKey = new Map<string, Bounds>();

/** Histograms as they are stored: rows of before hold their bounds themselves. */
export async function unpackBuckets(db: Db, texts: readonly (string | null)[]): Promise<(BucketDelta | null)[]> {
  const stored = texts.map((text) => (text === null ? null : (JSON.parse(text) as string | BucketDelta)));
  const needed = new Set(stored.flatMap((one) => (typeof one === 'string' ? [one.slice(0, one.indexOf('|'))] : [])));
  const missing = [...needed].filter((key) => !boundsByKey.has(key));
  if (missing.length > 0) {
    if (boundsByKey.size > keptKeys) boundsByKey.clear();
    const column = isSqlite(db) ? sql`"boundsMs"` : sql`"boundsMs"::text`;
    const rows = await selectTuples<[string, string]>(db, [sql`"key"`, column], sql`FROM "BucketBounds" WHERE "key" IN (${join(missing)})`);
    for (const [key, bounds] of rows) boundsByKey.set(key, JSON.parse(bounds) as Bounds);
  }
  return stored.map((one) => (typeof one === 'string' ? decode(one, (key) => boundsByKey.get(key) ?? []) : one));
}
