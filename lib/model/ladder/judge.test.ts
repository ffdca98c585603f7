import { describe, expect, test } from 'vitest';
import type { LadderCheck } from '../ladder.ts';
import type { DocumentFacts, LadderFacts, MetricsFacts, RunFacts } from './facts.ts';
import { judgeLadder, missingFor } from './judge.ts';

const nowMs = Date.UTC(2026, 10, 30, 12);
const daysAgo = (days: number) => new Date(nowMs - days * 86_400_000).toISOString();

const document: DocumentFacts = {
  ...{ kind: 'openapi', revision: 4, violations: 0, lint: { errors: 0, warnings: 0 }, wasLinted: true },
  ...{ servers: ['https://orders.example.com/v1'], operations: 5, writes: 2, unsaidAccess: [] },
};

let runs = 0;
const run = (kind: RunFacts['kind'], more: Partial<RunFacts> = {}): RunFacts => ({
  ...{ id: `00000000-0000-4000-8000-${String(++runs).padStart(12, '0')}`, kind, revision: 4, readOnly: false, madeAt: daysAgo(1) },
  ...{ errors: 0, accessFaults: 0, operations: 5, unproven: 0, ...more },
});

const told: MetricsFacts = { rate: true, errors: true, latency: true, missing: ['pool'], contradiction: null };

/** A service that holds every level. */
const perfect: LadderFacts = {
  service: {
    ...{ name: 'orders', baseUrl: 'https://orders.example.com', instances: [], team: 'shop', tier: 1, version: '2.0.0' },
    ...{ latencyObjective: { percentile: 95, thresholdMs: 300 }, metricsPath: '/metrics', metricsSource: null },
    ...{ timeoutSeconds: 30, maxRetries: 3, retryDelaySeconds: 1, circuitBreakerThreshold: 5 },
    ...{ hasRunbook: true, allowsChaos: true, health: { ok: true, reason: 'HTTP 200' } },
  },
  documents: [document],
  runs: [run('contract'), run('e2e'), run('load'), run('resilience'), run('chaos')],
  metrics: told,
};

const withDocument = (more: Partial<DocumentFacts>): LadderFacts => ({ ...perfect, documents: [{ ...document, ...more }] });
const withService = (more: Partial<LadderFacts['service']>): LadderFacts => ({ ...perfect, service: { ...perfect.service, ...more } });
const withContract = (...contract: RunFacts[]): LadderFacts => ({
  ...perfect,
  runs: [...contract, ...perfect.runs.filter(({ kind }) => kind !== 'contract')],
});
const withRun = (kind: RunFacts['kind'], more: Partial<RunFacts>): LadderFacts => ({
  ...perfect,
  runs: perfect.runs.map((one) => (one.kind === kind ? { ...one, ...more } : one)),
});
const without = (kind: RunFacts['kind']): LadderFacts => ({ ...perfect, runs: perfect.runs.filter((one) => one.kind !== kind) });

const checksOf = (facts: LadderFacts): LadderCheck[] => judgeLadder(facts, nowMs).steps.flatMap(({ checks }) => checks);
const stateOf = (facts: LadderFacts, id: string) => checksOf(facts).find((check) => check.id === id)?.state;

test('a service that has everything holds level 4, and lacks nothing', () => {
  const ladder = judgeLadder(perfect, nowMs);
  expect(ladder.steps.flatMap(({ checks }) => checks.filter(({ state }) => state !== 'met'))).toEqual([]);
  expect([ladder.level, missingFor(ladder)]).toEqual([4, []]);
});

test('a service of which nothing is known holds no level', () => {
  const nothing: LadderFacts = {
    service: { ...perfect.service, baseUrl: null, team: null, version: null, latencyObjective: null, hasRunbook: false, health: null },
    ...{ documents: [], runs: [], metrics: null },
  };
  const ladder = judgeLadder(nothing, nowMs);
  expect(ladder.level).toBeNull();
  expect(missingFor(ladder).map(({ id }) => id)).toEqual(['document.present', 'tests.present']);
});

type Case = [why: string, facts: LadderFacts, level: number | null, check: string, state: LadderCheck['state']];

const cases: Case[] = [
  ['no document', { ...perfect, documents: [] }, null, 'document.present', 'unmet'],
  ['no run', { ...perfect, runs: [] }, null, 'tests.present', 'unmet'],
  ['a violation', withDocument({ violations: 1 }), 0, 'document.valid', 'unmet'],
  ['a lint warning', withDocument({ lint: { errors: 0, warnings: 1 } }), 0, 'document.lint', 'unmet'],
  ['a lint error', withDocument({ lint: { errors: 1, warnings: 0 } }), 0, 'document.lint', 'unmet'],
  ['not linted yet', withDocument({ lint: null, wasLinted: false }), 0, 'document.lint', 'unknown'],
  ['could not be linted', withDocument({ lint: null }), 0, 'document.lint', 'unknown'],
  [
    'a second document with warnings',
    { ...perfect, documents: [document, { ...document, kind: 'asyncapi', lint: { errors: 0, warnings: 2 } }] },
    0,
    'document.lint',
    'unmet',
  ],
  ['no base URL', withService({ baseUrl: null }), 0, 'config.health', 'unmet'],
  ['health fails', withService({ health: { ok: false, reason: 'connection refused' } }), 0, 'config.health', 'unmet'],
  ['nobody looks', withService({ health: null }), 0, 'config.health', 'unknown'],
  ['no owner', withService({ team: null }), 0, 'config.owner', 'unmet'],
  ['servers elsewhere', withDocument({ servers: ['https://other.example.com'] }), 0, 'config.servers', 'unmet'],
  ['retries that open the breaker', withService({ maxRetries: 5 }), 0, 'config.policy', 'unmet'],
  ['no contract run', without('contract'), 1, 'contract.passed', 'unknown'],
  ['a run of an older revision', withContract(run('contract', { revision: 3 })), 1, 'contract.current', 'unmet'],
  ['a contract run of 31 days ago', withContract(run('contract', { madeAt: daysAgo(31) })), 1, 'contract.current', 'unmet'],
  ['a contract error', withContract(run('contract', { errors: 1 })), 1, 'contract.passed', 'unmet'],
  ['an operation unproven', withContract(run('contract', { unproven: 1 })), 1, 'contract.complete', 'unmet'],
  ['operations left out', withContract(run('contract', { operations: 4 })), 1, 'contract.complete', 'unmet'],
  ['a report without counts', withContract(run('contract', { unproven: null })), 1, 'contract.complete', 'unknown'],
  ['only a read-only run', withContract(run('contract', { readOnly: true, operations: 3 })), 1, 'contract.complete', 'unmet'],
  ['a document of events alone', withDocument({ kind: 'asyncapi', operations: 0, servers: ['kafka://broker'] }), 1, 'contract.current', 'unknown'],
  ['no end-to-end run', without('e2e'), 2, 'e2e.passed', 'unknown'],
  ['a load run that failed', withRun('load', { errors: 2 }), 2, 'load.passed', 'unmet'],
  ['a resilience run of 31 days ago', withRun('resilience', { madeAt: daysAgo(31) }), 2, 'resilience.passed', 'unmet'],
  ['no chaos run', without('chaos'), 3, 'chaos.passed', 'unknown'],
  ['operations that do not say who may call', withDocument({ unsaidAccess: ['GET /orders'] }), 3, 'security.declared', 'unmet'],
  ['an open door', withContract(run('contract', { accessFaults: 1 })), 3, 'security.enforced', 'unmet'],
  ['no runbook', withService({ hasRunbook: false }), 3, 'ready.runbook', 'unmet'],
  ['no objective', withService({ latencyObjective: null }), 3, 'ready.objective', 'unmet'],
  ['no metrics', { ...perfect, metrics: null }, 3, 'ready.metrics', 'unmet'],
  ['metrics without requests', { ...perfect, metrics: { ...told, rate: false } }, 3, 'ready.metrics', 'unmet'],
  ['metrics that contradict themselves', { ...perfect, metrics: { ...told, contradiction: 'x' } }, 3, 'ready.metrics', 'unmet'],
  ['no version', withService({ version: null }), 3, 'ready.version', 'unmet'],
  ['errors that are not told', { ...perfect, metrics: { ...told, errors: false } }, 3, 'ready.signals', 'unmet'],
  ['memory that is not told', { ...perfect, metrics: { ...told, missing: ['memory'] } }, 3, 'ready.signals', 'unmet'],
];

describe('one thing missing', () => {
  test.each(cases)('%s', (_why, facts, level, id, state) => {
    const ladder = judgeLadder(facts, nowMs);
    expect([ladder.level, stateOf(facts, id)]).toEqual([level, state]);
    expect(missingFor(ladder).map((check) => check.id)).toContain(id);
  });
});

test('whatever is not met says what to do, and what is met says nothing of it', () => {
  for (const [why, facts] of cases)
    for (const { state, help, message, id } of checksOf(facts)) {
      expect(help === null, `${why}: ${id}`).toBe(state === 'met');
      expect(message, `${why}: ${id}`).not.toBe('');
    }
});

test('every command and every piece of a document stands between backticks, none across a line', () => {
  const words = cases.flatMap(([, facts]) => checksOf(facts).flatMap(({ message, help }) => [message, help ?? '']));
  const bare = words.map((text) => text.replaceAll(/`[^`\n]*`/g, '')).filter((text) => /`|signalbox \w|security: \[\]|build_info|--\w/.test(text));
  expect(bare).toEqual([]);
  expect(words.some((text) => text.includes('`signalbox contract https://orders.example.com --report-to orders`'))).toBe(true);
});

test('the owner reads how to agree to chaos, and whoever runs it that the owner did', () => {
  const helpOf = (allowsChaos: boolean) => {
    const facts = without('chaos');
    return checksOf({ ...facts, service: { ...facts.service, allowsChaos } }).find(({ id }) => id === 'chaos.passed')?.help;
  };
  expect(helpOf(false)).toMatch(/^Its owner agrees to experiments by the tag `chaos`, in Settings under Owner\. Then push one: `signalbox chaos/);
  expect(helpOf(true)).toMatch(/^Its owner agreed, by the tag `chaos`\. Push one: `signalbox chaos … --allow orders --report-to orders`$/);
});

test('a level is held only with all below it', () => {
  const ladder = judgeLadder(withService({ team: null }), nowMs);
  expect(ladder.level).toBe(0);
  expect(ladder.steps.map(({ met }) => met)).toEqual([true, false, true, true, true]);
});

describe('contract runs that only read', () => {
  test('prove everything of a document that has only reads', () => {
    const facts = {
      ...withDocument({ operations: 3, writes: 0 }),
      runs: [...perfect.runs.slice(1), run('contract', { readOnly: true, operations: 3 })],
    };
    expect(judgeLadder(facts, nowMs).level).toBe(4);
  });

  test('take nothing away that a full run proved', () => {
    const later = run('contract', { readOnly: true, operations: 3, unproven: 1, madeAt: daysAgo(0) });
    expect(judgeLadder(withContract(run('contract'), later), nowMs).level).toBe(4);
  });

  test('but what they find counts, and so does what the full one found', () => {
    const reading = run('contract', { readOnly: true, operations: 3, errors: 1, madeAt: daysAgo(0) });
    expect(judgeLadder(withContract(run('contract'), reading), nowMs).level).toBe(1);
    const clean = { ...reading, errors: 0 };
    expect(judgeLadder(withContract(run('contract', { errors: 1 }), clean), nowMs).level).toBe(1);
  });

  test('keep an old full run from being forgotten as old', () => {
    const facts = withContract(run('contract', { madeAt: daysAgo(40) }), run('contract', { readOnly: true, operations: 3 }));
    expect([stateOf(facts, 'contract.current'), stateOf(facts, 'contract.complete')]).toEqual(['met', 'unmet']);
    expect(judgeLadder(facts, nowMs).level).toBe(1);
  });
});

test('of two results of a kind the newer one counts, in whatever order they come', () => {
  const [failed, passed] = [run('load', { errors: 1, madeAt: daysAgo(2), readOnly: true }), run('load', { madeAt: daysAgo(1) })];
  for (const pair of [
    [failed, passed],
    [passed, failed],
  ])
    expect(stateOf({ ...perfect, runs: [...without('load').runs, ...pair] }, 'load.passed')).toBe('met');
});

test('the check names the run that says so', () => {
  const failed = run('load', { errors: 3 });
  const facts = { ...without('load'), runs: [...without('load').runs, failed] };
  expect(checksOf(facts).find(({ id }) => id === 'load.passed')).toMatchObject({ runId: failed.id, message: expect.stringContaining('3 errors') });
});

test('a result counts for thirty days to the instant', () => {
  const at = (ms: number) => withRun('e2e', { madeAt: new Date(nowMs - 30 * 86_400_000 + ms).toISOString() });
  expect([stateOf(at(0), 'e2e.passed'), stateOf(at(-1), 'e2e.passed')]).toEqual(['met', 'unmet']);
});
