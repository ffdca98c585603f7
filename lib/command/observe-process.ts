import type { Keeper } from './keeper.ts';
import type { Watched } from './watched.ts';

/** A restart so soon after one that was told is part of the same story. */
const quietMs = 600_000;
/** Clocks of a target and ours may differ by this much. */
const clockSlackMs = 5000;
/** Some runtimes work their start time out anew at each scrape. */
const startSlackMs = 1500;

/** What a scrape says of the process that answered it. */
export interface ProcessSaid {
  /** When it began, ms since the epoch; null where it does not say. */
  startedAtMs: number | null;
  /** Whether its counters began again at 0: only asked where it does not say when it began. */
  hasReset: boolean;
  /** When the scrape before was made, ms since the epoch; null where there was none. */
  seenBeforeMs: number | null;
  /** Its version, where its metrics say it. */
  version: string | null;
}

/** Tells of a process that began anew, and of another version where the health endpoint says none. */
export function observeProcess(keeper: Pick<Keeper, 'tell' | 'addVersion'>, watched: Watched, said: ProcessSaid): void {
  const { startedAtMs, hasReset, seenBeforeMs, version } = said;
  const past = watched.startedAtMs;
  const isLater = startedAtMs !== null && past !== null && startedAtMs > past + startSlackMs;
  // Behind one address of many processes another one may answer: it had begun before the last look.
  const hasBegun = isLater && (seenBeforeMs === null || startedAtMs > seenBeforeMs - clockSlackMs);
  if (hasBegun || (startedAtMs === null && hasReset)) tellRestart(keeper, watched, { startedAtMs, atMs: startedAtMs ?? seenBeforeMs ?? 0 });
  if (startedAtMs !== null && (past === null || isLater)) watched.startedAtMs = startedAtMs;
  const { reading } = watched;
  const saysNone = reading !== null && reading.version === null && (reading.outcome === 'ok' || reading.outcome === 'slow');
  if (version !== null && saysNone) keeper.addVersion(watched, version);
}

/** A process that dies again and again is told of once in a while. */
function tellRestart(keeper: Pick<Keeper, 'tell'>, watched: Watched, { startedAtMs, atMs }: { startedAtMs: number | null; atMs: number }): void {
  const { target, instance, restartToldMs } = watched;
  if (restartToldMs !== null && Math.abs(atMs - restartToldMs) < quietMs) return;
  watched.restartToldMs = atMs;
  const startedAt = startedAtMs === null ? null : new Date(startedAtMs).toISOString();
  keeper.tell({ kind: 'service.restarted', subject: target.name, data: { service: target.name, instance: instance?.url ?? null, startedAt } });
}
