'use client';

import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { entryHeight, groupHeight } from './operation-row.tsx';
import type { ListRow } from './operation-rows.ts';

export const narrowQuery = '(max-width: 900px)';
const overscan = 8;
const firstScreen = { width: 340, height: 720 };
const gap = 16;

/** Beside the operation the list scrolls by itself; on a phone it is the page. */
export function useListRows(rows: ListRow[]) {
  const scroll = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery(narrowQuery, false) ?? false;
  const [place, setPlace] = useState({ top: 0, height: null as number | null });
  useLayoutEffect(() => {
    const measure = () => {
      // The list itself may be stuck to the top of the screen; what it stands in is not.
      const frame = scroll.current?.closest('[data-split]');
      if (!scroll.current || !frame || scroll.current.offsetParent === null) return;
      const top = Math.round(scroll.current.getBoundingClientRect().top + window.scrollY);
      const frameTop = Math.round(frame.getBoundingClientRect().top + window.scrollY);
      const height = Math.max(360, window.innerHeight - frameTop - gap);
      setPlace((was) => (was.top === top && was.height === height ? was : { top, height }));
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  const estimateSize = (index: number) => (rows[index]?.type === 'group' ? groupHeight : entryHeight);
  const sizes = { count: rows.length, estimateSize, overscan, initialRect: firstScreen };
  const own = useVirtualizer({ ...sizes, enabled: !narrow, getScrollElement: () => scroll.current });
  const page = useWindowVirtualizer({ ...sizes, enabled: narrow, scrollMargin: place.top });
  const virtual = narrow ? page : own;
  useEffect(() => {
    if (rows.length >= 0) virtual.measure();
  }, [virtual, rows]);
  return { scroll, virtual, narrow, scrollMargin: narrow ? place.top : 0, height: narrow ? null : place.height };
}
