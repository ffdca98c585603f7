import { monitorEventLoopDelay } from 'node:perf_hooks';
import { log } from '#lib/log.ts';
import { exportMetrics, mergeMetrics, metrics, metricsContentType } from '#lib/metrics.ts';
import { checkSelf, readWorkerMetrics, type SelfChecks } from '#lib/query/self.ts';
import { processStreams } from './streams.ts';

const noStore = { 'cache-control': 'no-store' };

/**
 * Whether we can be used. Without the database or the worker we still show what is known, so that not all replicas
 * leave at once; only a process that stops asks to be left alone.
 */
export async function answerReadiness(check: () => Promise<SelfChecks> = checkSelf): Promise<Response> {
  if (processStreams().stopping) return Response.json({ status: 'stopping' }, { status: 503, headers: noStore });
  const checks = await check();
  const ready = Object.values(checks).every((state) => state === 'ok');
  return Response.json({ status: ready ? 'ready' : 'degraded', checks }, { headers: noStore });
}

let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;

/** What is only known when it is asked for. */
function readGauges(): void {
  metrics.openStreams.set(processStreams().count());
  if (!delay) {
    delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    return;
  }
  metrics.eventLoopLagSeconds.set({ process: 'web' }, delay.percentile(99) / 1e9);
  delay.reset();
}

type Export = Awaited<ReturnType<typeof exportMetrics>>;

/** Our own metrics and those that the worker last told, as one exposition. */
export async function answerMetrics(): Promise<Response> {
  readGauges();
  const own = await exportMetrics();
  const told = await readWorkerMetrics(Date.now());
  const text = await merge(own, told).catch((error: unknown) => {
    log('http').warn({ err: error }, "the worker's metrics could not be read");
    return mergeMetrics([own]);
  });
  return new Response(text, { headers: { ...noStore, 'content-type': metricsContentType } });
}

async function merge(own: Export, told: unknown): Promise<string> {
  return mergeMetrics(Array.isArray(told) ? [own, told as Export] : [own]);
}
