import { lookup } from 'node:dns';
import { type Address, isSame, parseAddress } from './address.ts';
import { type Destination, denyDestination, fixedAddresses, judgeAddress, type OutboundPolicy } from './outbound.ts';

export type Resolve = (host: string) => Promise<Address[]>;

const keptMs = 5000;
const keptMost = 10_000;

/** All addresses of a name, through the system's resolver; one question at a time per name, answers kept for 5 s. */
export function createResolver(ask: Resolve = askSystem): Resolve {
  const known = new Map<string, { answer: Promise<Address[]>; untilMs: number }>();
  return (host) => {
    const past = known.get(host);
    if (past && past.untilMs > performance.now()) return past.answer;
    const answer = ask(host);
    const kept = { answer, untilMs: Number.POSITIVE_INFINITY };
    if (known.size >= keptMost) known.clear();
    known.set(host, kept);
    answer.then(
      () => {
        kept.untilMs = performance.now() + keptMs;
      },
      () => known.delete(host),
    );
    return answer;
  };
}

function askSystem(host: string): Promise<Address[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true, order: 'verbatim' }, (error, found) => {
      if (error) return reject(error);
      const addresses = found.map(({ address }) => parseAddress(address)).filter((address) => address !== null);
      if (addresses.length > 0) return resolve(addresses);
      reject(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }));
    });
  });
}

/** Our database may be named by host: its addresses count as our own too. */
async function isOwnByName(policy: OutboundPolicy, to: Destination, addresses: Address[], resolve: Resolve): Promise<boolean> {
  for (const own of policy.own) {
    if (own.port !== to.port || parseAddress(own.host) || policy.ownOrigins.has(to.origin)) continue;
    const ownAddresses = await resolve(own.host).catch(() => []);
    if (ownAddresses.some((one) => addresses.some((address) => isSame(one, address)))) return true;
  }
  return false;
}

/** The addresses that may be connected to. All of a name's addresses must be allowed; throws `outbound_denied` otherwise. */
export async function resolveAllowed(policy: OutboundPolicy, to: Destination, resolve: Resolve): Promise<Address[]> {
  const fixed = fixedAddresses(policy, to);
  const addresses = fixed ?? (await resolve(to.host));
  for (const address of fixed ? [] : addresses) {
    const rule = judgeAddress(policy, to, address);
    if (rule !== null) throw denyDestination(policy, to, rule);
  }
  if (await isOwnByName(policy, to, addresses, resolve)) throw denyDestination(policy, to, 'own');
  return addresses;
}
