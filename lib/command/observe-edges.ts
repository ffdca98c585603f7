import { diffEdgeTotals, type EdgesRead } from '#lib/model/dialect/edges.ts';
import { joinEdges } from './join-edges.ts';
import type { Keeper } from './keeper.ts';
import type { Watched } from './watched.ts';

/** Calls are counted over half a minute or more: a single interval says little of a quiet edge. */
const spacingMs = 30_000;

/** Whom the metrics show to call whom: kept at once when an edge is new, with its rates from half a minute later on. */
export function observeEdges(
  keeper: Pick<Keeper, 'addEdges' | 'tell'>,
  watched: Watched,
  read: EdgesRead,
  at: { wallMs: number; monotonicMs: number },
): void {
  const { base, latest } = watched.edges;
  const whole = watched.whole ?? watched;
  const found = [...read.edges].filter(([text]) => !whole.edges.told.has(text)).map(([text, key]) => [text, { key, delta: null }] as const);
  for (const text of read.edges.keys()) whole.edges.told.add(text);
  if (found.length > 0) {
    const callees = [...new Set(found.map(([, { key }]) => key.callee))].sort();
    keeper.tell({ kind: 'edges.found', subject: watched.target.name, data: { service: watched.target.name, callees } });
  }
  if (base && at.monotonicMs - base.monotonicMs < spacingMs) {
    if (found.length > 0) keeper.addEdges(whole, joinEdges([new Map(found)], at.wallMs));
    return;
  }
  const seconds = base ? (at.monotonicMs - base.monotonicMs) / 1000 : 0;
  watched.edges = { base: { values: read, monotonicMs: at.monotonicMs }, latest, told: watched.edges.told };
  if (!base) {
    keeper.addEdges(whole, joinEdges([new Map(found)], at.wallMs));
    return;
  }
  watched.edges.latest = diffEdgeTotals(base.values, read, seconds);
  const places = watched.whole ? watched.whole.members : [watched];
  keeper.addEdges(
    whole,
    joinEdges(
      places.map(({ edges }) => edges.latest),
      at.wallMs,
    ),
  );
}
