'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { isTyping } from '#components/ui/keyboard.ts';
import { moveIndex, moveOf } from './catalog-pages.ts';

interface RowKeys {
  table: RefObject<HTMLElement | null>;
  total: number;
  /** How many rows fit on the screen. */
  screenful: () => number;
  reveal: (index: number) => void;
}

const linkIn = (table: HTMLElement | null, index: number) => table?.querySelector<HTMLElement>(`[data-index="${index}"] a`) ?? null;
const isFilter = (target: EventTarget | null) => target instanceof Element && target.closest('search, [role=search]') !== null;
const isArrow = (key: string) => key === 'ArrowDown' || key === 'ArrowUp';

/**
 * j and k move from anywhere, the other keys once the list has the focus, or had it until its row was drawn anew; the
 * down arrow leads from the filter into it.
 */
function isForList(event: KeyboardEvent, table: HTMLElement | null, entered: boolean): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (isFilter(target) && event.key === 'ArrowDown') return true;
  if (isTyping(event.target)) return false;
  if (event.key === 'j' || event.key === 'k') return true;
  const free = target === document.body && (entered || isArrow(event.key));
  return free || (target !== null && table?.contains(target) === true);
}

/** Keyboard movement through a virtual list: the focus rests on the name of one row, also while that row is drawn anew. */
export function useRowKeys({ table, total, screenful, reveal }: RowKeys) {
  const [current, setCurrent] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const move = moveOf(event.key);
      if (!move || !isForList(event, table.current, current !== null)) return;
      const next = moveIndex(isFilter(event.target) ? null : current, move, total, screenful());
      if (next === null) return;
      event.preventDefault();
      wanted.current = next;
      setCurrent(next);
      reveal(next);
      linkIn(table.current, next)?.focus({ preventScroll: true });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [table, total, screenful, reveal, current]);

  // A row far away is drawn after the list has scrolled to it, and again when its page has come.
  useEffect(() => {
    if (wanted.current === null) return;
    const link = linkIn(table.current, wanted.current);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  const reachable = current === null ? 0 : Math.min(current, Math.max(0, total - 1));
  return { current: reachable, setCurrent };
}
