import { type FailLevel, type Finding, isFailing, makeFingerprint } from '../finding.ts';
import { stableText } from '../json.ts';
import { writeSuites } from '../junit.ts';
import { writeObjective } from '../load/objective.ts';
import { writeInterval } from '../load/report.ts';
import type { StepResult } from '../load/step.ts';
import { type Check, publicAddress, type RunFacts, type Table } from '../report/report.ts';
import { type ChaosFault, type ChaosResult, isSteady, type SteadyState } from './chaos.ts';

/** What was tried. */
export interface Asked {
  steady: SteadyState;
  faults: ChaosFault[];
  /** Whether the steady state must hold under the faults too. */
  mustHold: boolean;
}

const sentences: Record<ChaosResult['state'], string> = {
  held: 'The steady state held throughout.',
  recovered: 'The faults broke the steady state; it came back afterwards.',
  not_recovered: 'The steady state did not come back.',
  not_steady: 'The steady state did not hold to begin with: no fault was put.',
  unmet: 'The faults met no traffic: nothing is proved.',
  stopped: 'The experiment was stopped. The faults are gone.',
};

/** What came of an experiment, in a sentence or two. */
export function tellOf({ state, unmet, takenBackAfterMs }: Pick<ChaosResult, 'state' | 'unmet' | 'takenBackAfterMs'>): string {
  if (state === 'unmet')
    return `${sentences.unmet} Nothing went by way of ${unmet.join(', ')} meanwhile: call what needs it, and let the service look for it at the proxy.`;
  if (takenBackAfterMs === null) return sentences[state];
  return `${sentences[state]} The faults were taken back after ${(takenBackAfterMs / 1000).toFixed(1)} s, before their time: too many requests failed.`;
}

const titles = {
  before: 'the steady state holds before the faults',
  during: 'it holds under the faults',
  after: 'it holds again afterwards',
};
type When = keyof typeof titles;

const faultNames = ({ faults }: Asked) => faults.map(({ proxy, toxic }) => `${proxy}: ${String(toxic.type)}`).join(', ');

function describeStep({ latencyMs, errorRatio }: StepResult): string {
  const percentiles = ['p50', 'p99'].map((name) => `${name} ${writeInterval(latencyMs[name] ?? { low: 0, high: 0 })}`);
  return `${percentiles.join(', ')}, ${(errorRatio * 100).toFixed(1)} % failed`;
}

function checkOf(when: When, result: ChaosResult, { steady }: Asked): Check {
  const step = result[when];
  if (when === 'during' && result.state === 'unmet') return { id: 'chaos.steady_during', title: titles.during, ok: null, message: tellOf(result) };
  const ok = step && (when === 'during' ? isSteady(steady.objective, step) : step.holds);
  return { id: `chaos.steady_${when}`, title: titles[when], ok, message: step ? describeStep(step) : 'Not measured.' };
}

interface Fault {
  id: string;
  severity: Finding['severity'];
  message: string;
  help: string;
}

function faultOf({ state }: ChaosResult, { mustHold }: Asked): Fault | null {
  if (state === 'not_recovered')
    return {
      id: 'chaos.steady_state.not_recovered',
      severity: 'error',
      message: 'the steady state did not come back after the faults',
      help: 'Look for what the faults left behind: an open breaker, a full queue, connections that were never given back.',
    };
  if (state !== 'recovered') return null;
  return {
    id: 'chaos.steady_state.broken',
    severity: mustHold ? 'error' : 'warning',
    message: 'the faults broke the steady state; it came back afterwards',
    help: 'Give what failed a time-out, a breaker or a fallback, so that its callers bear it.',
  };
}

function findChaos(result: ChaosResult, asked: Asked): Finding[] {
  const fault = faultOf(result, asked);
  if (!fault) return [];
  const { objective, requests } = asked.steady;
  const aim = writeObjective(objective);
  const broken = fault.id === 'chaos.steady_state.broken' ? result.during : result.after;
  const calls = requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  return [
    {
      ...{ ...fault, source: 'chaos', direction: 'none', operation: null, pointer: '' },
      message: `${faultNames(asked)}: ${fault.message}`,
      declared: `${aim}, at most ${(objective.maxErrorRatio * 100).toFixed(1)} % failed`,
      actual: broken ? describeStep(broken) : 'Not measured.',
      fingerprint: makeFingerprint('chaos', fault.id, aim, ...calls, ...asked.faults.map(({ proxy, toxic }) => `${proxy} ${stableText(toxic)}`)),
    },
  ];
}

function tablesOf(result: ChaosResult, checks: Check[], { faults }: Asked): Table[] {
  const words = { true: 'yes', false: 'no', null: 'not measured' };
  const whens: When[] = ['before', 'during', 'after'];
  return [
    {
      title: 'Steady state',
      columns: ['When', 'p50', 'p99', 'Failed', 'Holds'],
      rows: whens.map((when, index) => {
        const step = result[when];
        const shown = (name: string) => writeInterval(step?.latencyMs[name] ?? { low: 0, high: 0 });
        const values = step ? [shown('p50'), shown('p99'), `${(step.errorRatio * 100).toFixed(1)} %`] : ['', '', ''];
        return [when, ...values, words[`${checks[index]?.ok ?? null}`]];
      }),
    },
    { title: 'Faults', columns: ['Path', 'Fault'], rows: faults.map(({ proxy, toxic }) => [proxy, JSON.stringify(toxic)]) },
  ];
}

/** What Signalbox keeps of the experiment; broken where none was made, or where it was stopped. */
export function describeFacts(result: ChaosResult, asked: Asked): RunFacts {
  const checks = (['before', 'during', 'after'] as const).map((when) => checkOf(when, result, asked));
  const isMade = !['not_steady', 'unmet', 'stopped'].includes(result.state);
  const steps = [result.before, result.during, result.after].filter((step) => step !== null);
  return {
    summary: tellOf(result),
    broken: isMade ? null : tellOf(result),
    baseUrl: publicAddress(new URL(asked.steady.requests[0]?.url ?? '').origin),
    calls: steps.reduce((sum, { sent }) => sum + sent, 0),
    findings: findChaos(result, asked),
    outcome: { checks, tables: tablesOf(result, checks, asked), notes: [`Steady state: ${writeObjective(asked.steady.objective)}`] },
  };
}

/** A test case for each part of the hypothesis; skipped where it was not measured. */
export function writeJUnit({ findings, outcome }: RunFacts, failOn: FailLevel, durationMs: number): string {
  const [finding] = findings.filter((one) => isFailing(one, failOn));
  const failing = finding?.id === 'chaos.steady_state.broken' ? 'chaos.steady_during' : 'chaos.steady_after';
  const failuresOf = ({ id, ok, message }: Check) => {
    if (id === 'chaos.steady_before' && ok === false) return [{ type: 'chaos.not_steady', message: sentences.not_steady, text: message }];
    if (!finding || id !== failing) return [];
    return [{ type: finding.id, message: finding.message, text: `${message}\n${finding.help}\nfingerprint ${finding.fingerprint}` }];
  };
  const cases = outcome.checks.map((check) => ({
    className: 'chaos',
    name: check.title,
    failures: failuresOf(check),
    ...(check.ok === null && { skipped: check.message }),
  }));
  return writeSuites('chaos', [{ name: 'steady state', cases }], durationMs);
}
