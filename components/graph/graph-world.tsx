'use client';

import { memo, type RefObject, useMemo } from 'react';
import type { DrawnGraph, DrawnNode } from '#lib/model/graph/fold.ts';
import type { Layout } from '#lib/model/graph/place.ts';
import classes from './canvas.module.css';
import { GraphEdges } from './graph-edges.tsx';
import { GraphNodeMark } from './graph-node.tsx';
import type { Lit } from './lit.ts';
import { chooseLabels } from './node-look.ts';
import { readable } from './use-pan-zoom.ts';

interface GraphWorldProps {
  world: RefObject<HTMLDivElement | null>;
  graph: DrawnGraph;
  layout: Layout;
  isMoving: boolean;
  selected: string | null;
  lit: Lit | null;
  /** How large it is looked at, in steps. */
  scale: number;
  onChoose: (node: DrawnNode) => void;
}

const mostTabbed = 60;

function useNamed({ nodes, edges }: DrawnGraph, layout: Layout, scale: number): ReadonlySet<string> | null {
  const joins = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { from, to } of edges) for (const id of [from, to]) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }, [edges]);
  return useMemo(() => {
    if (scale >= readable) return null;
    const placed = nodes.flatMap(({ id, name }) => {
      const place = layout.places.get(id);
      return place ? [{ id, name, joins: joins.get(id) ?? 0, ...place }] : [];
    });
    return chooseLabels(placed, scale);
  }, [nodes, layout, joins, scale]);
}

/** Everything that is drawn. It is moved and scaled as one: panning draws nothing anew. */
export const GraphWorld = memo(function GraphWorld({ world, graph, layout, isMoving, selected, lit, scale, onChoose }: GraphWorldProps) {
  const named = useNamed(graph, layout, scale);
  const shown = graph.nodes.filter(({ id }) => layout.places.has(id));
  const tabbed = shown.find(({ id }) => id === selected) ?? shown[0];
  return (
    <div
      ref={world}
      className={classes.world}
      data-moving={isMoving || undefined}
      data-far={named === null ? undefined : true}
      style={{ width: layout.width, height: layout.height, ['--near' as string]: 1 / scale }}
    >
      <GraphEdges graph={graph} layout={layout} lit={lit} isFar={scale < 0.5} />
      {shown.map((node) => {
        const { x, y } = layout.places.get(node.id) ?? { x: 0, y: 0 };
        return (
          <GraphNodeMark
            key={node.id}
            {...{ node, x, y, onChoose }}
            isSelected={node.id === selected}
            isLit={lit === null || lit.nodes.has(node.group?.startsWith('service:') ? node.group.slice(8) : node.id)}
            isNamed={named === null || named.has(node.id) || node.id === selected}
            isTabbed={shown.length <= mostTabbed || node === tabbed}
          />
        );
      })}
    </div>
  );
});
