/** What keeps a panel from burning in, and a room from going mad. All of it by the server's clock. */

const orbitMs = 600_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
export const orbitPx = 8;

/** How far the whole picture is moved aside now, px: once around in ten minutes. */
export function orbitAt(nowMs: number): { x: number; y: number } {
  const angle = ((nowMs % orbitMs) / orbitMs) * 2 * Math.PI;
  return { x: Math.round(((Math.cos(angle) + 1) * orbitPx) / 2), y: Math.round(((Math.sin(angle) + 1) * orbitPx) / 2) };
}

/** Whether ink and ground of the clock are swapped in this hour. */
export function isClockSwapped(nowMs: number): boolean {
  return Math.floor(nowMs / hourMs) % 2 === 1;
}

const earconEveryMs = 300_000;

interface Sounding {
  key: string;
  state: string;
}

const isAlarming = ({ state }: Sounding) => state === 'down' || state === 'open';

/** Whether to sound now: for a service that is newly down or a breaker newly open, never for a recovery, at most once in five minutes. */
export function isEarconDue(before: readonly Sounding[], now: readonly Sounding[], lastMs: number | null, nowMs: number): boolean {
  if (lastMs !== null && nowMs - lastMs < earconEveryMs) return false;
  const known = new Set(before.filter(isAlarming).map(({ key }) => key));
  return now.some((each) => isAlarming(each) && !known.has(each.key));
}

/**
 * Whether the page is to be loaded anew: once a day after four in the morning, each screen at a minute of its own, or
 * soon after a new build, and only while nothing is the matter.
 */
export function isReloadDue({ loadedMs, nowMs, spread, isQuiet, isNewBuild }: Reloading): boolean {
  if (!isQuiet) return false;
  if (isNewBuild) return nowMs - loadedMs > 60_000;
  const offsetMs = 4 * hourMs + Math.floor(spread * 60) * 60_000;
  const due = Math.floor((nowMs - offsetMs) / dayMs) * dayMs + offsetMs;
  return loadedMs < due && nowMs - loadedMs > hourMs;
}

interface Reloading {
  /** When the page was loaded, and now; as wall-clock ms of the screen's own time zone. */
  loadedMs: number;
  nowMs: number;
  /** 0–1, fixed for a screen. */
  spread: number;
  isQuiet: boolean;
  isNewBuild: boolean;
}
