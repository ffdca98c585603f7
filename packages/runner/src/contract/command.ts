import { writeFile } from 'node:fs/promises';
import type { Server } from '../ask.ts';
import { DocumentError, readContract } from '../document/contract.ts';
import type { Contract } from '../document/document.ts';
import { readDocument } from '../document/read.ts';
import { CommandError } from '../fault.ts';
import { readChoice, readNumber, readOptions } from '../options.ts';
import type { World } from '../world.ts';
import { type ContractResult, runContract } from './contract.ts';
import type { Credentials } from './credential.ts';
import type { Severity } from './finding.ts';
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

const levels = ['error', 'warning', 'info', 'none'] as const;

/** How many findings are at or above a level. */
export function countFailing({ findings }: ContractResult, failOn: (typeof levels)[number]): number {
  if (failOn === 'none') return 0;
  const order: Severity[] = ['error', 'warning', 'info'];
  return findings.filter(({ severity }) => order.indexOf(severity) <= order.indexOf(failOn)).length;
}

async function prove(values: Values, argument: string, world: World): Promise<number> {
  const failOn = readChoice('fail-on', values['fail-on'], levels);
  const credentials = credentialsOf(values, world);
  const seed = readNumber('seed', values.seed, { least: 0 });
  const target = await findTarget(argument, { document: values.document, baseUrl: values['base-url'] }, signalboxOf(values, world));
  const document = await readDocument(target.document, target.baseUrl, credentials);
  const reporter = createReporter(world, values.quiet);
  const result = await runContract({
    ...(await limitsFor(values, target, readContract(document), world)),
    baseUrl: target.baseUrl,
    document: document as object,
    credentials,
    seed,
    timeoutMs: readNumber('timeout-ms', values['timeout-ms'], { least: 1 }),
    samples: readNumber('samples', values.samples, { least: 1, most: 1000 }),
    signal: world.signal,
    onProgress: reporter.onProgress,
  });
  reporter.end();
  if (values.junit) await writeFile(values.junit, writeJUnit(result, failOn));
  world.print(values.json ? JSON.stringify(result, null, 2) : describeResult(result));
  if (countFailing(result, failOn) > 0) return 1;
  return result.findings.length === 0 && result.unproven.length === result.operations.length ? 2 : 0;
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [argument] = positionals;
  if (argument === undefined || positionals.length > 1)
    throw new CommandError(`Name one service: its base address, its document, or its name in Signalbox.\n\n${usage}`);
  try {
    return await prove(values, argument, world);
  } catch (error) {
    if (error instanceof DocumentError) throw new CommandError(error.message);
    throw error;
  }
}

export const contractCommand = { about: 'test a service against its OpenAPI document', usage, run };
