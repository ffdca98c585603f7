import { type Verdict, verdictRank } from '#lib/model/verdict.ts';
import { findStands } from '#lib/store/neighbour.ts';
import { listCallers } from '#lib/store/service.ts';
import type { QueryContext } from './context.ts';
import { readService } from './service.ts';

interface Neighbour {
  service: string;
  verdict: Verdict | null;
}

const unregistered = { verdict: null, reason: null, since: null };
const rankOf = ({ verdict }: Neighbour) => verdictRank[verdict ?? 'unknown'];
const worstFirst = (a: Neighbour, b: Neighbour) => rankOf(a) - rankOf(b) || (a.service < b.service ? -1 : 1);

/** Declared dependencies of a service, both ways, worst first. */
export async function readDependencies(ctx: QueryContext, name: string) {
  const { dependencies } = await readService(ctx, name);
  const callers = (await listCallers(ctx.db, [name])).get(name) ?? [];
  const stands = await findStands(ctx.db, [...new Set([...dependencies.map(({ service }) => service), ...callers])], ctx.nowMs);
  const standOf = (service: string) => stands.get(service) ?? unregistered;
  return {
    calls: dependencies.map((dependency) => ({ ...dependency, ...standOf(dependency.service) })).sort(worstFirst),
    calledBy: callers.map((service) => ({ service, ...standOf(service) })).sort(worstFirst),
  };
}
