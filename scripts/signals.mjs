const ECHO_MS = 500;

/**
 * Calls `onFirst` for the first request to stop and `onSecond` for the next.
 * One Ctrl-C arrives twice, from the terminal and through npm, so echoes within half a second are one request.
 */
export function onStopRequest({ onFirst, onSecond }) {
  let firstAtMs = null;
  const listen = (signal) => {
    if (firstAtMs === null) {
      firstAtMs = Date.now();
      onFirst(signal);
    } else if (Date.now() - firstAtMs > ECHO_MS) onSecond(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, listen);
}
