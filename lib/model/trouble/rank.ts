import {
  type Blast,
  compareStanding,
  compareTrouble,
  type Trouble,
  type TroubledBreaker,
  type TroubledService,
  type TroubleFollow,
} from '../trouble.ts';
import type { CallersByCallee, Hit } from './blast.ts';

type Uncaused<T> = Omit<T, 'kind' | 'cause'>;

export interface TroubleFacts {
  /** Services that are down, degraded, or unknown though they were known before. */
  services: readonly Uncaused<TroubledService>[];
  /** Breakers that are open, forced open or half-open. */
  breakers: readonly Uncaused<TroubledBreaker>[];
  /** Calls between registered services, declared and seen. */
  callers: CallersByCallee;
}

/** Whom something hits that hits `direct` itself, `origin` left out. */
export type Reach = (direct: readonly Hit[], origin: string | null) => Blast;

/** Of more than so many only the worst by state and tier are followed to all whom they hit. */
const mostFollowed = 200;
const mostFollows = 20;

/** What is wrong and what stands under it. */
export interface Group {
  head: TroubleFollow;
  follows: TroubleFollow[];
}

/** Groups what is wrong under what it depends on, and says who belongs to whom. */
class Incidents {
  /** The name of the service or the breaker that something stands under. */
  private readonly heads = new Map<TroubleFollow, TroubleFollow>();

  headOf(one: TroubleFollow): TroubleFollow {
    let head = one;
    for (let next = this.heads.get(head); next; next = this.heads.get(head)) head = next;
    return head;
  }

  /** Puts one under another with the reason; answers false where it stands under something already, or the other under it. */
  put(one: TroubleFollow, under: TroubleFollow, cause: string): boolean {
    if (this.heads.has(one) || this.headOf(under) === one) return false;
    this.heads.set(one, under);
    one.cause = cause;
    return true;
  }

  isPut = (one: TroubleFollow): boolean => this.heads.has(one);

  list(all: readonly TroubleFollow[]): Group[] {
    const groups = new Map<TroubleFollow, Group>();
    for (const one of all) {
      const head = this.headOf(one);
      const group = groups.get(head) ?? { head, follows: [] };
      groups.set(head, group);
      if (one !== head) group.follows.push(one);
    }
    return [...groups.values()];
  }
}

/** From what is down to the degraded services that call it, and on to those that call these. A caller that is down itself stands alone. */
function putCallers(incidents: Incidents, services: readonly TroubledService[], callers: CallersByCallee): void {
  const byName = new Map(services.map((one) => [one.service, one]));
  const queue = services.filter(({ verdict }) => verdict === 'down');
  for (const callee of queue) {
    for (const { service } of callers.get(callee.service) ?? []) {
      const caller = byName.get(service);
      const cause = `calls ${callee.service}, which is ${callee.verdict}`;
      if (caller?.verdict === 'degraded' && incidents.put(caller, callee, cause)) queue.push(caller);
      else if (caller?.verdict === 'down' && callee.verdict === 'down') caller.cause ??= cause;
    }
  }
}

/** Breakers stand under the callee that is wrong; of several to a callee that is not, under the worst of them. */
function putBreakers(incidents: Incidents, breakers: readonly TroubledBreaker[], services: readonly TroubledService[]): void {
  const byName = new Map(services.map((one) => [one.service, one]));
  const first = new Map<string, TroubledBreaker>();
  for (const breaker of breakers) {
    const callee = breaker.calleeKnown ? byName.get(breaker.callee) : undefined;
    if (callee?.verdict === 'down' || callee?.verdict === 'degraded') incidents.put(breaker, callee, `${callee.service} is ${callee.verdict}`);
    else {
      const key = `${breaker.calleeKnown} ${breaker.callee}`;
      const worst = first.get(key);
      if (worst) incidents.put(breaker, worst, `${breaker.callee} is called by both`);
      else first.set(key, breaker);
    }
  }
}

/** A degraded service that nothing else explains stands with the breaker that it holds open. */
function putHolders(incidents: Incidents, breakers: readonly TroubledBreaker[], services: readonly TroubledService[]): void {
  const byName = new Map(services.map((one) => [one.service, one]));
  for (const breaker of breakers) {
    const holder = byName.get(breaker.caller);
    if (breaker.state !== 'open' || holder?.verdict !== 'degraded' || incidents.isPut(holder)) continue;
    incidents.put(holder, incidents.headOf(breaker), `its breaker to ${breaker.callee} is open`);
  }
}

function toTrouble({ head, follows }: Group, hits: CallersByCallee, reach: Reach): Trouble {
  const rest = { follows: follows.slice(0, mostFollows), followsTotal: follows.length };
  if (head.kind === 'service') return { ...head, ...rest, blast: reach(hits.get(head.service) ?? [], head.service) };
  const holders = new Set([head, ...follows].flatMap((one) => (one.kind === 'breaker' ? one.caller : [])));
  const known = new Map((hits.get(head.callee) ?? []).map((hit) => [hit.service, hit]));
  const direct = [...holders].map((service) => (head.calleeKnown && known.get(service)) || { service, passesOn: true });
  return { ...head, ...rest, blast: reach(direct, null) };
}

/**
 * What is wrong, each incident once, in the order of `compareStanding`: degraded services stand under what is down that they call, breakers under their
 * callee where that is wrong itself, and a degraded service under the breaker that it holds open.
 */
export function groupTroubles({ services, breakers, callers }: TroubleFacts): Group[] {
  const wrong = services.map((one): TroubledService => ({ kind: 'service', ...one, cause: null })).sort(compareStanding);
  const open = breakers.map((one): TroubledBreaker => ({ kind: 'breaker', ...one, cause: null })).sort(compareStanding);
  const incidents = new Incidents();
  putCallers(incidents, wrong, callers);
  putBreakers(incidents, open, wrong);
  putHolders(incidents, open, wrong);
  return incidents.list([...wrong, ...open].sort(compareStanding)).sort((a, b) => compareStanding(a.head, b.head));
}

/** How many incidents begin at each service: it is what is wrong, or it holds the breaker that is. */
export function countIncidents(groups: readonly Group[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { head } of groups) {
    const service = head.kind === 'service' ? head.service : head.caller;
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return counts;
}

/** Incidents, or some of them, worst first, with whom they hit. */
export function rankTroubles(groups: readonly Group[], { hits, reach }: { hits: CallersByCallee; reach: Reach }, most: number): Trouble[] {
  const troubles = groups.slice(0, mostFollowed).map((group) => toTrouble(group, hits, reach));
  return troubles.sort(compareTrouble).slice(0, most);
}
