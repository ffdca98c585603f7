import { open } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { ask } from '../ask.ts';
import { findByAddress } from '../contract/production.ts';
import { CommandError } from '../fault.ts';
import { countFailing, readFailLevel } from '../finding.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { readObjective, writeObjective } from '../load/objective.ts';
import { readNumber, readOptions } from '../options.ts';
import { type Made, makeReported, openReport, reportOptions, reportUsage } from '../report/option.ts';
import { type GivenRequest, readRequest, requestOptions } from '../request.ts';
import type { World } from '../world.ts';
import { ChaosError, type ChaosEvent, type ChaosFault, type ChaosOptions, type ChaosResult, runChaos } from './chaos.ts';
import { describeFacts, tellOf, writeJUnit } from './facts.ts';

const usage = `signalbox chaos <address…> --fault <path>=<toxic> --allow <service> [options]

A chaos experiment: measures the steady state of <address…>, puts faults on paths of a running fault proxy, takes them back, and
measures again. The faults end with this command, however it ends, within 30 s. Ctrl-C, or DELETE /leases/<name> at the proxy
by anybody, is the kill switch.

  signalbox proxy orders=127.0.0.1:4101,127.0.0.1:4001 &
  signalbox chaos http://localhost:4006/orders --fault 'orders={"type": "latency", "attributes": {"latency": 800}}' \\
    --allow checkout --objective 'p99<=500ms' --rate 20

  --fault <path>=<toxic as JSON>  may be repeated
  --allow <service>       its name, typed by its owner. Where Signalbox is at hand (SIGNALBOX_URL), the service must have the
                          tag chaos there, and <address…> be its own or one that Signalbox does not know, such as in CI
  --on-production         the second confirmation, for what is registered as production
  --api <address>         of the fault proxy (http://127.0.0.1:8474)
  --objective <p…<=…>     the steady state (p99<=500ms), with at most --max-errors percent failures (1)
  --rate <n>              requests a second (20)
  --seconds <n>           how long the steady state is looked at (5)
  --fault-seconds <n>     how long the faults last (10), 300 at most
  --abort-errors <n>      percent of failures at which they are taken back at once (50)
  --recover-seconds <n>   for the steady state to come back (60)
  --method <method>, --header '<name>: <value>', --body <text | @file>
  --token <token>         as Authorization: Bearer (SERVICE_TOKEN)
  --audit <file>          where is written who did what (signalbox-chaos.log)

What comes of it
  --must-hold             a steady state that breaks under the faults is an error, not a warning
  --fail-on <level>       exit 1 on findings at or above error (default), warning; none: never
  --json                  the result with its findings
  --junit <file>          JUnit XML for CI, a case for each part of the hypothesis
${reportUsage}

Exit codes: 0 the steady state came back, 1 it did not, 2 no experiment was made, it was stopped, or
its faults met no traffic.`;

const options = {
  fault: { type: 'string', multiple: true },
  allow: { type: 'string' },
  'on-production': { type: 'boolean', default: false },
  api: { type: 'string', default: 'http://127.0.0.1:8474' },
  objective: { type: 'string', default: 'p99<=500ms' },
  'max-errors': { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  'fault-seconds': { type: 'string' },
  'abort-errors': { type: 'string' },
  'recover-seconds': { type: 'string' },
  ...requestOptions,
  audit: { type: 'string', default: 'signalbox-chaos.log' },
  'must-hold': { type: 'boolean', default: false },
  'fail-on': { type: 'string', default: 'error' },
  json: { type: 'boolean', default: false },
  junit: { type: 'string' },
  ...reportOptions,
} as const;

type Values = ReturnType<typeof readOptions<typeof options>>['values'];

function readFault(text: string): ChaosFault {
  const at = text.indexOf('=');
  const toxic = at > 0 ? parse(text.slice(at + 1)) : undefined;
  if (!isObject(toxic))
    throw new CommandError(`--fault takes <path>=<toxic as JSON>: orders={"type": "latency", "attributes": {"latency": 800}}, not ${text}.`);
  return { proxy: text.slice(0, at), toxic };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}

function checkAddresses(urls: string[]): string {
  const [first] = urls;
  if (first === undefined) throw new CommandError(`Name what to call.\n\n${usage}`);
  for (const url of urls)
    if (!URL.canParse(url) || new URL(url).origin !== new URL(first).origin || !/^https?:$/.test(new URL(url).protocol))
      throw new CommandError(`${url} is no address of the service. Write all as http://host:port/path.`);
  return first;
}

const consentTag = 'chaos';

/** The owner's word, and that of the catalog where there is one. An address that the catalog does not know is a copy, such as one in CI. */
async function checkConsent(values: Values, url: string, { env, complain }: World): Promise<void> {
  const name = values.allow;
  if (name === undefined) throw new CommandError('Faults are put only on a service whose owner says so: --allow <its name>.');
  if (!env.SIGNALBOX_URL) return;
  const server = { url: env.SIGNALBOX_URL, token: env.SIGNALBOX_TOKEN };
  const { tags } = await ask<{ tags: string[] }>(server, 'GET', `/services/${encodeURIComponent(name)}`);
  if (!tags.includes(consentTag))
    throw new CommandError(
      `The owner of ${name} has not agreed: it lacks the tag ${consentTag} in Signalbox. Whoever may edit it adds the tag in Settings, under Owner.`,
    );
  const { origin } = new URL(url);
  const there = await findByAddress(server, url);
  const [other] = there;
  if (!other) return complain(`Signalbox knows nothing at ${origin}: it is taken for a copy of ${name}.`);
  const found = there.find((one) => one.name === name);
  if (!found) throw new CommandError(`${origin} is ${other.name} in Signalbox, not ${name}: --allow ${other.name}, where its owner agrees.`);
  if (found.lifecycle === 'production' && !values['on-production'])
    throw new CommandError(`${name} is registered as production. --on-production confirms.`);
}

/** Appends a line to the audit and waits until it is on the disk. */
async function writeAudit(file: string, service: string | undefined, entry: ChaosEvent): Promise<void> {
  const handle = await open(file, 'a', 0o600).catch((error) => {
    throw new CommandError(`${file} cannot be written, and nothing is done without an audit: ${error.code}.`);
  });
  try {
    await handle.write(`${JSON.stringify({ at: new Date().toISOString(), by: userInfo().username, service, ...entry })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function describe({ before, during, after, ...found }: ChaosResult, aim: string): string {
  const rows = Object.entries({ before, during, after }).map(([when, step]) => {
    if (!step) return `  ${when.padEnd(7)} not measured`;
    const { low = 0, high = 0 } = step.latencyMs.p99 ?? {};
    return `  ${when.padEnd(7)} p99 ${low.toFixed(0)}–${high.toFixed(0)} ms  ${(step.errorRatio * 100).toFixed(1)} % failed`;
  });
  return [tellOf(found), `Steady state: ${aim}`, '', ...rows].join('\n');
}

const secondsAsMs = (values: Values, name: 'seconds' | 'fault-seconds' | 'recover-seconds', most: number) => {
  const seconds = readNumber(name, values[name], { least: 0.1, most });
  return seconds === undefined ? undefined : seconds * 1000;
};

function readExperiment(values: Values, urls: string[], { method, headers, body }: GivenRequest): Omit<ChaosOptions, 'audit' | 'signal'> {
  const found = readObjective(values.objective);
  if (!found) throw new CommandError(`--objective is written as p99<=500ms, not ${values.objective}.`);
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const percent = (name: 'max-errors' | 'abort-errors', fallback: number) =>
    (readNumber(name, values[name], { least: 0, most: 100 }) ?? fallback) / 100;
  return {
    api: values.api.replace(/\/+$/, ''),
    faults: (values.fault ?? []).map(readFault),
    steady: {
      requests: urls.map((url) => ({ url, method, headers: { ...json, ...headers }, body })),
      rate: readNumber('rate', values.rate, { least: 1, most: 10_000 }) ?? 20,
      objective: { ...found, maxErrorRatio: percent('max-errors', 1) },
      forMs: secondsAsMs(values, 'seconds', 600) ?? 5000,
    },
    faultMs: secondsAsMs(values, 'fault-seconds', 300),
    recoverWithinMs: secondsAsMs(values, 'recover-seconds', 3600),
    abortErrorRatio: percent('abort-errors', 50),
  };
}

async function prove(experiment: Omit<ChaosOptions, 'audit' | 'signal'>, values: Values, world: World): Promise<Made> {
  const failOn = readFailLevel(values['fail-on']);
  const result = await runChaos({
    ...experiment,
    audit: async (entry) => {
      await writeAudit(values.audit, values.allow, entry);
      world.complain(`${entry.event}${'when' in entry ? ` ${entry.when}: ${entry.holds ? 'steady' : `not steady, ${entry.because}`}` : ''} …`);
    },
    signal: world.signal,
  });
  const { faults, steady } = experiment;
  const facts = describeFacts(result, { faults, steady, mustHold: values['must-hold'] });
  world.print(values.json ? JSON.stringify({ ...result, findings: facts.findings }, null, 2) : describe(result, writeObjective(steady.objective)));
  const code = countFailing(facts.findings, failOn) > 0 ? 1 : 0;
  return { code: facts.broken ? 2 : code, facts, junit: writeJUnit(facts, failOn, result.durationMs) };
}

/** What is known to go wrong, in words. */
function explain(error: unknown): never {
  if (error instanceof ChaosError) throw new CommandError(error.message);
  throw error;
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  readFailLevel(values['fail-on']);
  const address = checkAddresses(positionals);
  const request = await readRequest(values, world);
  const experiment = readExperiment(values, positionals, request);
  const report = openReport({ kind: 'chaos', values, secrets: request.secrets }, world);
  await checkConsent(values, address, world);
  return makeReported(report, world, () => prove(experiment, values, world).catch(explain));
}

export const chaosCommand = { about: 'break something on purpose, and see whether the steady state comes back', usage, options, run };
