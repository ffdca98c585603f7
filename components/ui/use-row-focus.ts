'use client';

import { type RefObject, useEffect } from 'react';
import { isTyping } from '#components/ui/keyboard.ts';

function stepOf(event: KeyboardEvent): number {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return 0;
  return { j: 1, k: -1 }[event.key] ?? 0;
}

/** j and k move the focus from row to row, to the first thing in it that can be opened. */
export function useRowFocus(list: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event);
      const rows = step === 0 ? [] : [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      const row = at === -1 ? rows.at(step > 0 ? 0 : -1) : rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (!row) return;
      (row.querySelector<HTMLElement>('a, button, select, summary') ?? row).focus();
      row.scrollIntoView({ block: 'nearest' });
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [list]);
}
