import type { Fault, Observation, Trigger } from './edge.ts';
import type { Guarantee, Probe } from './probe.ts';

const silent: Fault = { name: 'no answer', toxic: { type: 'timeout', attributes: { timeout: 0 } } };
const atOnce = 20;
const looks = 8;
/** So much slower than in normal times is in order on a busy machine. */
const slowdown = 10;
const leastMs = 1000;

async function look({ edge }: Probe, bystander: Trigger): Promise<Observation[]> {
  const seen: Observation[] = [];
  for (let index = 0; index < looks; index++) seen.push(await edge.observe(bystander));
  return seen;
}

const slowestOf = (seen: Observation[]) => Math.max(...seen.map(({ latencyMs }) => latencyMs));

/** Keeps many requests waiting for the dependency, and looks whether what needs it not is answered as before. */
export async function proveBulkhead(probe: Probe, bystander: Trigger): Promise<Guarantee> {
  const before = await look(probe, bystander);
  const [normal] = before;
  const allowedMs = Math.max(leastMs, slowdown * slowestOf(before));
  return probe.edge.with(silent, async () => {
    const waiting = Array.from({ length: atOnce }, () => probe.edge.observe(probe.trigger));
    const during = await look(probe, bystander);
    await Promise.all(waiting);
    const failed = during.filter(({ status }) => status !== normal?.status);
    const slowest = slowestOf(during);
    if (failed.length > 0)
      return {
        id: 'stays_in_bulkhead',
        state: 'broken',
        message: `${failed.length} of ${looks} requests that do not need the dependency failed (${failed[0]?.status ?? 'no answer'}).`,
      };
    if (slowest > allowedMs)
      return {
        id: 'stays_in_bulkhead',
        state: 'broken',
        message: `Requests that do not need the dependency took ${slowest.toFixed(0)} ms (${allowedMs.toFixed(0)} ms allowed).`,
      };
    return {
      id: 'stays_in_bulkhead',
      state: 'proven',
      message: `While ${atOnce} requests waited for the dependency, others were answered after ${slowest.toFixed(0)} ms at most.`,
    };
  });
}
