const EVERY_MS = 10_000;

export const say = (line) => process.stdout.write(`${line}\n`);

export const secondsSince = (startedAtMs) => ((Date.now() - startedAtMs) / 1000).toFixed(1);

/** Says what goes on, again every ten seconds, and how long it took. */
export async function withProgress(what, work) {
  const startedAtMs = Date.now();
  say(`${what} …`);
  const timer = setInterval(() => say(`${what} … ${Math.round((Date.now() - startedAtMs) / 1000)} s`), EVERY_MS);
  try {
    const result = await work();
    say(`${what}: done in ${secondsSince(startedAtMs)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
