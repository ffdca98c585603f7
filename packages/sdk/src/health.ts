import { wait } from './wait.ts';

/** Looks at one thing that the service needs. It is bad when this throws, rejects, returns false or takes too long. */
export type Check = (signal: AbortSignal) => unknown;

/** What `/health` answers: 200 when healthy, 503 when not. */
export interface HealthReport {
  status: 'healthy' | 'unhealthy';
  version: string;
  checks: Record<string, CheckReport>;
}

/** What one check found. */
export interface CheckReport {
  status: 'healthy' | 'unhealthy' | 'stopping';
  durationMs: number;
  reason?: string;
}

/** One look; null when it is good. The reason is ours: an error's text may hold an address or a password and goes to the log alone. */
async function look(check: Check, timeoutMs: number): Promise<{ reason: string; fault: unknown } | null> {
  const controller = new AbortController();
  const { signal } = controller;
  const late = { reason: `no answer within ${timeoutMs} ms`, fault: 'too late' };
  try {
    const looked = (async () => check(signal))().then((value) => (value === false ? { reason: 'failed', fault: false } : null));
    return await Promise.race([looked, wait(timeoutMs, signal).then(() => late)]);
  } catch (fault) {
    return { reason: 'failed', fault };
  } finally {
    controller.abort();
  }
}

/** Makes the looks of all checks, at the same time; calls while they are under way share them. */
export function healthOf(
  version: string,
  checks: Record<string, Check>,
  timeoutMs: number,
  onFault: (name: string, error: unknown) => void,
): () => Promise<HealthReport> {
  let running: Promise<HealthReport> | undefined;
  const run = async (): Promise<HealthReport> => {
    const entries = await Promise.all(
      Object.entries(checks).map(async ([name, check]): Promise<[string, CheckReport]> => {
        const startedAt = performance.now();
        const found = await look(check, timeoutMs);
        const durationMs = Math.round(performance.now() - startedAt);
        if (!found) return [name, { status: 'healthy', durationMs }];
        onFault(name, found.fault);
        return [name, { status: 'unhealthy', durationMs, reason: found.reason }];
      }),
    );
    const isHealthy = entries.every(([, { status }]) => status === 'healthy');
    return { status: isHealthy ? 'healthy' : 'unhealthy', version, checks: Object.fromEntries(entries) };
  };
  return () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}
