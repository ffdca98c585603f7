import { calleeAliasesOf, calleeKeysOf, serviceMatcher } from '#lib/model/callee.ts';
import { assembleGraph, type GraphFacts } from '#lib/model/graph/assemble.ts';
import { narrowAround } from '#lib/model/graph/narrow.ts';
import type { Graph } from '#lib/model/graph.ts';
import { listObservedEdges } from '#lib/store/edge.ts';
import { listForgotten } from '#lib/store/forgotten.ts';
import { listDeclared, listGraphServices } from '#lib/store/graph.ts';
import { findNamed } from '#lib/store/named.ts';
import { findAddresses } from '#lib/store/owner.ts';
import { listEnds } from '#lib/store/topic.ts';
import type { QueryContext } from './context.ts';
import { ourselves } from './ourselves.ts';

type Near = Omit<GraphFacts, 'services' | 'forgotten' | 'isSelf'>;
type Context = Pick<QueryContext, 'db' | 'nowMs'>;

/** What tells of edges that begin or end at one of the services. */
async function readFacts(ctx: Context, names: readonly string[]): Promise<Near> {
  const services = await findAddresses(ctx.db, names);
  const serviceIds = services.map(({ id }) => id);
  const keys = [...new Set(services.flatMap(calleeKeysOf))];
  const callees = [...new Set(services.flatMap(calleeAliasesOf))];
  const declared = await listDeclared(ctx.db, { serviceIds, callees });
  return { ...declared, ends: await listEnds(ctx.db, serviceIds), observed: await listObservedEdges(ctx.db, { serviceIds, keys }) };
}

/** Of more services than this the whole graph is read at once. */
const mostNear = 2000;

/** The graph around a service, read from what is near it alone: one step of calls after the other, the last for edges among the outermost. Null where that is too much. */
export async function assembleNear(ctx: Context, name: string, depth: number): Promise<Graph | null> {
  const all = new Set<string>();
  const facts: Near = { declared: [], datastores: [], ends: [], observed: [] };
  const seen = new Set<string>();
  let match = (_: string): string | null => null;
  for (let [step, frontier] = [0, [name]]; step <= depth && frontier.length > 0; step++) {
    for (const one of frontier) seen.add(one);
    if (seen.size > mostNear) return null;
    const found = await readFacts(ctx, frontier);
    for (const kind of ['declared', 'datastores', 'ends', 'observed'] as const) addNew(all, facts, kind, found[kind]);
    match = serviceMatcher(await findNamed(ctx.db, textsOf(facts)));
    frontier = [...new Set(namesOf(facts, match))].filter((one) => !seen.has(one));
  }
  const names = [...new Set([name, ...namesOf(facts, match)])];
  const services = await listGraphServices(ctx.db, ctx.nowMs, names.length > mostNear ? undefined : names);
  const graph = assembleGraph({ services, ...facts, forgotten: await listForgotten(ctx.db), isSelf: ourselves() }, ctx.nowMs, match);
  return narrowAround(graph, name, depth);
}

function addNew<K extends keyof Near>(all: Set<string>, facts: Near, kind: K, found: Near[K]): void {
  const fresh = (found as readonly object[]).filter((one) => {
    const key = `${kind} ${JSON.stringify(one)}`;
    const isNew = !all.has(key);
    all.add(key);
    return isNew;
  });
  facts[kind] = [...facts[kind], ...fresh] as unknown as Near[K];
}

const textsOf = ({ declared, observed }: Near) => [
  ...declared.map(({ callee }) => callee),
  ...observed.flatMap(({ caller, callee }) => (caller === '' ? [callee] : [caller, callee])),
];

/** Every registered service that the facts name. */
function namesOf(facts: Near, match: (text: string) => string | null): string[] {
  const tellers = [...facts.declared, ...facts.datastores, ...facts.ends, ...facts.observed].map(({ service }) => service);
  return [...tellers, ...textsOf(facts).flatMap((text) => match(text) ?? [])];
}
