'use client';

import { NativeSelect } from '@mantine/core';
import { formatCount } from '#components/ui/format.ts';
import { shortestPath } from '#lib/model/graph/walk.ts';
import type { Graph, GraphNode } from '#lib/model/graph.ts';
import classes from './graph.module.css';
import { describePath } from './path-words.ts';

interface PathFinderProps {
  graph: Graph;
  node: GraphNode;
  to: string | null;
  onTo: (to: string | null) => void;
}

/** The shortest way from a node to a chosen one, in words; the picture shows it. */
export function PathFinder({ graph, node, to, onTo }: PathFinderProps) {
  return (
    <section aria-label="Path">
      <NativeSelect
        label={`Path from ${node.name} to`}
        value={to ?? ''}
        onChange={(event) => onTo(event.currentTarget.value || null)}
        data={[
          { value: '', label: 'choose …' },
          ...graph.nodes.filter(({ id }) => id !== node.id).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {to === null ? null : <Path graph={graph} from={node.id} to={to} />}
    </section>
  );
}

function Path({ graph, from, to }: { graph: Graph; from: string; to: string }) {
  const path = shortestPath(graph.edges, from, to);
  if (path === null) {
    const back = shortestPath(graph.edges, to, from);
    return (
      <p className={classes.nobody} role="status">
        No way leads there{back ? `, but one of ${formatCount(back.length - 1, 'step')} leads from there to here` : ''}.
      </p>
    );
  }
  return (
    <div role="status">
      <p className={classes.nobody}>{formatCount(path.length - 1, 'step')}, the shortest way:</p>
      <ol className={classes.steps}>
        {describePath(graph.edges, path).map(({ from: one, to: other, verb, notes }) => (
          <li key={one}>
            {one} <span className="sb-muted">{verb}</span> {other}
            {notes.length > 0 ? <span className="sb-muted"> · {notes.join(' · ')}</span> : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
