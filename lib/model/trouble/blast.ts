import { type FailingEdge, failureArcs } from '../graph/failure.ts';
import type { Blast } from '../trouble.ts';

/** One service calls another. */
export interface CallArc {
  from: string;
  to: string;
  /** Declared as not critical: the caller is hit itself and passes nothing on. */
  critical: boolean;
}

/** Which service's failure hits which, by the rule of `failureArcs`: `from` is hit when `to` fails, through topics too. */
export function hitArcs(edges: readonly FailingEdge[], isService: (id: string) => boolean): CallArc[] {
  const arcs = failureArcs(edges);
  const waiting = Map.groupBy(
    arcs.filter(({ from, to }) => !isService(from) && isService(to)),
    ({ from }) => from,
  );
  return arcs.flatMap(({ from, to, passesOn }) => {
    if (!isService(from)) return [];
    if (isService(to)) return [{ from: to, to: from, critical: passesOn }];
    return (waiting.get(to) ?? []).map((arc) => ({ from: arc.to, to: from, critical: passesOn && arc.passesOn }));
  });
}

export interface Hit {
  service: string;
  passesOn: boolean;
}

/** Who calls a service, by the service that is called; numbered, so that thousands of walks over it cost little. */
export interface CallersByCallee {
  get(service: string): readonly Hit[] | undefined;
  names: readonly string[];
  idOf: ReadonlyMap<string, number>;
  /** By the id of the callee: the ids of its callers, and whether each passes a failure on. */
  callers: readonly { ids: Int32Array; passesOn: Uint8Array }[];
}

const byName = (a: Hit, b: Hit) => (a.service < b.service ? -1 : 1);

/** Callers of each service, each once; an edge that is critical by any account is critical. */
export function callersByCallee(arcs: readonly CallArc[]): CallersByCallee {
  const hits = new Map<string, Map<string, Hit>>();
  for (const { from, to, critical } of arcs) {
    if (from === to) continue;
    const known = hits.get(to) ?? new Map<string, Hit>();
    hits.set(to, known);
    known.set(from, { service: from, passesOn: critical || (known.get(from)?.passesOn ?? false) });
  }
  const sorted = new Map([...hits].map(([callee, known]) => [callee, [...known.values()].sort(byName)]));
  const names = [...new Set(arcs.flatMap(({ from, to }) => [from, to]))].sort();
  const idOf = new Map(names.map((name, id) => [name, id]));
  const callers = names.map((name) => {
    const own = sorted.get(name) ?? [];
    return {
      ids: Int32Array.from(own, ({ service }) => idOf.get(service) ?? 0),
      passesOn: Uint8Array.from(own, ({ passesOn }) => Number(passesOn)),
    };
  });
  return { get: (service) => sorted.get(service), names, idOf, callers };
}

const mostNamed = 12;

const sumOf = (rates: readonly number[]) => rates.reduce((sum, rate) => sum + rate, 0);

/** The edge of what is hit. Whoever is hit by two ways passes on what either of them does. */
class Front {
  rank: number[] = [];
  passing: number[] = [];
  private readonly seen: Uint8Array;

  constructor(size: number, start: number | undefined) {
    this.seen = new Uint8Array(size);
    if (start !== undefined) this.seen[start] = 2;
  }

  enter(id: number, passesOn: boolean): void {
    const seen = this.seen[id] ?? 0;
    if (seen === 0) this.rank.push(id);
    if (seen === 2) return;
    if (passesOn) this.passing.push(id);
    this.seen[id] = passesOn ? 2 : 1;
  }

  /** Those whose callers are hit next. */
  advance(): number[] {
    const from = this.passing;
    [this.rank, this.passing] = [[], []];
    return from;
  }
}

/** Ids that are hit, rank by rank; within a rank in the order of their callees. */
function* ranksOf({ idOf, callers, names }: CallersByCallee, direct: readonly Hit[], origin: string | null): Generator<number[]> {
  const front = new Front(names.length, origin === null ? undefined : idOf.get(origin));
  for (const { service, passesOn } of direct) {
    const id = idOf.get(service);
    if (id !== undefined) front.enter(id, passesOn);
  }
  while (front.rank.length + front.passing.length > 0) {
    yield front.rank;
    for (const callee of front.advance()) {
      const { ids, passesOn } = callers[callee] as CallersByCallee['callers'][number];
      ids.forEach((id, at) => void front.enter(id, passesOn[at] === 1));
    }
  }
}

/** How many services something hits. */
export function countHits(callers: CallersByCallee, direct: readonly Hit[], origin: string | null): number {
  let count = 0;
  for (const rank of ranksOf(callers, direct, origin)) count += rank.length;
  return count + unknownOf(callers, direct).length;
}

/** Those of whom no call is known: a breaker can be held without one. */
const unknownOf = ({ idOf }: CallersByCallee, direct: readonly Hit[]) => direct.filter(({ service }) => !idOf.has(service));

/**
 * Whom something hits: `direct` and everybody who calls those, rank by rank, `origin` left out. The rate is that of the busiest
 * rank: along a chain of calls the same request is answered several times, and would be counted so.
 */
function blastOf(callers: CallersByCallee, direct: readonly Hit[], origin: string | null, rateOf: (service: string) => number | null): Blast {
  const strangers = unknownOf(callers, direct).map(({ service }) => service);
  const [near, beyond] = [[] as string[], [] as string[]];
  let [services, busiest, depth] = [0, null as number | null, 0];
  for (const ids of ranksOf(callers, direct, origin)) {
    const rank = ids.map((id) => callers.names[id] as string);
    if (depth === 0) rank.push(...strangers);
    services += rank.length;
    const rates = rank.flatMap((service) => rateOf(service) ?? []);
    if (rates.length > 0) busiest = Math.max(busiest ?? 0, sumOf(rates));
    const named = depth === 0 ? near : beyond;
    named.push(...rank.slice(0, mostNamed - named.length));
    depth++;
  }
  return depth > 0 ? { services, requestRate: busiest, direct: near, beyond } : strangerBlast(strangers, rateOf);
}

function strangerBlast(strangers: string[], rateOf: (service: string) => number | null): Blast {
  const rates = strangers.flatMap((service) => rateOf(service) ?? []);
  const requestRate = rates.length === 0 ? null : sumOf(rates);
  return { services: strangers.length, requestRate, direct: strangers.slice(0, mostNamed), beyond: [] };
}

/** `blastOf` over one reading of who calls whom. What was asked before is not walked again. */
export function reachOver(
  callers: CallersByCallee,
  rateOf: (service: string) => number | null,
): (direct: readonly Hit[], origin: string | null) => Blast {
  const known = new Map<string, Blast>();
  return (direct, origin) => {
    const key = JSON.stringify([origin, direct.map(({ service, passesOn }) => [service, passesOn])]);
    const blast = known.get(key) ?? blastOf(callers, direct, origin, rateOf);
    known.set(key, blast);
    return blast;
  };
}
