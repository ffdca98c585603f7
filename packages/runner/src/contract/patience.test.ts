import { expect, test } from 'vitest';
import type { Exchange } from '../http.ts';
import { createPatientCaller } from './patience.ts';

type Step = number | 'refused' | 'reset' | { status: number; after: string };

const sent = { method: 'GET', url: 'http://127.0.0.1/', headers: {}, body: undefined };

function exchangeFor(step: Step): Exchange {
  const common = { sent, headers: {}, body: Buffer.alloc(0), durationMs: 1, status: null };
  if (typeof step === 'string') return { ...common, trouble: `the connection was ${step}`, isRefused: step === 'refused' };
  if (typeof step === 'number') return { ...common, status: step, trouble: null };
  return { ...common, status: step.status, headers: { 'retry-after': step.after }, trouble: null };
}

/** What comes of a call whose tries go like this. */
async function callWith(steps: Step[]) {
  const notes: string[] = [];
  const rest = [...steps];
  const caller = { call: async () => exchangeFor(rest.shift() ?? 200), close: () => {} };
  const patient = createPatientCaller(caller, { patienceMs: 30_000, signal: undefined, onWait: (note) => notes.push(note) });
  const { status, trouble } = await patient.call(sent);
  return { answer: status ?? trouble, calls: patient.calls(), notes: new Set(notes).size };
}

test.each<[string, Step[], string | number, number]>([
  ['a service that starts again is waited for', ['refused', 'refused', 200], 200, 3],
  ['a connection that ends once is nobody’s fault', ['reset', 200], 200, 2],
  ['one that ends twice is the request’s', ['reset', 'reset', 200], 'the connection was reset', 2],
  ['a service that breaks down and comes back is asked again', ['reset', 'refused', 200], 200, 3],
  ['429 is waited for', [{ status: 429, after: '0' }, 200], 200, 2],
  ['so is 503 that says when', [{ status: 503, after: 'Mon, 05 Jan 2026 08:00:00 GMT' }, 200], 200, 2],
  ['503 that does not is an answer', [503, 200], 503, 1],
])('%s', async (_, steps, answer, calls) => {
  expect(await callWith(steps)).toEqual({
    answer,
    calls,
    notes: calls > 1 && answer === 200 ? 1 + Number(steps[0] === 'reset' && steps[1] === 'refused') : 0,
  });
});
