import type { Fault, Observation } from './edge.ts';
import { type Guarantee, type Probe, pollMs, recover } from './probe.ts';

const failing: Fault = { name: 'status 503', toxic: { type: 'http_status', attributes: { status: 503 } } };
const mostTriggers = 40;
const refusals = 5;
const closings = 3;

interface Opening {
  isOpen: boolean;
  triggers: number;
  attempts: number;
}

/** Sends triggers until one is refused without asking the dependency. */
async function open({ edge, trigger }: Probe): Promise<Opening> {
  let attempts = 0;
  for (let triggers = 1; triggers <= mostTriggers; triggers++) {
    const seen = await edge.observe(trigger);
    if (seen.attempts === 0) return { isOpen: true, triggers, attempts };
    attempts += seen.attempts;
  }
  return { isOpen: false, triggers: mostTriggers, attempts };
}

async function refuse({ edge, trigger, limits }: Probe): Promise<Guarantee> {
  const seen: Observation[] = [];
  for (let index = 0; index < refusals; index++) seen.push(await edge.observe(trigger));
  const refused = seen.filter(({ attempts }) => attempts === 0);
  const slowest = Math.max(0, ...refused.map(({ latencyMs }) => latencyMs));
  if (refused.length === 0) return { id: 'refuses_fast', state: 'unknown', message: 'The breaker was closed again before it could be seen.' };
  const [state, word] = slowest > limits.refuseWithinMs ? (['broken', 'Refused only'] as const) : (['proven', 'Refused'] as const);
  return { id: 'refuses_fast', state, message: `${word} after ${slowest.toFixed(0)} ms at most while open (${limits.refuseWithinMs} ms allowed).` };
}

async function probeAgain({ edge, trigger, limits }: Probe): Promise<Guarantee> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < limits.recoverWithinMs) {
    const { attempts } = await edge.observe(trigger);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    if (attempts > 1)
      return { id: 'probes_again', state: 'broken', message: `After ${seconds} s ${attempts} attempts went through at once instead of one probe.` };
    if (attempts === 1) return { id: 'probes_again', state: 'proven', message: `Let one attempt through ${seconds} s after it was seen open.` };
    await edge.pause(pollMs);
  }
  return { id: 'probes_again', state: 'broken', message: `Let nothing through within ${limits.recoverWithinMs} ms.` };
}

async function closeAgain(probe: Probe): Promise<Guarantee> {
  const startedMs = performance.now();
  if (!(await recover(probe)))
    return {
      id: 'closes_again',
      state: 'broken',
      message: `Answered nothing within ${probe.limits.recoverWithinMs} ms although the dependency was well again.`,
    };
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  for (let index = 0; index < closings; index++) {
    const { status, attempts } = await probe.edge.observe(probe.trigger);
    if (status !== probe.normal.status || attempts === 0)
      return {
        id: 'closes_again',
        state: 'broken',
        message: `Answered once, then ${status} with ${attempts} attempts although the dependency was well.`,
      };
  }
  return { id: 'closes_again', state: 'proven', message: `Answered as before ${seconds} s after the dependency was well again.` };
}

function unseen(ids: Guarantee['id'][]): Guarantee[] {
  return ids.map((id) => ({ id, state: 'unknown', message: 'No breaker was seen to open.' }));
}

/** Opens the breaker by failures, looks how it refuses, waits for its probe, and lets the dependency be well again. */
export async function proveBreaker(probe: Probe): Promise<Guarantee[]> {
  const found = await probe.edge.with(failing, async () => {
    const { isOpen, triggers, attempts } = await open(probe);
    if (!isOpen) {
      const message = `${triggers} failing requests brought ${attempts} attempts to the dependency: nothing stopped them.`;
      return [{ id: 'breaker_opens', state: 'broken', message } as Guarantee, ...unseen(['refuses_fast', 'probes_again'])];
    }
    const opened: Guarantee = {
      id: 'breaker_opens',
      state: 'proven',
      message: `Opened after ${attempts} failed attempts: the dependency is asked no more.`,
    };
    return [opened, await refuse(probe), await probeAgain(probe)];
  });
  return [...found, await closeAgain(probe)];
}
