/** Reloads this page only when the same address answers: a page that is there is better than a browser's own error. */
export async function reloadIfReachable(ask: typeof fetch = fetch, reload: () => void = () => window.location.reload()): Promise<boolean> {
  const controller = new AbortController();
  const deadline = setTimeout(() => controller.abort(), 5000);
  const isThere = await ask(window.location.href, { cache: 'no-store', signal: controller.signal }).then(
    (response) => response.ok,
    () => false,
  );
  clearTimeout(deadline);
  if (isThere) reload();
  return isThere;
}

const beatMs = 2000;
/** A page that hangs anew at once is not reloaded over and over. */
const leastApartMs = 30_000;

/** Stands beside the main thread; `beat` is to be called whenever the page has drawn itself. The result ends it. */
export function startWatchdog() {
  const startedMs = performance.now();
  const worker = new Worker('/wall-watchdog.js');
  worker.onmessage = () => {
    if (performance.now() - startedMs > leastApartMs) void reloadIfReachable();
  };
  // A browser slows the timers of a page that nobody sees: that is no hanging.
  const send = () => worker.postMessage({ beatMs: document.visibilityState === 'hidden' ? 0 : beatMs });
  document.addEventListener('visibilitychange', send);
  return {
    beat: send,
    stop() {
      document.removeEventListener('visibilitychange', send);
      worker.terminate();
    },
  };
}
