'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DrawnGraph } from '#lib/model/graph/fold.ts';
import type { Cell, LayoutNode } from '#lib/model/graph/layout.ts';
import { type Layout, measureLayout } from '#lib/model/graph/place.ts';
import type { PlaceAnswer, PlaceRequest } from './layout-worker.ts';
import { usePlaces } from './use-places.ts';

export interface LaidOut {
  /** The layout of the newest graph that is ready; the one before it stays until then. */
  layout: Layout | null;
  /** Which picture it is of: another one is looked at anew. */
  view: string;
  /** Whether nodes are on their way from where they stood. */
  isMoving: boolean;
  failed: boolean;
}

const movingMs = 400;
const anew = 'anew';

/** A thread that works places out; it calls back with what it found. */
function usePlacer(onPlaced: (answer: PlaceAnswer) => void) {
  const worker = useRef<Worker | null>(null);
  const [failed, setFailed] = useState(false);
  const heard = useRef(onPlaced);
  heard.current = onPlaced;
  useEffect(() => {
    const made = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    made.onmessage = ({ data }: MessageEvent<PlaceAnswer>) => heard.current(data);
    made.onerror = () => setFailed(true);
    worker.current = made;
    return () => made.terminate();
  }, []);
  const ask = useCallback((request: PlaceRequest) => worker.current?.postMessage(request), []);
  return { ask, failed };
}

const toLayoutNodes = (nodes: DrawnGraph['nodes']): LayoutNode[] =>
  nodes.map(({ id, domain, team, name }) => ({ id, order: [domain ?? '~', team ?? '~', name].join(' ') }));

/** Where nodes stand, worked out by a thread of its own and kept. Nothing that has a place moves, until somebody lays it out anew. */
export function useLayout({ nodes, edges, parts }: DrawnGraph, view: string) {
  const arcs = useMemo(() => [...edges, ...parts].map(({ from, to }) => ({ from, to })), [edges, parts]);
  const places = usePlaces(view);
  const { held, isSettled } = places;
  const version = places.data?.version ?? 0;
  const key = useMemo(
    () => JSON.stringify([view, version, nodes.map(({ id }) => id), arcs.map(({ from, to }) => [from, to])]),
    [nodes, arcs, view, version],
  );
  const [state, setState] = useState<LaidOut & { version: number }>({ layout: null, view, isMoving: false, failed: false, version });
  const onPlaced = ({ key: of, cells }: PlaceAnswer) => {
    if (of === anew) void places.layOut(cells).catch(() => {});
    if (of !== key) return;
    setState((past) => show(past, cells, { view, version }));
    places.keep(cells);
  };
  const { ask, failed } = usePlacer(onPlaced);
  const request = useRef<Omit<PlaceRequest, 'key'>>({ nodes: [], edges: [], held });
  request.current = { nodes: toLayoutNodes(nodes), edges: arcs, held };
  useEffect(() => {
    if (isSettled) ask({ key, ...request.current });
  }, [key, isSettled, ask]);
  useEffect(() => {
    if (!state.isMoving) return;
    const ends = setTimeout(() => setState((past) => ({ ...past, isMoving: false })), movingMs);
    return () => clearTimeout(ends);
  }, [state.isMoving]);
  const layOutAnew = () => ask({ key: anew, ...request.current, held: new Map() });
  return { laidOut: { ...state, failed }, places, layOutAnew };
}

function show(past: LaidOut & { version: number }, cells: ReadonlyMap<string, Cell>, { view, version }: { view: string; version: number }) {
  const isMoving = past.layout !== null && past.view === view && past.version !== version;
  return { ...past, layout: measureLayout(cells), view, version, isMoving };
}
