import { CommandError } from '../fault.ts';
import { countFailing, readFailLevel } from '../finding.ts';
import { readChoice, readOptions, signalboxUsage } from '../options.ts';
import type { World } from '../world.ts';
import { readResults, type TestResults } from './junit.ts';
import { openReport } from './option.ts';
import { runKinds } from './report.ts';
import { describeTests } from './tests.ts';

const usage = `signalbox report <service> --junit <file> [options]

Keeps the results of tests in Signalbox that something else ran: JUnit XML as vitest, Jest, Playwright, pytest, Gradle, Maven, Go
and others write it. Each test is a check, each that failed a finding.

  signalbox report orders --junit results.xml
  signalbox report orders --kind contract --junit pact.xml --environment staging

  --junit <file>          may be repeated
  --kind <kind>           ${runKinds.join(', ')} (e2e)
  --environment <name>    where they ran, such as staging; ci where CI is recognised
  --fail-on <level>       error: exit 1 where a test failed; none (default): whoever ran them has failed already
  --json                  what Signalbox keeps

${signalboxUsage}

Exit codes: 0 kept, 1 kept and failed at --fail-on, 2 not kept, or nothing was tested.`;

const options = {
  junit: { type: 'string', multiple: true },
  kind: { type: 'string', default: 'e2e' },
  environment: { type: 'string' },
  'fail-on': { type: 'string', default: 'none' },
  json: { type: 'boolean', default: false },
  url: { type: 'string' },
  token: { type: 'string' },
} as const;

const longestMs = 86_400_000;

/** As the file says; where it does not, or says what cannot be, they have just ended. */
function timeOf({ startedAtMs, durationMs }: TestResults, nowMs: number): { startedAtMs: number; durationMs: number } {
  const isFit = startedAtMs !== null && startedAtMs > 0 && startedAtMs <= nowMs;
  const spentMs = Math.min(durationMs, longestMs);
  return { startedAtMs: isFit ? startedAtMs : nowMs - spentMs, durationMs: spentMs };
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [service] = positionals;
  if (service === undefined || positionals.length > 1) throw new CommandError(`Name one service.\n\n${usage}`);
  if (!values.junit) throw new CommandError(`Give the results: --junit results.xml.\n\n${usage}`);
  const kind = readChoice('kind', values.kind, runKinds);
  const failOn = readFailLevel(values['fail-on']);
  const { url, token, environment } = values;
  const signalbox = { ...world, env: { ...world.env, ...(token !== undefined && { SIGNALBOX_TOKEN: token }) } };
  const report = openReport({ kind, values: { url, environment, 'report-to': service } }, signalbox);
  const results = await readResults(values.junit);
  if (results.cases.length === 0) throw new CommandError(`${values.junit.join(', ')}: no test is in it. Did the tests run?`);
  const facts = describeTests(results, kind);
  world.print(values.json ? JSON.stringify(facts, null, 2) : (facts.broken ?? facts.summary));
  const failed = countFailing(facts.findings, failOn) > 0 ? 1 : 0;
  return report({ code: facts.broken ? 2 : failed, facts, ...timeOf(results, Date.now()) });
}

export const reportCommand = { about: 'keep the results of tests that something else ran', usage, options, run };
