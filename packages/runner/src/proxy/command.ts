import { CommandError } from '../fault.ts';
import { readNumber, readOptions } from '../options.ts';
import type { World } from '../world.ts';
import { serveFaultApi } from './api.ts';
import { FaultBoard } from './board.ts';
import { longestLeaseMs } from './term.ts';
import { ProxyError, toxicTypes } from './toxic.ts';

const usage = `signalbox proxy [<name>=<listen>,<service>…] [options]

Stands between services and puts faults on the way, in the words of Toxiproxy: its clients work with it. Runs until it is
stopped; then every fault is gone.

  signalbox proxy orders=127.0.0.1:4101,127.0.0.1:4001
  curl -X POST localhost:8474/proxies/orders/toxics -d '{"type": "latency", "attributes": {"latency": 800, "jitter": 200}}'
  curl -X DELETE localhost:8474/proxies/orders/toxics/latency_downstream

Faults
${Object.entries(toxicTypes)
  .map(([type, { about }]) => `  ${type.padEnd(15)} ${about}`)
  .join('\n')}
  {"enabled": false} of a proxy   refuses connections

Each takes stream (upstream or downstream), toxicity (0–1) and lease. A fault ends by itself ${longestLeaseMs / 1000} s after it was ordered or
changed; one that names a lease ends with it: PUT /leases/<name> keeps it for another ${longestLeaseMs / 1000} s, DELETE ends it.

Options
  --api <host:port>       where the API listens (127.0.0.1:8474)
  --lease-seconds <n>     a shorter term for faults, at most ${longestLeaseMs / 1000}
  --seed <n>              the same jitter and throws of the dice again
  --json                  print where everything listens as JSON`;

const options = {
  api: { type: 'string', default: '127.0.0.1:8474' },
  'lease-seconds': { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

async function addPath(board: FaultBoard, text: string): Promise<void> {
  const found = /^([\w.-]+)=([^,]+),(.+)$/.exec(text);
  if (!found) throw new CommandError(`${text} is no proxy. Write it as <name>=<listen>,<service>: orders=127.0.0.1:4101,127.0.0.1:4001`);
  const [, name = '', listen = '', upstream = ''] = found;
  await board.add({ name, listen, upstream });
}

const untilStopped = (signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => {
    if (signal?.aborted) return resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });

async function serve(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const leaseSeconds = readNumber('lease-seconds', values['lease-seconds'], { least: 0.1, most: longestLeaseMs / 1000 });
  const board = new FaultBoard({
    leaseMs: leaseSeconds === undefined ? longestLeaseMs : leaseSeconds * 1000,
    seed: readNumber('seed', values.seed, { least: 0 }) ?? 1,
  });
  try {
    for (const text of positionals) await addPath(board, text);
    const api = await serveFaultApi(board, values.api);
    if (values.json) world.print(JSON.stringify({ api: api.url, proxies: board.list() }));
    else {
      world.print(`API at ${api.url}`);
      for (const { name, listen, upstream } of board.list()) world.print(`${name}: ${listen} → ${upstream}`);
    }
    await untilStopped(world.signal);
    await api.close();
    return 0;
  } finally {
    await board.close();
  }
}

async function run(args: string[], world: World): Promise<number> {
  try {
    return await serve(args, world);
  } catch (error) {
    if (error instanceof ProxyError) throw new CommandError(error.message);
    throw error;
  }
}

export const proxyCommand = { about: 'put faults between two services', usage, options, run };
