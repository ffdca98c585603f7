import { calleeKeysOf, type Named, serviceMatcher } from '#lib/model/callee.ts';
import { allSightings, type GraphFacts } from '#lib/model/graph/assemble.ts';
import { isForgotten, keyOfEdge, ownerOf, unseenMs } from '#lib/model/graph/review.ts';
import { reviewSightings } from '#lib/model/graph/undecided.ts';
import type { EdgeRef, GraphEdge, GraphReview, ReviewedEdge } from '#lib/model/graph.ts';
import { mayEditService } from '#lib/model/role.ts';
import { listObservedEdges } from '#lib/store/edge.ts';
import { listForgotten } from '#lib/store/forgotten.ts';
import { listDatastores, listDeclaredAt } from '#lib/store/graph.ts';
import { findNamed, listNamed } from '#lib/store/named.ts';
import { findAddress, findTeams } from '#lib/store/owner.ts';
import { listEnds } from '#lib/store/topic.ts';
import { type QueryContext, requireReader } from './context.ts';
import { selfAmong } from './ourselves.ts';

type Declared = Awaited<ReturnType<typeof listDeclaredAt>>[number];
type Facts = Omit<GraphFacts, 'services' | 'declared' | 'forgotten'> & { declared: Declared[]; services: Named[]; teams: Map<string, string | null> };
type Context = Pick<QueryContext, 'db' | 'nowMs'>;

/** What owners should confirm, withdraw or forget; of one service alone, or of all. */
export async function readReview(ctx: QueryContext, { name }: { name?: string | undefined }): Promise<GraphReview> {
  requireReader(ctx);
  const { services, teams, ...facts } = name === undefined ? await readAll(ctx) : await readOf(ctx, name);
  const match = serviceMatcher(services);
  const forgotten = await listForgotten(ctx.db, name);
  const isWanted = (edge: EdgeRef) => name === undefined || ownerOf(edge) === name;
  const sightings = allSightings(facts, match, ctx.nowMs).filter(isWanted);
  const declaredAtMs = declaredLong(facts.declared, match, ctx.nowMs);
  const { undeclared, unseen, toSelf } = reviewSightings(sightings, {
    ...{ forgotten, isSelf: selfAmong(services), nowMs: ctx.nowMs },
    declaredAtMs: (edge) => declaredAtMs.get(keyOfEdge(edge)) ?? null,
  });
  const isMine = (owner: string) => mayEditService(ctx.actor, teams.get(owner) ?? null);
  const present = (edge: GraphEdge): ReviewedEdge => {
    const owner = ownerOf(edge) ?? '';
    return { ...edge, owner, team: teams.get(owner) ?? null, mine: isMine(owner) };
  };
  return {
    undeclared: undeclared.map(present),
    unseen: unseen.map(present),
    toSelf,
    forgotten: forgotten
      .filter((one) => isWanted(one) && isForgotten(one, null))
      .map(({ from, to, kind, owner, by, atMs, untilMs }) => ({
        ...{ from, to, kind, owner, by, mine: isMine(owner) },
        ...{ at: new Date(atMs).toISOString(), until: untilMs === null ? null : new Date(untilMs).toISOString() },
      })),
  };
}

async function readAll({ db }: Context): Promise<Facts> {
  const services = await listNamed(db);
  const [declared, datastores] = [await listDeclaredAt(db), await listDatastores(db)];
  const [ends, observed] = [await listEnds(db), await listObservedEdges(db)];
  return { services, teams: new Map(services.map(({ name, team }) => [name, team])), declared, datastores, ends, observed };
}

/** The same from what tells of the edges of one service. */
async function readOf({ db }: Context, name: string): Promise<Facts> {
  const service = await findAddress(db, name);
  const teams = await findTeams(db, [name]);
  if (!service) return { services: [], teams, declared: [], datastores: [], ends: [], observed: [] };
  const declared = await listDeclaredAt(db, service.id);
  const [datastores, ends] = [await listDatastores(db, [service.id]), await listEnds(db, [service.id])];
  const observed = await listObservedEdges(db, { serviceIds: [service.id], keys: calleeKeysOf(service) });
  const texts = [...declared.map(({ callee }) => callee), ...observed.flatMap(({ caller, callee }) => (caller === '' ? [callee] : [caller, callee]))];
  return { services: await findNamed(db, [name, ...texts]), teams, declared, datastores, ends, observed };
}

/** Since when edges are declared that may have gone unseen for long, by their keys. */
function declaredLong(declared: readonly Declared[], match: (text: string) => string | null, nowMs: number): Map<string, number> {
  const long = declared.filter(({ atMs }) => nowMs - atMs >= unseenMs);
  return new Map(
    long.map(({ service, callee, kind, atMs }) => {
      const to = match(callee) ?? `${kind === 'datastore' ? 'datastore' : 'external'}:${callee.toLowerCase()}`;
      return [keyOfEdge({ from: service, to, kind }), atMs];
    }),
  );
}
