import type { EdgeRef, GraphEdge } from '../graph.ts';
import type { Service } from '../service.ts';
import { standingOf } from './standing.ts';

/** How long a declared edge may go unseen before its owner is asked, and how long an observed one is remembered. */
export const unseenMs = 30 * 86_400_000;

const isNamed = (id: string) => id.includes(':');

/** How a node that is no registered service is called. */
export const nameOfNode = (id: string): string => id.slice(id.indexOf(':') + 1);

export const keyOfEdge = ({ from, to, kind }: EdgeRef): string => JSON.stringify([from, to, kind]);

/** The service that declares an edge: the caller, or who waits for the events of a topic. Null where neither is registered. */
export function ownerOf({ from, to }: Pick<EdgeRef, 'from' | 'to'>): string | null {
  if (!isNamed(from)) return from;
  return from.startsWith('topic:') && !isNamed(to) ? to : null;
}

export interface Forgotten extends EdgeRef {
  /** A call seen after this brings the edge back; null: none does. */
  untilMs: number | null;
}

/** Whether an edge that was last seen then stays out of sight. */
export function isForgotten({ untilMs }: Pick<Forgotten, 'untilMs'>, seenAtMs: number | null): boolean {
  return untilMs === null || seenAtMs === null || seenAtMs <= untilMs;
}

/** The edges without those that nobody declared and that their owners want to hear no more of. */
export function leaveForgotten(edges: readonly GraphEdge[], forgotten: readonly Forgotten[]): GraphEdge[] {
  const byKey = new Map(forgotten.map((one) => [keyOfEdge(one), one]));
  return edges.filter((edge) => {
    const known = standingOf(edge.evidence) === 'not declared' ? byKey.get(keyOfEdge(edge)) : undefined;
    return known === undefined || !isForgotten(known, edge.seenAt === null ? null : Date.parse(edge.seenAt));
  });
}

export type Declarations = Pick<Service, 'dependencies' | 'datastores' | 'publishes' | 'subscribes'>;

/** What a service declares with the edge added to it; the very same where it was declared already. */
export function declareEdge(has: Declarations, edge: EdgeRef, critical: boolean): Declarations {
  const name = nameOfNode(edge.from.startsWith('topic:') ? edge.from : edge.to);
  if (edge.from.startsWith('topic:')) return { ...has, subscribes: withName(has.subscribes, name) };
  if (edge.to.startsWith('topic:')) return { ...has, publishes: withName(has.publishes, name) };
  if (edge.kind === 'datastore') return { ...has, datastores: withName(has.datastores, name) };
  const isThis = (one: Declarations['dependencies'][number]) => one.service === name && one.kind === edge.kind;
  if (has.dependencies.some(isThis)) return has;
  return { ...has, dependencies: [...has.dependencies, { service: name, kind: edge.kind, critical }] };
}

const withName = (names: string[], name: string) => (names.includes(name) ? names : [...names, name]);

/** What a service declares without the edge, by whatever name it declared it; `means` finds the node that a declared name stands for. */
export function withdrawEdge(has: Declarations, edge: EdgeRef, means: (name: string) => string | null): Declarations {
  const name = nameOfNode(edge.from.startsWith('topic:') ? edge.from : edge.to);
  const other = (text: string) => (means(text) ?? text) !== name;
  const not = (text: string) => text !== name;
  if (edge.from.startsWith('topic:')) return { ...has, subscribes: has.subscribes.filter(not) };
  if (edge.to.startsWith('topic:')) return { ...has, publishes: has.publishes.filter(not) };
  return {
    ...has,
    datastores: edge.kind === 'datastore' ? has.datastores.filter(other) : has.datastores,
    dependencies: has.dependencies.filter((one) => one.kind !== edge.kind || other(one.service)),
  };
}
