import { type FailLevel, type Finding, isFailing, makeFingerprint } from '../finding.ts';
import { writeSuites } from '../junit.ts';
import { publicAddress, type RunFacts, type Table } from '../report/report.ts';
import type { LoadOptions, LoadResult } from './load.ts';
import { writeObjective } from './objective.ts';
import { rateOf, verdictOf, writeInterval } from './report.ts';

/** What was asked of the service. */
export interface Asked {
  requests: LoadOptions['requests'];
  /** Requests a second that must be held; null: any. */
  needed: number | null;
}

const isHeld = ({ holdsRate }: LoadResult, { needed }: Asked) => holdsRate > 0 && holdsRate >= (needed ?? 0);

const atLeast = ({ needed }: Asked) => (needed === null ? 'holds a rate' : `holds at least ${rateOf(needed)}`);

function findLoad(result: LoadResult, asked: Asked): Finding[] {
  if (isHeld(result, asked) || result.isGeneratorLimit) return [];
  const aim = writeObjective(result.objective);
  const calls = asked.requests.map(({ url, method = 'GET' }) => `${method} ${new URL(url).pathname}`);
  return [
    {
      ...{ id: 'load.rate.not_held', source: 'load', severity: 'error', direction: 'none', operation: null, pointer: '' },
      message: `${calls.join(', ')}: ${result.holdsRate === 0 ? 'no rate is' : `only ${rateOf(result.holdsRate)} are`} held at ${aim}`,
      help: 'Find what the requests wait for at the rate that breaks: its saturation is on the Latency and Overview tabs.',
      declared: `${atLeast(asked)} at ${aim}`,
      actual: verdictOf(result),
      fingerprint: makeFingerprint('load', 'rate.not_held', aim, ...calls),
    },
  ];
}

function tableOf({ steps }: LoadResult): Table {
  const names = Object.keys(steps[0]?.latencyMs ?? {});
  return {
    title: 'Rates',
    columns: ['Rate', 'Sent', ...names, 'Failed', 'Holds'],
    rows: steps
      .toSorted((a, b) => a.rate - b.rate)
      .map((step) => [
        ...[rateOf(step.rate), String(step.sent)],
        ...names.map((name) => writeInterval(step.latencyMs[name] ?? { low: 0, high: 0 })),
        ...[`${(step.errorRatio * 100).toFixed(1)} %`, step.holds ? 'yes' : step.because],
      ]),
  };
}

/** What Signalbox keeps of the run. Where the generator was the limit, nothing is held against the service. */
export function describeFacts(result: LoadResult, asked: Asked): RunFacts {
  const held = isHeld(result, asked);
  const aim = writeObjective(result.objective);
  const message = verdictOf(result);
  const title = held ? `holds ${rateOf(result.holdsRate)} at ${aim}` : `${atLeast(asked)} at ${aim}`;
  const isUnknown = !held && result.isGeneratorLimit;
  return {
    summary: message,
    baseUrl: publicAddress(new URL(asked.requests[0]?.url ?? '').origin),
    calls: result.steps.reduce((sum, { sent }) => sum + sent, 0),
    broken: isUnknown
      ? 'This machine could not send in time, so nothing is known of the service. Use a machine with less to do, or a lower rate.'
      : null,
    findings: findLoad(result, asked),
    outcome: { checks: [{ id: 'load.rate_held', title, ok: isUnknown ? null : held, message }], tables: [tableOf(result)], notes: [] },
  };
}

/** One test case: whether the rate is held. */
export function writeJUnit({ findings, outcome, broken }: RunFacts, failOn: FailLevel, durationMs: number): string {
  const cases = outcome.checks.map(({ title, message }) => ({
    className: 'load',
    name: title,
    failures: findings
      .filter((finding) => isFailing(finding, failOn))
      .map((finding) => ({ type: finding.id, message: finding.message, text: `${message}\n${finding.help}\nfingerprint ${finding.fingerprint}` })),
    ...(broken && { skipped: broken }),
  }));
  return writeSuites('load', [{ name: 'load', cases }], durationMs);
}
