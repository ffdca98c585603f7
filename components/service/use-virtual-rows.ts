'use client';

import { useMediaQuery } from '@mantine/hooks';
import { useWindowVirtualizer, windowScroll } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useHydrated } from '#components/ui/now.tsx';

const rowHeight = 36;
const narrowRowHeight = 60;
const headHeight = 33;
/** The bar that narrow screens have at the top. */
const barHeight = 48;
/** Rows drawn beyond the edge of the screen. */
const overscan = 12;
/** What the server draws, which knows no screen. */
const firstScreen = { width: 1440, height: 1200 };

interface Place {
  catalogTop?: number;
}

const readPlace = (): number => (window.history.state as Place | null)?.catalogTop ?? 0;

/** Notes in the history how far the list is scrolled, so that the back button leads to the same row. */
export function keepPlace(): void {
  window.history.replaceState({ ...window.history.state, catalogTop: window.scrollY }, '');
}

/** The rows in sight of a list that scrolls with the window, and where they stand. */
export function useVirtualRows(total: number) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const height = useMediaQuery('(max-width: 640px)', false) ? narrowRowHeight : rowHeight;
  const came = useHydrated();
  const [firstTop] = useState(() => (came ? readPlace() : 0));
  const started = useRef(false);
  // What stands above the list may wrap or grow with any render.
  useLayoutEffect(() => {
    if (body.current) setScrollMargin(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
  });
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => height,
    overscan,
    scrollMargin,
    scrollPaddingStart: headHeight + barHeight,
    scrollPaddingEnd: 8,
    initialRect: firstScreen,
    initialOffset: firstTop,
    // At its start the list would scroll to where it was drawn for; somebody may have scrolled on before it woke.
    scrollToFn: (offset, options, instance) => {
      if (started.current) windowScroll(offset, options, instance);
    },
  });
  useEffect(() => {
    started.current = true;
    if (firstTop > 0) window.scrollTo({ top: firstTop });
    else if (window.scrollY > 0) window.dispatchEvent(new Event('scroll'));
  }, [firstTop]);
  useEffect(() => {
    virtual.options.estimateSize = () => height;
    virtual.measure();
  }, [virtual, height]);
  return { body, virtual, height, scrollMargin };
}
