import type { MetricsServer } from '#lib/model/metrics-source.ts';
import { rawQuery } from '#lib/model/prometheus/promql.ts';
import { isWantedName } from '#lib/model/prometheus/reader.ts';
import type { Matcher } from '#lib/model/prometheus/selector.ts';
import type { Told } from '#lib/probe/prometheus.ts';
import { type RawAnswer, readMatrix } from '#lib/probe/prometheus-answer.ts';
import type { SourceDesk } from './source-desk.ts';

/** What is asked of a server about one service. */
export interface Asking {
  desk: SourceDesk;
  server: MetricsServer;
  matchers: readonly Matcher[];
  deadlineMs: number;
}

export type Failure = Extract<Told<unknown>, { ok: false }>;
export type Names =
  | { names: string[] /** All that the matchers find, whatever a dialect reads. */; total: number; failure: null }
  | { failure: Failure };

/** The metrics of the service that a dialect reads. */
export async function askNames({ desk, server, matchers, deadlineMs }: Asking): Promise<Names> {
  const told = await desk.names(server, matchers, deadlineMs);
  if (!told.ok) return { failure: told };
  return { names: told.data.filter(isWantedName).sort(), total: told.data.length, failure: null };
}

/** The raw samples of a span that ends at `endMs` by the server's clock; null: now. */
export function askSamples(
  { desk, server, matchers, deadlineMs }: Asking,
  names: readonly string[],
  { windowSeconds, endMs }: { windowSeconds: number; endMs: number | null },
): Promise<Told<RawAnswer>> {
  const form = {
    query: rawQuery(matchers, names, windowSeconds),
    timeout: `${Math.max(1, Math.floor(deadlineMs / 1000))}s`,
    ...(endMs === null ? {} : { time: (endMs / 1000).toFixed(3) }),
    // Thanos and VictoriaMetrics answer in part unless told not to; others do not know the words.
    ...{ partial_response: 'false', deny_partial_response: '1' },
  };
  return desk.ask(server, { path: '/api/v1/query', form, deadlineMs, read: readMatrix });
}
