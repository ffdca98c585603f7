// A day of signals as a fleet has it, the same for our store and for Prometheus: one histogram for each service, a scrape every 15 s.
import { appendFileSync, writeFileSync } from 'node:fs';

export const scrapeSeconds = 15;
export const dayMs = 86_400_000;
export const boundsMs = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, null];

/** Observations that fall into each bucket in one scrape's span: few buckets, around a middle that wanders over the day. */
function countsAt(service, tick) {
  const middle = 2 + ((service * 7 + Math.floor(tick / 240)) % 5);
  const load = 1 + ((service * 31) % 40) + (((tick * 2654435761 + service) >>> 8) % 10);
  return boundsMs.map((_, column) => {
    const distance = Math.abs(column - middle);
    return distance > 3 ? 0 : Math.floor((load * [8, 4, 1, 0.2][distance]) / 2);
  });
}

const sumOf = (counts) => counts.reduce((sum, count) => sum + count, 0);

/** What a service did up to a scrape. */
export function deltaAt(service, tick, atMs) {
  const counts = countsAt(service, tick);
  const count = sumOf(counts);
  const latency = { boundsMs, counts, sumMs: count * 31.7 + (tick % 97) * 0.013, count };
  return { atMs, seconds: scrapeSeconds, requests: count, errors: tick % 50 === 0 ? 1 : 0, clientErrors: 0, latency };
}

/** The same as an OpenMetrics text that promtool makes blocks of. */
export function writeOpenMetrics(file, services, fromMs, toMs) {
  writeFileSync(file, '# TYPE bench_request_duration_seconds histogram\n');
  for (let service = 0; service < services; service++) {
    const total = boundsMs.map(() => 0);
    const lines = [];
    for (let tick = 0, atMs = fromMs; atMs < toMs; tick++, atMs += scrapeSeconds * 1000) {
      const counts = countsAt(service, tick);
      let reached = 0;
      for (const [column, bound] of boundsMs.entries()) {
        total[column] += counts[column];
        reached += total[column];
        const le = bound === null ? '+Inf' : String(bound / 1000);
        lines.push(`bench_request_duration_seconds_bucket{service="s${service}",le="${le}"} ${reached} ${atMs / 1000}`);
      }
    }
    appendFileSync(file, `${lines.join('\n')}\n`);
  }
  appendFileSync(file, '# EOF\n');
}
