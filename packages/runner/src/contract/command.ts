import type { Server } from '../ask.ts';
import { DocumentError, readContract } from '../document/contract.ts';
import type { Contract } from '../document/document.ts';
import { readDocument } from '../document/read.ts';
import { CommandError } from '../fault.ts';
import { countFailing, type FailLevel, readFailLevel } from '../finding.ts';
import { readNumber, readOptions } from '../options.ts';
import { type Made, makeReported, openReport, reportOptions } from '../report/option.ts';
import type { World } from '../world.ts';
import { runContract } from './contract.ts';
import type { Credentials } from './credential.ts';
import { describeFacts } from './facts.ts';
import { writeJUnit } from './junit.ts';
import { careFor } from './production.ts';
import { createReporter, describeResult } from './report.ts';
import { findTarget, type Target } from './target.ts';
import { usage } from './usage.ts';

const options = {
  document: { type: 'string' },
  'base-url': { type: 'string' },
  token: { type: 'string' },
  'api-key': { type: 'string' },
  basic: { type: 'string' },
  credential: { type: 'string', multiple: true },
  header: { type: 'string', multiple: true },
  seed: { type: 'string' },
  'read-only': { type: 'boolean', default: false },
  writes: { type: 'boolean', default: false },
  rate: { type: 'string' },
  'timeout-ms': { type: 'string' },
  samples: { type: 'string' },
  'fail-on': { type: 'string', default: 'error' },
  json: { type: 'boolean', default: false },
  junit: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  url: { type: 'string' },
  ...reportOptions,
} as const;

type Values = ReturnType<typeof readOptions<typeof options>>['values'];

/** `name=value` or `Name: value`. */
function pairs(option: string, texts: string[] | undefined, separator: '=' | ':'): Record<string, string> {
  return Object.fromEntries(
    (texts ?? []).map((text) => {
      const at = text.indexOf(separator);
      if (at < 1) throw new CommandError(`--${option} takes ${separator === '=' ? '<security scheme>=<value>' : "'<name>: <value>'"}, not ${text}.`);
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

function credentialsOf(values: Values, { env }: World): Credentials {
  const headers = Object.entries(pairs('header', values.header, ':')).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    token: values.token ?? env.SERVICE_TOKEN,
    apiKey: values['api-key'] ?? env.SERVICE_API_KEY,
    basic: values.basic ?? env.SERVICE_BASIC,
    schemes: pairs('credential', values.credential, '='),
    headers: Object.fromEntries(headers),
  };
}

/** The token of Signalbox is never the token of the service. */
const signalboxOf = (values: Values, { env }: World): Server | null => {
  const url = values.url ?? env.SIGNALBOX_URL;
  return url ? { url, token: env.SIGNALBOX_TOKEN } : null;
};

const carefulPerSecond = 5;

interface Limits {
  readOnly: boolean;
  requestsPerSecond: number | undefined;
}

async function limitsFor(values: Values, { baseUrl }: Target, contract: Contract, world: World): Promise<Limits> {
  const rate = readNumber('rate', values.rate, { least: 0.01 });
  const { because } = await careFor(signalboxOf(values, world), baseUrl, contract.servers);
  if (because === null) return { readOnly: values['read-only'], requestsPerSecond: rate };
  const readOnly = values['read-only'] || !values.writes;
  const sentence = readOnly ? 'so it is only read (--writes sends the rest)' : 'and --writes was given';
  world.complain(`Careful: ${because}, ${sentence}, at ${rate ?? carefulPerSecond} requests a second.`);
  return { readOnly, requestsPerSecond: rate ?? carefulPerSecond };
}

interface Plan {
  argument: string;
  values: Values;
  credentials: Credentials;
  seed: number | undefined;
  timeoutMs: number | undefined;
  samples: number | undefined;
  failOn: FailLevel;
}

/** Everything that may be typed wrongly, read before anything is done. */
function readPlan(argument: string, values: Values, world: World): Plan {
  return {
    argument,
    values,
    credentials: credentialsOf(values, world),
    seed: readNumber('seed', values.seed, { least: 0, isWhole: true }),
    timeoutMs: readNumber('timeout-ms', values['timeout-ms'], { least: 1 }),
    samples: readNumber('samples', values.samples, { least: 1, most: 1000, isWhole: true }),
    failOn: readFailLevel(values['fail-on']),
  };
}

async function prove({ argument, values, credentials, failOn, ...limits }: Plan, world: World): Promise<Made> {
  const target = await findTarget(argument, { document: values.document, baseUrl: values['base-url'] }, signalboxOf(values, world));
  const document = await readDocument(target.document, target.baseUrl, credentials);
  const progress = createReporter(world, values.quiet);
  const result = await runContract({
    ...(await limitsFor(values, target, readContract(document), world)),
    ...limits,
    baseUrl: target.baseUrl,
    document: document as object,
    credentials,
    signal: world.signal,
    onProgress: progress.onProgress,
  });
  progress.end();
  world.print(values.json ? JSON.stringify(result, null, 2) : describeResult(result));
  const facts = describeFacts(result);
  const code = countFailing(result.findings, failOn) > 0 ? 1 : 0;
  return { code: facts.broken && code === 0 ? 2 : code, facts, junit: writeJUnit(result, failOn) };
}

function explain(error: unknown): never {
  if (error instanceof DocumentError) throw new CommandError(error.message);
  throw error;
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [argument] = positionals;
  if (argument === undefined || positionals.length > 1)
    throw new CommandError(`Name one service: its base address, its document, or its name in Signalbox.\n\n${usage}`);
  const plan = readPlan(argument, values, world);
  const { token, apiKey, basic, schemes } = plan.credentials;
  const secrets = [token, apiKey, basic, ...Object.values(schemes ?? {})];
  const report = openReport({ kind: 'contract', values, secrets, isQuiet: values.quiet }, world);
  return makeReported(report, world, () => prove(plan, world).catch(explain));
}

export const contractCommand = { about: 'test a service against its OpenAPI document', usage, options, run };
