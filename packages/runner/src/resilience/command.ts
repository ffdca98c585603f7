import { careFor } from '../contract/production.ts';
import { CommandError } from '../fault.ts';
import { countFailing, readFailLevel } from '../finding.ts';
import { createHider } from '../hide.ts';
import { readChoice, readNumber, readOptions } from '../options.ts';
import { ProxyError } from '../proxy/toxic.ts';
import { type Made, makeReported, openReport, reportOptions, reportUsage } from '../report/option.ts';
import { readRequest, requestOptions } from '../request.ts';
import type { World } from '../world.ts';
import type { Trigger } from './edge.ts';
import { type Asked, describeFacts, writeJUnit } from './facts.ts';
import { describeResilience } from './report.ts';
import { faultNames, ResilienceError, type ResilienceOptions, runResilience } from './resilience.ts';

const usage = `signalbox resilience <address of the caller> --through <listen>,<dependency> [options]

Puts faults between a service and one of its dependencies and proves from the traffic alone, whatever library it is built with,
that time-outs end, retries stop, the breaker opens, refuses fast, probes and closes again. Start the service so that it looks
for its dependency at <listen>; a request to <address> must make it call the dependency.

  signalbox resilience http://localhost:4006/orders/1 --through 127.0.0.1:4101,127.0.0.1:4001
  signalbox resilience http://localhost:4006/orders --method POST --body @order.json --token "$TOKEN" \\
    --through 127.0.0.1:4101,127.0.0.1:4001 --bystander http://localhost:4006/health

  --bystander <address>     must be answered as before while the dependency is silent
  --fault <name>            one of the matrix, may be repeated; all by default: ${faultNames.join(', ')}
  --answer-within-ms <n>    for every request, whatever the dependency does (35000)
  --most-attempts <n>       of one request (6)
  --refuse-within-ms <n>    while the breaker is open (200)
  --recover-within-ms <n>   for the breaker to probe again (90000)
  --method <method>, --header '<name>: <value>', --body <text | @file>
  --token <token>           as Authorization: Bearer (SERVICE_TOKEN)
  --dependency <name>       what the dependency is called in reports; its address by default
  --on-production           although Signalbox knows the service as production (SIGNALBOX_URL, SIGNALBOX_TOKEN)

What comes of it
  --fail-on <level>         a guarantee that does not hold is an error: none never fails
  --json                    the result with its findings
  --junit <file>            JUnit XML for CI, a case for each guarantee
${reportUsage}

Exit codes: 0 every guarantee is proven, or cannot be seen from outside; 1 one is broken; 2 the run could not be made.`;

const options = {
  through: { type: 'string' },
  bystander: { type: 'string' },
  fault: { type: 'string', multiple: true },
  'answer-within-ms': { type: 'string' },
  'most-attempts': { type: 'string' },
  'refuse-within-ms': { type: 'string' },
  'recover-within-ms': { type: 'string' },
  ...requestOptions,
  dependency: { type: 'string' },
  'on-production': { type: 'boolean', default: false },
  'fail-on': { type: 'string', default: 'error' },
  json: { type: 'boolean', default: false },
  junit: { type: 'string' },
  ...reportOptions,
} as const;

type Values = ReturnType<typeof readOptions<typeof options>>['values'];

function checkAddress(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new CommandError(`${url} is no address. Write it as http://host:port/path.`);
  return url;
}

function readThrough(through: string | undefined): { listen: string; upstream: string } {
  const [listen, upstream, ...more] = (through ?? '').split(',');
  if (!listen || !upstream || more.length > 0) throw new CommandError('--through takes <listen>,<dependency>: 127.0.0.1:4101,127.0.0.1:4001');
  return { listen, upstream };
}

async function checkProduction(values: Values, url: string, { env }: World): Promise<void> {
  const server = env.SIGNALBOX_URL ? { url: env.SIGNALBOX_URL, token: env.SIGNALBOX_TOKEN } : null;
  const { because } = await careFor(server, url, []);
  if (because !== null && !values['on-production'])
    throw new CommandError(`No faults are put on production: ${because}. --on-production does so all the same.`);
}

function readRun(values: Values, trigger: Trigger): ResilienceOptions {
  const { headers = {} } = trigger;
  return {
    ...readThrough(values.through),
    trigger,
    ...(values.bystander !== undefined && { bystander: { url: checkAddress(values.bystander), headers } }),
    faults: values.fault?.map((name) => readChoice('fault', name, faultNames)),
    answerWithinMs: readNumber('answer-within-ms', values['answer-within-ms'], { least: 1 }),
    mostAttempts: readNumber('most-attempts', values['most-attempts'], { least: 1 }),
    refuseWithinMs: readNumber('refuse-within-ms', values['refuse-within-ms'], { least: 1 }),
    recoverWithinMs: readNumber('recover-within-ms', values['recover-within-ms'], { least: 1 }),
  };
}

async function prove(options: ResilienceOptions, asked: Asked, values: Values, world: World): Promise<Made> {
  const failOn = readFailLevel(values['fail-on']);
  const result = await runResilience({ ...options, signal: world.signal, onProgress: (what) => world.complain(`${what} …`) });
  const facts = describeFacts(result, asked);
  world.print(values.json ? JSON.stringify({ ...result, findings: facts.findings }, null, 2) : describeResilience(result));
  return { code: countFailing(facts.findings, failOn) > 0 ? 1 : 0, facts, junit: writeJUnit(result, asked, failOn) };
}

/** What is known to go wrong, in words. */
function explain(error: unknown): never {
  if (error instanceof ProxyError || error instanceof ResilienceError) throw new CommandError(error.message);
  throw error;
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [url] = positionals;
  if (url === undefined || positionals.length > 1) throw new CommandError(`Name one address of the caller.\n\n${usage}`);
  readFailLevel(values['fail-on']);
  const { secrets, ...request } = await readRequest(values, world);
  const trigger = { url: checkAddress(url), ...request };
  const planned = readRun(values, trigger);
  const report = openReport({ kind: 'resilience', values, secrets }, world);
  await checkProduction(values, url, world);
  const asked = { trigger, dependency: values.dependency, hide: createHider(secrets) };
  return makeReported(report, world, () => prove(planned, asked, values, world).catch(explain));
}

export const resilienceCommand = { about: 'prove what a service does when a dependency fails', usage, options, run };
