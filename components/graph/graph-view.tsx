'use client';

import { type ReactNode, useMemo } from 'react';
import { formatCount } from '#components/ui/format.ts';
import { blastRadius } from '#lib/model/graph/failure.ts';
import { findWrong, focusOn, stepOf, type Wrong } from '#lib/model/graph/focus.ts';
import { type DrawnGraph, type DrawnNode, drawInstances, drawWhole, foldGraph, nameOfGroup } from '#lib/model/graph/fold.ts';
import { shortestPath } from '#lib/model/graph/walk.ts';
import type { Graph, GraphEdge, GraphNode } from '#lib/model/graph.ts';
import { BlastPanel } from './blast-panel.tsx';
import classes from './canvas.module.css';
import lines from './canvas-lines.module.css';
import { isWrong } from './edge-look.ts';
import { FocusLine } from './focus-line.tsx';
import { GraphCanvas } from './graph-canvas.tsx';
import { openedWith, openedWithout } from './graph-state.ts';
import { Legend } from './legend.tsx';
import type { Lit } from './lit.ts';
import { useInstances } from './use-instances.ts';

/** What of the graph is looked at. */
export interface Look {
  node: string | null;
  /** Where the path from the node is to lead. */
  to: string | null;
  /** Folded groups, and services with instances, that are opened. */
  open: readonly string[];
  /** Whether what is well recedes where something is not. */
  dim: boolean;
}

interface GraphViewProps {
  graph: Graph;
  /** Which picture it is: each has places of its own. */
  view: string;
  /** Whether domains are drawn as one mark each. */
  isFolded: boolean;
  look: Look;
  onLook: (look: Partial<Look>) => void;
  /** What is to be said of the picture beneath it. */
  note?: ReactNode;
}

/** A path that was asked for, else what the choice hits and needs. */
function lightUp(edges: readonly GraphEdge[], node: string, to: string | null): Lit {
  const path = to === null ? null : shortestPath(edges, node, to);
  if (path) return { nodes: new Set(path), steps: new Set(path.slice(1).map((id, at) => stepOf(path[at] ?? '', id))), isChosen: true };
  const { hit, needs } = blastRadius(edges, node);
  return { nodes: new Set([node, ...hit.keys(), ...needs.keys()]), steps: null, isChosen: true };
}

/** What stands out: what was chosen, else what is not well. */
function useLit(drawn: DrawnGraph, wrong: Wrong, { node, to, dim }: Look): Lit | null {
  return useMemo(() => {
    if (node !== null && drawn.nodes.some(({ id }) => id === node)) return lightUp(drawn.edges, node, to);
    const near = dim ? focusOn(drawn, wrong) : null;
    return near && { ...near, isChosen: false };
  }, [drawn, wrong, node, to, dim]);
}

function useDrawn(graph: Graph, isFolded: boolean, { open, node }: Look): DrawnGraph {
  const opened = open.join(',');
  const instances = useInstances(open);
  const drawn = useMemo(
    () => (isFolded ? foldGraph(graph, { open: new Set(opened.split(',')), keep: node }) : drawWhole(graph)),
    [graph, isFolded, opened, node],
  );
  return useMemo(() => drawInstances(drawn, instances), [drawn, instances]);
}

/** The picture, and beneath it what hangs on the chosen node. */
export function GraphView({ graph, view, isFolded, look, onLook, note }: GraphViewProps) {
  const { node, to, open } = look;
  const drawn = useDrawn(graph, isFolded, look);
  const wrong = useMemo(() => findWrong(drawn, isWrong), [drawn]);
  const lit = useLit(drawn, wrong, look);
  const chosen = graph.nodes.find(({ id }) => id === node);
  const onFold = (group: string) => onLook({ open: openedWithout(open, group) });
  const choose = (one: DrawnNode | null) => {
    if (one?.folds) onLook({ open: openedWith(open, one.folds) });
    else if (one?.group?.startsWith('service:')) onLook({ node: one.group.slice(8), to: null });
    else onLook({ node: one?.id ?? null, to: null });
  };
  return (
    <div className={classes.view}>
      {open.length > 0 ? <Opened open={open} onFold={onFold} /> : null}
      {wrong.services.length + wrong.edges.length > 0 && lit?.isChosen !== true ? (
        <FocusLine wrong={wrong} isDim={look.dim} onDim={(dim) => onLook({ dim })} />
      ) : null}
      <GraphCanvas graph={drawn} selected={node} {...{ view, lit, onFold }} onChoose={choose} />
      {note}
      <Legend />
      {chosen ? (
        <BlastPanel
          graph={graph}
          node={chosen}
          to={to}
          onTo={(next) => onLook({ to: next })}
          aside={<InstancesButton node={chosen} open={open} onOpen={(next) => onLook({ open: next })} />}
        />
      ) : null}
    </div>
  );
}

interface InstancesButtonProps {
  node: GraphNode;
  open: readonly string[];
  onOpen: (open: string[]) => void;
}

/** Opens a service into its instances, and folds them again. */
function InstancesButton({ node, open, onOpen }: InstancesButtonProps) {
  if (node.instances === 0) return null;
  const group = `service:${node.id}`;
  const isOpen = open.includes(group);
  return (
    <button
      type="button"
      className="sb-button sb-button-small"
      aria-expanded={isOpen}
      onClick={() => onOpen(isOpen ? openedWithout(open, group) : openedWith(open, group))}
    >
      {isOpen ? 'Fold' : 'Show'} {formatCount(node.instances, 'instance')}
    </button>
  );
}

function Opened({ open, onFold }: { open: readonly string[]; onFold: (group: string) => void }) {
  return (
    <div className={lines.opened}>
      <span className="sb-muted">Opened:</span>
      {open.map((group) => (
        <button
          key={group}
          type="button"
          className="sb-button sb-button-small"
          aria-label={`Fold ${nameOfGroup(group)}`}
          onClick={() => onFold(group)}
        >
          {nameOfGroup(group)} ×
        </button>
      ))}
    </div>
  );
}
