'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface View {
  x: number;
  y: number;
  k: number;
}

const limits = { least: 0.08, most: 2 };
const dragFrom = 4;

/** The view with one point of the frame kept where it is. */
export function zoomAt({ x, y, k }: View, factor: number, at: { x: number; y: number }): View {
  const next = Math.max(limits.least, Math.min(limits.most, k * factor));
  return { k: next, x: at.x - ((at.x - x) * next) / k, y: at.y - ((at.y - y) * next) / k };
}

/** Names are 13 px: below this they would be smaller than 12 and are left out. */
export const readable = 0.92;

/** The drawing in the middle of the frame, never larger than it is; `nearly` rather begins at its corner than to be too small to read. */
export function fitInto(size: { width: number; height: number }, frame: { width: number; height: number }, nearly = false): View {
  const pad = 24;
  const fitting = Math.min((frame.width - 2 * pad) / Math.max(1, size.width), (frame.height - 2 * pad) / Math.max(1, size.height));
  const k = Math.max(nearly && fitting > 0.5 ? readable : limits.least, Math.min(1, fitting));
  const middle = (space: number, length: number) => Math.max(pad, (space - length * k) / 2);
  return { k, x: middle(frame.width, size.width), y: middle(frame.height, size.height) };
}

/** Dragging moves, two fingers and Ctrl with the wheel zoom. A press that does not move stays a click. */
function follow(frame: HTMLElement, change: (next: (view: View) => View) => void): () => void {
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  const pointOf = (event: PointerEvent | WheelEvent) => {
    const { left, top } = frame.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (fingers.size === 0) moved = 0;
    fingers.set(event.pointerId, pointOf(event));
  };
  const onMove = (event: PointerEvent) => {
    const past = fingers.get(event.pointerId);
    if (!past) return;
    const now = pointOf(event);
    moved += Math.hypot(now.x - past.x, now.y - past.y);
    fingers.set(event.pointerId, now);
    if (moved < dragFrom) return;
    frame.setPointerCapture(event.pointerId);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) change((view) => ({ ...view, x: view.x + now.x - past.x, y: view.y + now.y - past.y }));
    else {
      const spread = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(past.x - other.x, past.y - other.y));
      change((view) => zoomAt(view, spread, other));
    }
  };
  const onUp = (event: PointerEvent) => fingers.delete(event.pointerId);
  const onClick = (event: MouseEvent) => {
    if (moved >= dragFrom && event.detail > 0) event.stopPropagation();
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    change((view) => zoomAt(view, 2 ** (-event.deltaY / 200), pointOf(event)));
  };
  const ending = new AbortController();
  const { signal } = ending;
  frame.addEventListener('pointerdown', onDown, { signal });
  frame.addEventListener('pointermove', onMove, { signal });
  for (const kind of ['pointerup', 'pointercancel'] as const) frame.addEventListener(kind, onUp, { signal });
  frame.addEventListener('click', onClick, { signal, capture: true });
  frame.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => ending.abort();
}

/** Sizes are told in steps: what is drawn by them is not drawn anew by every turn of a wheel. */
const stepOf = (k: number) => (k >= readable ? 1 : 2 ** (Math.floor(Math.log2(k) * 4) / 4));

interface Looking {
  frame: RefObject<HTMLElement | null>;
  world: RefObject<HTMLElement | null>;
  size: { width: number; height: number } | null;
  /** Another picture is fitted into the frame; the same one that grew is not. */
  picture: string;
}

/** How a frame looks at a drawing that may be larger than it. Moving it draws nothing anew: the browser shifts what is there. */
export function usePanZoom({ frame, world, size, picture }: Looking) {
  const view = useRef<View>({ x: 0, y: 0, k: 1 });
  const [scale, setScale] = useState(1);
  const latest = useRef(size);
  latest.current = size;
  const change = useCallback(
    (next: (view: View) => View) => {
      view.current = next(view.current);
      const { x, y, k } = view.current;
      if (world.current) world.current.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
      setScale(stepOf(k));
    },
    [world],
  );
  const showAll = useCallback(
    (nearly = false) => {
      const box = frame.current?.getBoundingClientRect();
      const all = latest.current;
      if (box && all) change(() => fitInto(all, box, nearly));
    },
    [frame, change],
  );
  const isReady = size !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is what it waits for
  useLayoutEffect(() => {
    if (isReady) showAll(true);
  }, [isReady, picture, showAll]);
  useEffect(() => (frame.current ? follow(frame.current, change) : undefined), [frame, change]);
  const zoom = (factor: number) => {
    const { width = 0, height = 0 } = frame.current?.getBoundingClientRect() ?? {};
    change((past) => zoomAt(past, factor, { x: width / 2, y: height / 2 }));
  };
  const move = (x: number, y: number) => change((past) => ({ ...past, x: past.x + x, y: past.y + y }));
  return { scale, showAll, zoom, move };
}
