import { verdictRank } from '#lib/model/verdict.ts';
import { listCallers } from '#lib/store/service.ts';
import { findStates } from '#lib/store/state.ts';
import type { QueryContext } from './context.ts';
import { readService } from './service.ts';

type State = Awaited<ReturnType<typeof findStates>>[number];

const unregistered = { verdict: null, reason: null, since: null };
const rankOf = (verdict: State['verdict'] | null) => (verdict === null ? 2.5 : verdictRank[verdict]);
const worstFirst = (a: { service: string; verdict: State['verdict'] | null }, b: typeof a) =>
  rankOf(a.verdict) - rankOf(b.verdict) || a.service.localeCompare(b.service);

/** Declared dependencies of a service, both ways, worst first. */
export async function readDependencies(ctx: QueryContext, name: string) {
  const { dependencies } = await readService(ctx, name);
  const callers = (await listCallers(ctx.db, [name])).get(name) ?? [];
  const states = await findStates(ctx.db, [...new Set([...dependencies.map(({ service }) => service), ...callers])], ctx.nowMs);
  const byName = new Map(states.map((state) => [state.service, state]));
  const stand = (service: string) => {
    const state = byName.get(service);
    return state ? { verdict: state.verdict, reason: state.reason, since: state.since } : unregistered;
  };
  return {
    calls: dependencies.map((dependency) => ({ ...dependency, ...stand(dependency.service) })).sort(worstFirst),
    calledBy: callers.map((service) => ({ service, ...stand(service) })).sort(worstFirst),
  };
}
