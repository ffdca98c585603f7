import type { ScrapedTarget } from '#lib/model/prometheus/target.ts';
import type { Reading } from '#lib/model/reading.ts';
import { judgeHealth, type Observer } from './observe.ts';
import type { Watched } from './watched.ts';

interface Seen {
  /** When the question began, on the monotonic clock. */
  begun: number;
  /** Why the source tells nothing; null where it does. */
  blind: string | null;
  targets: readonly ScrapedTarget[];
}

/** Takes the source's own scrapes for a look at the health, where somebody chose so. One that failed counts once, however often it is asked for. */
export async function observeUp(observer: Observer, watched: Watched, { begun, blind, targets }: Seen): Promise<void> {
  const state = watched.fromSource;
  const { metrics } = watched.target;
  if (!state || !metrics) return;
  const newestMs = targets.reduce((newest, { scrapes }) => Math.max(newest, scrapes.at(-1)?.atMs ?? 0), 0);
  const told = blind === null ? judgeUps(metrics.name, targets) : { outcome: 'self' as const, reason: blind };
  if (told.outcome === 'fail' && newestMs <= state.judgedAtMs && watched.judgement.verdict !== 'down') return;
  if (blind === null) state.judgedAtMs = newestMs;
  const reading: Reading = {
    kind: 'health',
    url: `${metrics.server?.url ?? metrics.name} up{${metrics.selector}}`,
    atMs: Date.now(),
    durationMs: performance.now() - begun,
    ...told,
    statusCode: null,
    silent: false,
    version: null,
    certificateExpiresAtMs: null,
  };
  await judgeHealth(observer, watched, reading, begun);
}

/** A service of which some instances are not scraped is not whole; one of which none is does not answer. */
function judgeUps(source: string, targets: readonly ScrapedTarget[]): Pick<Reading, 'outcome' | 'reason'> {
  const up = targets.filter(({ scrapes }) => scrapes.at(-1)?.up === true).length;
  if (up === targets.length) return { outcome: 'ok', reason: `${source} scrapes it` };
  if (up > 0) return { outcome: 'warn', reason: `${source} scrapes ${up} of ${targets.length} instances` };
  return { outcome: 'fail', reason: `${source} cannot scrape it` };
}
