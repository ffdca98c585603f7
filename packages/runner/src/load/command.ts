import { readFile } from 'node:fs/promises';
import type { Server } from '../ask.ts';
import { careFor } from '../contract/production.ts';
import { CommandError } from '../fault.ts';
import { readNumber, readOptions } from '../options.ts';
import type { World } from '../world.ts';
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

The request
  --method <method>, --header '<name>: <value>', --body <text | @file>
  --token <token>         as Authorization: Bearer (SERVICE_TOKEN)

What comes of it
  --at-least <n>          exit 1 where less is held; with --rate: that rate
  --json                  the result with each step
  --on-production         although Signalbox knows the service as production (SIGNALBOX_URL, SIGNALBOX_TOKEN)

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
  method: { type: 'string', default: 'GET' },
  header: { type: 'string', multiple: true },
  body: { type: 'string' },
  token: { type: 'string' },
  'at-least': { type: 'string' },
  json: { type: 'boolean', default: false },
  'on-production': { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readOptions<typeof options>>['values'];

function headersOf(values: Values, { env }: World): Record<string, string> {
  const token = values.token ?? env.SERVICE_TOKEN;
  const given = (values.header ?? []).map((text) => {
    const found = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(text);
    if (!found) throw new CommandError(`--header takes '<name>: <value>', not ${text}.`);
    return [found[1]?.toLowerCase() ?? '', found[2] ?? ''];
  });
  const isJson = values.body !== undefined && !given.some(([name]) => name === 'content-type');
  return { ...(token && { authorization: `Bearer ${token}` }), ...(isJson && { 'content-type': 'application/json' }), ...Object.fromEntries(given) };
}

async function bodyOf({ body }: Values): Promise<string | undefined> {
  if (!body?.startsWith('@')) return body;
  return readFile(body.slice(1), 'utf8').catch(() => {
    throw new CommandError(`There is no file ${body.slice(1)}.`);
  });
}

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

async function readLoad(values: Values, urls: string[], world: World): Promise<LoadOptions> {
  const body = await bodyOf(values);
  const seconds = readNumber('seconds', values.seconds, { least: 0.1, most: 3600 });
  const headers = headersOf(values, world);
  return {
    requests: urls.map((url) => ({ url, method: values.method.toUpperCase(), headers, ...(body !== undefined && { body }) })),
    objective: objectiveOf(values),
    rate: readNumber('rate', values.rate, { least: 0.1, most: 100_000 }),
    fromRate: readNumber('from', values.from, { least: 1, most: 100_000 }),
    toRate: readNumber('to', values.to, { least: 1, most: 100_000 }),
    stepMs: seconds === undefined ? undefined : seconds * 1000,
    timeoutMs: readNumber('timeout-ms', values['timeout-ms'], { least: 1 }),
    maxConnections: readNumber('connections', values.connections, { least: 1, most: 20_000 }),
    signal: world.signal,
    onStep: (step) => world.complain(describeStep(step)),
  };
}

const answeredNothing = ({ steps }: LoadResult) =>
  steps.every(({ sent, errors }) => Object.entries(errors).some(([error, count]) => error === 'ECONNREFUSED' && count >= sent / 2));

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  checkAddresses(positionals);
  const atLeast = readNumber('at-least', values['at-least'], { least: 0 });
  const load = await readLoad(values, positionals, world);
  await checkProduction(values, positionals[0] ?? '', world);
  const result = await runLoad(load);
  if (answeredNothing(result)) throw new CommandError(`${positionals[0]} does not answer: ECONNREFUSED.`);
  world.print(values.json ? JSON.stringify(result, null, 2) : describeLoad(result));
  return result.holdsRate < (atLeast ?? load.rate ?? 0) ? 1 : 0;
}

export const loadCommand = { about: 'find how many requests a second a service holds', usage, run };
