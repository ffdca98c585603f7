import { careFor } from '../contract/production.ts';
import { CommandError } from '../fault.ts';
import { readChoice, readNumber, readOptions } from '../options.ts';
import { ProxyError } from '../proxy/toxic.ts';
import type { World } from '../world.ts';
import type { Trigger } from './edge.ts';
import { describeResilience } from './report.ts';
import { faultNames, ResilienceError, runResilience } from './resilience.ts';

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
  --method, --header '<name>: <value>', --body <text>, --token <token> (SERVICE_TOKEN)
  --json                    the result
  --on-production           although Signalbox knows the service as production (SIGNALBOX_URL, SIGNALBOX_TOKEN)

Exit codes: 0 every guarantee is proven, or cannot be seen from outside; 1 one is broken; 2 the run could not be made.`;

const options = {
  through: { type: 'string' },
  bystander: { type: 'string' },
  fault: { type: 'string', multiple: true },
  'answer-within-ms': { type: 'string' },
  'most-attempts': { type: 'string' },
  'refuse-within-ms': { type: 'string' },
  'recover-within-ms': { type: 'string' },
  method: { type: 'string', default: 'GET' },
  header: { type: 'string', multiple: true },
  body: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean', default: false },
  'on-production': { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readOptions<typeof options>>['values'];

function checkAddress(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new CommandError(`${url} is no address. Write it as http://host:port/path.`);
  return url;
}

function headersOf(values: Values, { env }: World): Record<string, string> {
  const token = values.token ?? env.SERVICE_TOKEN;
  const given = (values.header ?? []).map((text) => {
    const at = text.indexOf(':');
    if (at < 1) throw new CommandError(`--header takes '<name>: <value>', not ${text}.`);
    return [text.slice(0, at).trim().toLowerCase(), text.slice(at + 1).trim()];
  });
  return { ...(token && { authorization: `Bearer ${token}` }), ...Object.fromEntries(given) };
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

async function prove(values: Values, url: string, world: World): Promise<number> {
  const headers = headersOf(values, world);
  const trigger: Trigger = { url, method: values.method.toUpperCase(), headers, ...(values.body !== undefined && { body: values.body }) };
  const result = await runResilience({
    ...readThrough(values.through),
    trigger,
    ...(values.bystander !== undefined && { bystander: { url: checkAddress(values.bystander), headers } }),
    faults: values.fault?.map((name) => readChoice('fault', name, faultNames)),
    answerWithinMs: readNumber('answer-within-ms', values['answer-within-ms'], { least: 1 }),
    mostAttempts: readNumber('most-attempts', values['most-attempts'], { least: 1 }),
    refuseWithinMs: readNumber('refuse-within-ms', values['refuse-within-ms'], { least: 1 }),
    recoverWithinMs: readNumber('recover-within-ms', values['recover-within-ms'], { least: 1 }),
    signal: world.signal,
    onProgress: (what) => world.complain(`${what} …`),
  });
  world.print(values.json ? JSON.stringify(result, null, 2) : describeResilience(result));
  return result.guarantees.some(({ state }) => state === 'broken') ? 1 : 0;
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [url] = positionals;
  if (url === undefined || positionals.length > 1) throw new CommandError(`Name one address of the caller.\n\n${usage}`);
  await checkProduction(values, checkAddress(url), world);
  try {
    return await prove(values, url, world);
  } catch (error) {
    if (error instanceof ProxyError || error instanceof ResilienceError) throw new CommandError(error.message);
    throw error;
  }
}

export const resilienceCommand = { about: 'prove what a service does when a dependency fails', usage, run };
