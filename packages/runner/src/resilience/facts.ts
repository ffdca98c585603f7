import { curlOf } from '../contract/curl.ts';
import { type FailLevel, type Finding, isFailing, makeFingerprint } from '../finding.ts';
import { writeSuites } from '../junit.ts';
import type { RunFacts, Table } from '../report/report.ts';
import { publicAddress } from '../report/report.ts';
import type { Trigger } from './edge.ts';
import type { Guarantee } from './probe.ts';
import { guaranteeNames, rowTexts, verdictOf } from './report.ts';
import type { ResilienceResult } from './resilience.ts';

/** What was asked, for findings that say how to ask again. */
export interface Asked {
  trigger: Trigger;
  /** What the dependency is called; by default its address. */
  dependency?: string | undefined;
  /** Takes credentials out of a text. */
  hide: (text: string) => string;
}

const helps: Record<Guarantee['id'], string> = {
  timeouts_end:
    'Give every call to the dependency a time-out, and the request as a whole a deadline. Where its callers may wait longer, say so: --answer-within-ms.',
  retries_stop: 'Bound the retries of a request, all layers together, and retry nothing that an open breaker refused.',
  breaker_opens: 'Put a circuit breaker around each attempt, inside the retries, so that every failed attempt counts.',
  refuses_fast: 'Refuse at once while the breaker is open, without waiting for a retry or a time-out.',
  probes_again: 'Let one request through when the breaker has been open for its time, and no second one until that is answered.',
  closes_again: 'Close the breaker when its probe succeeds, and answer as before.',
  stays_in_bulkhead: 'Bound how many requests may wait for one dependency, so that others find room.',
};

const nameOf = ({ upstream }: ResilienceResult, { dependency }: Asked) => dependency ?? upstream;

function curlFor({ trigger, hide }: Asked): string {
  const { url, method = 'GET', headers = {}, body } = trigger;
  return curlOf({ method, url, headers, body: body === undefined ? undefined : Buffer.from(body) }, hide);
}

/** One for each guarantee that does not hold. What cannot be seen from outside is none. */
export function findResilience(result: ResilienceResult, asked: Asked): Finding[] {
  const { url, method = 'GET' } = asked.trigger;
  const dependency = nameOf(result, asked);
  return result.guarantees
    .filter(({ state }) => state === 'broken')
    .map(({ id, message }) => ({
      ...{ id: `resilience.${id}`, source: 'resilience', severity: 'error', direction: 'none', operation: null, pointer: '' },
      message: `when ${dependency} fails: ${guaranteeNames[id]} does not hold`,
      help: helps[id],
      declared: guaranteeNames[id],
      actual: message,
      curl: curlFor(asked),
      fingerprint: makeFingerprint('resilience', id, dependency, `${method} ${new URL(url).pathname}`),
    }));
}

function matrixOf(result: ResilienceResult, asked: Asked): Table {
  return {
    title: `Fault matrix: ${nameOf(result, asked)}`,
    columns: ['Fault', 'Status', 'Latency, ms', 'Attempts', 'Breaker after'],
    rows: [{ ...result.normal, fault: 'none', breaker: 'closed' as const }, ...result.matrix].map((row) => rowTexts(row)),
  };
}

/** What Signalbox keeps of the run. */
export function describeFacts(result: ResilienceResult, asked: Asked): RunFacts {
  const states = { proven: true, broken: false, unknown: null };
  return {
    summary: `${nameOf(result, asked)}: ${verdictOf(result.guarantees)}`,
    baseUrl: publicAddress(new URL(asked.trigger.url).origin),
    findings: findResilience(result, asked),
    outcome: {
      checks: result.guarantees.map(({ id, state, message }) => ({ id: `resilience.${id}`, title: guaranteeNames[id], ok: states[state], message })),
      tables: [matrixOf(result, asked)],
      notes: [],
    },
  };
}

/** A test case for each guarantee; skipped where it cannot be seen from outside. */
export function writeJUnit(result: ResilienceResult, asked: Asked, failOn: FailLevel): string {
  const findings = findResilience(result, asked).filter((finding) => isFailing(finding, failOn));
  const cases = result.guarantees.map(({ id, state, message }) => ({
    className: 'resilience',
    name: guaranteeNames[id],
    failures: findings
      .filter((finding) => finding.id === `resilience.${id}`)
      .map((finding) => ({ type: finding.id, message, text: `${finding.help}\n${finding.curl}\nfingerprint ${finding.fingerprint}` })),
    ...(state === 'unknown' && { skipped: message }),
  }));
  return writeSuites('resilience', [{ name: nameOf(result, asked), cases }], result.durationMs);
}
