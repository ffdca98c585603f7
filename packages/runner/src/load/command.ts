import type { Server } from '../ask.ts';
import { careFor } from '../contract/production.ts';
import { CommandError } from '../fault.ts';
import { countFailing, readFailLevel } from '../finding.ts';
import { readNumber, readOptions } from '../options.ts';
import { type Made, makeReported, openReport, reportOptions, reportUsage } from '../report/option.ts';
import { type GivenRequest, readRequest, requestOptions } from '../request.ts';
import type { World } from '../world.ts';
import { describeFacts, writeJUnit } from './facts.ts';
import { type LoadOptions, type LoadResult, runLoad } from './load.ts';
import { type Objective, readObjective } from './objective.ts';
import { describeLoad, describeStep } from './report.ts';

const usage = `signalbox load <address…> [options]

How many requests a second a service holds. Requests arrive by the clock, whether or not earlier ones have been answered, and
each is measured from when it was due, so that nothing waits unseen. The rate rises until the objective breaks, then the search
closes in. Several addresses of one service are called in turn.

  signalbox load http://localhost:4001/users --token "$TOKEN"
  signalbox load http://localhost:4001/users --objective 'p95<=50ms' --at-least 300
  signalbox load http://localhost:4001/users --rate 100 --seconds 30

The load
  --objective <p…<=…>     p99<=200ms by default
  --max-errors <percent>  5xx, time-outs and broken connections, 1 by default
  --rate <n>              this rate alone
  --from <n>, --to <n>    first and highest rate (20, 20000)
  --seconds <n>           how long each rate lasts (5)
  --timeout-ms <n>        how long to wait for an answer (5000)
  --connections <n>       most at once (1000)
  --on-production         although Signalbox knows the service as production (SIGNALBOX_URL, SIGNALBOX_TOKEN)

The request
  --method <method>, --header '<name>: <value>', --body <text | @file>
  --token <token>         as Authorization: Bearer (SERVICE_TOKEN)

What comes of it
  --at-least <n>          exit 1 where less is held; with --rate: that rate; else where none is
  --fail-on <level>       a rate that is not held is an error: none never fails
  --json                  the result with each step and its findings
  --junit <file>          JUnit XML for CI
${reportUsage}

Exit codes: 0 held, 1 not held, 2 the run could not be made.`;

const options = {
  objective: { type: 'string', default: 'p99<=200ms' },
  'max-errors': { type: 'string' },
  rate: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  seconds: { type: 'string' },
  'timeout-ms': { type: 'string' },
  connections: { type: 'string' },
  ...requestOptions,
  'at-least': { type: 'string' },
  'fail-on': { type: 'string', default: 'error' },
  json: { type: 'boolean', default: false },
  junit: { type: 'string' },
  ...reportOptions,
  'on-production': { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readOptions<typeof options>>['values'];

function checkAddresses(urls: string[]): void {
  const [first] = urls;
  if (first === undefined) throw new CommandError(`Name what to call.\n\n${usage}`);
  for (const url of urls)
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new CommandError(`${url} is no address. Write it as http://host:port/path.`);
  if (urls.some((url) => new URL(url).origin !== new URL(first).origin)) throw new CommandError('All addresses must be of one service.');
}

async function checkProduction(values: Values, url: string, { env }: World): Promise<void> {
  const server: Server | null = env.SIGNALBOX_URL ? { url: env.SIGNALBOX_URL, token: env.SIGNALBOX_TOKEN } : null;
  const { because } = await careFor(server, url, []);
  if (because !== null && !values['on-production'])
    throw new CommandError(`No load is put on production: ${because}. --on-production does so all the same.`);
}

function objectiveOf(values: Values): Objective {
  const found = readObjective(values.objective);
  if (!found) throw new CommandError(`--objective is written as p99<=200ms, not ${values.objective}.`);
  return { ...found, maxErrorRatio: (readNumber('max-errors', values['max-errors'], { least: 0, most: 100 }) ?? 1) / 100 };
}

function readLoad(values: Values, urls: string[], { method, headers, body }: GivenRequest): LoadOptions {
  const seconds = readNumber('seconds', values.seconds, { least: 0.1, most: 3600 });
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return {
    requests: urls.map((url) => ({ url, method, headers: { ...json, ...headers }, ...(body !== undefined && { body }) })),
    objective: objectiveOf(values),
    rate: readNumber('rate', values.rate, { least: 0.1, most: 100_000 }),
    fromRate: readNumber('from', values.from, { least: 1, most: 100_000 }),
    toRate: readNumber('to', values.to, { least: 1, most: 100_000 }),
    stepMs: seconds === undefined ? undefined : seconds * 1000,
    timeoutMs: readNumber('timeout-ms', values['timeout-ms'], { least: 1 }),
    maxConnections: readNumber('connections', values.connections, { least: 1, most: 20_000 }),
  };
}

const answeredNothing = ({ steps }: LoadResult) =>
  steps.every(({ sent, errors }) => Object.entries(errors).some(([error, count]) => error === 'ECONNREFUSED' && count >= sent / 2));

async function prove(load: LoadOptions, needed: number | null, values: Values, world: World): Promise<Made> {
  const failOn = readFailLevel(values['fail-on']);
  const result = await runLoad({ ...load, signal: world.signal, onStep: (step) => world.complain(describeStep(step)) });
  if (answeredNothing(result)) throw new CommandError(`${load.requests[0]?.url} does not answer: ECONNREFUSED.`);
  const facts = describeFacts(result, { requests: load.requests, needed });
  world.print(values.json ? JSON.stringify({ ...result, findings: facts.findings }, null, 2) : describeLoad(result));
  if (facts.broken) world.complain(facts.broken);
  const code = countFailing(facts.findings, failOn) > 0 ? 1 : 0;
  return { code: facts.broken ? 2 : code, facts, junit: writeJUnit(facts, failOn, result.durationMs) };
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  checkAddresses(positionals);
  readFailLevel(values['fail-on']);
  const request = await readRequest(values, world);
  const load = readLoad(values, positionals, request);
  const needed = readNumber('at-least', values['at-least'], { least: 0 }) ?? load.rate ?? null;
  const report = openReport({ kind: 'load', values, secrets: request.secrets }, world);
  await checkProduction(values, positionals[0] ?? '', world);
  return makeReported(report, world, () => prove(load, needed, values, world));
}

export const loadCommand = { about: 'find how many requests a second a service holds', usage, options, run };
