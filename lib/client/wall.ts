import { retryWaitMs, wallBeatMs } from '#lib/model/wall/lateness.ts';
import type { WallFrame } from '#lib/model/wall.ts';

/** No answer within this is no answer. */
const timeoutMs = 4000;
const shortestWaitMs = 250;

export interface WallFeedOptions {
  take: (frame: WallFrame) => void;
  /** Not admitted: the screen is not paired, or not any more. */
  refused: () => void;
  /** An attempt failed, the how-manieth in a row. */
  missed?: (failures: number, status: number) => void;
  ask?: typeof fetch;
  random?: () => number;
}

/** Asks for the frames of a wall, one a second, for ever. Every request has a hard deadline; what fails is tried again with jitter. */
export function createWallFeed(wall: string, { take, refused, missed, ask = fetch, random = Math.random }: WallFeedOptions) {
  const url = `/api/v1/walls/${wall}/frame`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | undefined;
  let failures = 0;
  let isOpen = false;

  const later = (ms: number) => {
    if (isOpen) timer = setTimeout(() => void next(), ms);
  };
  const fail = (status: number) => {
    failures += 1;
    missed?.(failures, status);
    later(retryWaitMs(failures, random()));
  };
  async function read(signal: AbortSignal): Promise<WallFrame | number> {
    const response = await ask(url, { signal, cache: 'no-store', headers: { accept: 'application/json' } });
    return response.ok ? ((await response.json()) as WallFrame) : response.status;
  }
  async function next(): Promise<void> {
    const controller = new AbortController();
    current = controller;
    const deadline = setTimeout(() => controller.abort(), timeoutMs);
    const startedMs = performance.now();
    const answer = await read(controller.signal).catch(() => 0);
    clearTimeout(deadline);
    if (current !== controller || !isOpen) return;
    if (answer === 401 || answer === 403) {
      close();
      return refused();
    }
    if (typeof answer === 'number') return fail(answer);
    failures = 0;
    take(answer);
    later(Math.max(shortestWaitMs, wallBeatMs - (performance.now() - startedMs)));
  }
  function close(): void {
    isOpen = false;
    clearTimeout(timer);
    current?.abort();
    current = undefined;
  }
  return {
    open() {
      close();
      isOpen = true;
      failures = 0;
      void next();
    },
    close,
  };
}
