'use client';

import { IconArrowsMaximize, IconLayoutDistributeVertical, IconMinus, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useRef } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import type { DrawnGraph, DrawnNode } from '#lib/model/graph/fold.ts';
import classes from './canvas.module.css';
import { GraphWorld } from './graph-world.tsx';
import type { Lit } from './lit.ts';
import { PlacesLine } from './places-line.tsx';
import { useLayout } from './use-layout.ts';
import { usePanZoom } from './use-pan-zoom.ts';

interface GraphCanvasProps {
  graph: DrawnGraph;
  /** Which picture it is: each has places of its own. */
  view: string;
  selected: string | null;
  lit: Lit | null;
  onChoose: (node: DrawnNode | null) => void;
  /** Folds the opened group of a node again. */
  onFold: (group: string) => void;
}

/** The picture of the graph. Drag, pinch, Ctrl with the wheel, or arrow keys and + − 0 on a node move and zoom it. */
export function GraphCanvas({ graph, view, selected, lit, onChoose, onFold }: GraphCanvasProps) {
  const { laidOut, places, layOutAnew } = useLayout(graph, view);
  const [frame, world] = [useRef<HTMLElement>(null), useRef<HTMLDivElement>(null)];
  const { scale, showAll, zoom, move } = usePanZoom({ frame, world, size: laidOut.layout, picture: laidOut.view });
  const latest = useRef({ selected, onChoose });
  latest.current = { selected, onChoose };
  const choose = useCallback((node: DrawnNode) => {
    const { selected: past, onChoose: tell } = latest.current;
    tell(past === node.id ? null : node);
  }, []);
  const onKey = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      '+': () => zoom(1.25),
      '=': () => zoom(1.25),
      '-': () => zoom(0.8),
      '0': () => showAll(),
      Escape: () => onChoose(null),
      Backspace: () => foldAround(event.target, graph, onFold),
      ArrowLeft: () => move(64, 0),
      ArrowRight: () => move(-64, 0),
      ArrowUp: () => move(0, 64),
      ArrowDown: () => move(0, -64),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div className={classes.canvas}>
      <div className={classes.stage}>
        <section ref={frame} className={classes.frame} aria-label="Picture of the graph; the table below says the same" onKeyDown={onKey}>
          {laidOut.failed ? <p className={classes.waiting}>The picture could not be worked out in this browser. The table has everything.</p> : null}
          {laidOut.layout || laidOut.failed ? null : <p className={classes.waiting}>Placing {graph.nodes.length} nodes …</p>}
          {laidOut.layout ? (
            <GraphWorld {...{ world, graph, selected, lit, scale }} layout={laidOut.layout} isMoving={laidOut.isMoving} onChoose={choose} />
          ) : null}
        </section>
        <div className={classes.tools}>
          <Tool label="Zoom in" onClick={() => zoom(1.25)} icon={IconPlus} />
          <Tool label="Zoom out" onClick={() => zoom(0.8)} icon={IconMinus} />
          <Tool label="Show all of it" onClick={() => showAll()} icon={IconArrowsMaximize} />
          {places.mayPlace ? <Tool label="Lay it out anew, for everybody" onClick={layOutAnew} icon={IconLayoutDistributeVertical} /> : null}
        </div>
      </div>
      {places.fault ? <Fault error={places.fault} what="The picture stays as it was" /> : null}
      <PlacesLine places={places.data} />
    </div>
  );
}

/** Folds the group that the node with the focus stands in. */
function foldAround(target: EventTarget, { nodes }: DrawnGraph, onFold: (group: string) => void): void {
  const id = target instanceof HTMLElement ? target.dataset.node : undefined;
  const group = nodes.find((node) => node.id === id)?.group;
  if (group) onFold(group);
}

function Tool({ label, onClick, icon: Icon }: { label: string; onClick: () => void; icon: typeof IconPlus }) {
  return (
    <button type="button" className="sb-icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
    </button>
  );
}
