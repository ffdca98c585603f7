import { judgeBreakers } from '#lib/model/dialect/breaker-status.ts';
import type { BreakerTotals } from '#lib/model/dialect/breaker-totals.ts';
import { readBreakers } from '#lib/model/dialect/breakers.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { parseExposition } from '#lib/probe/exposition.ts';
import { keepBreakers } from '#lib/store/breaker-state.ts';
import { keepBatch } from '#lib/store/state.ts';
import { database } from './stage.test.kit.ts';

export const startedMs = Date.now();
export const idOf = async (name: string) => (await (await database()).service.findUniqueOrThrow({ where: { name } })).id;

/** How a service stands, as a look found it. */
export async function stand(name: string, verdict: Verdict, reason: string, sinceMs = startedMs): Promise<void> {
  const judgement = { verdict, reason, sinceMs, failures: 0, slows: 0, successes: 0 };
  const answer = { reason, statusCode: null, silent: false, version: null, certificateExpiresAtMs: null };
  const reading = { kind: 'health' as const, url: `http://${name}/health`, atMs: startedMs, durationMs: 1, outcome: 'ok' as const, ...answer };
  const look = { serviceId: await idOf(name), name, reading, judgement, staleAtMs: startedMs + 600_000, version: null };
  const latest = { requestRate: name === 'gateway' ? 412 : 20, errorRatio: null, latencyMsP95: null };
  const signals = [{ serviceId: look.serviceId, name, delta: null, source: null, latest }];
  await keepBatch(await database(), { looks: [look], targets: [], signals }, startedMs);
}

/** What the metrics of a caller say of its breaker: 0 closed, 1 half-open, 2 open. */
export async function holdBreaker(caller: string, callee: string, code: number, atMs: number): Promise<void> {
  const totals = readBreakers(parseExposition(Buffer.from(`service_circuit_breaker_state{service="${callee}"} ${code}\n`), null)) as BreakerTotals;
  const statuses = judgeBreakers(totals, null, new Map(), 0);
  await keepBreakers(await database(), [{ serviceId: await idOf(caller), caller, atMs, staleAtMs: startedMs + 600_000, statuses }]);
}
