import { setTimeout as wait } from 'node:timers/promises';
import { standardLog } from '@signalbox/sdk';
import { readSettings, type Settings } from '../chassis/settings.ts';
import { signToken } from '../chassis/token.ts';
import { planTraffic } from './plan.ts';
import { createCrowd, requestOf, type TrafficRequest } from './request.ts';

const mostUnderWay = 100;
const patienceMs = 10_000;
const openCheckMs = 500;

const nobody = '00000000-0000-4000-8000-000000000000';

/** Visitors come when the shop is open: the gateway reaches what is behind it. */
async function untilOpen({ peers, tokenKey }: Settings, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const headers = { authorization: `Bearer ${signToken('visitor', tokenKey, 60)}` };
    const paths = [`/accounts/${nobody}`, `/accounts/${nobody}/orders`];
    const statuses = await Promise.all(paths.map((path) => fetch(`${peers.gateway}${path}`, { headers, signal }).then(({ status }) => status))).catch(
      () => [],
    );
    if (statuses.length > 0 && statuses.every((status) => status < 500)) return;
    await wait(openCheckMs, undefined, { signal }).catch(() => {});
  }
}

/** Sends the planned requests at their times, whatever the answers are, until the signal. Resolves to what was answered how often. */
export async function sendTraffic({ peers, tokenKey }: Settings, seed: number, perSecond: number, signal: AbortSignal) {
  const crowd = createCrowd();
  const counts = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

  async function send({ service, method, path, body }: TrafficRequest): Promise<void> {
    const headers = {
      authorization: `Bearer ${signToken('visitor', tokenKey, 60)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const init = { method, headers, body: body === undefined ? null : JSON.stringify(body), signal: AbortSignal.timeout(patienceMs) };
    const response = await fetch(`${peers[service]}${path}`, init);
    const text = await response.text();
    count(`${Math.floor(response.status / 100)}xx`);
    if (response.status === 201 && path === '/accounts') crowd.add((JSON.parse(text) as { id: string }).id);
    if (response.status === 204) crowd.remove(path.slice(path.lastIndexOf('/') + 1));
  }

  for (const step of planTraffic(seed, perSecond)) {
    await wait(step.afterMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    if (underWay.size >= mostUnderWay) {
      count('held back');
      continue;
    }
    const sent: Promise<void> = send(requestOf(step, crowd.users))
      .catch(() => count('no answer'))
      .then(() => void underWay.delete(sent));
    underWay.add(sent);
  }
  await Promise.all(underWay);
  return Object.fromEntries(counts);
}

function readNumber(name: string, usual: number, most: number): number {
  const value = Number(process.env[name] ?? usual);
  if (value > 0 && value <= most) return value;
  throw new Error(`${name} is ${process.env[name]}; it must be a number above 0 and at most ${most}.`);
}

if (import.meta.main) {
  const stop = new AbortController();
  const log = standardLog('traffic');
  process.once('SIGTERM', () => stop.abort());
  const perSecond = readNumber('TRAFFIC_PER_SECOND', 20, 500);
  const seed = readNumber('TRAFFIC_SEED', 1, 2 ** 32);
  const settings = readSettings('traffic');
  await untilOpen(settings, stop.signal);
  log.info({ seed, perSecond }, 'traffic begins');
  log.info(await sendTraffic(settings, seed, perSecond, stop.signal), 'traffic ended');
  process.exit(0);
}
