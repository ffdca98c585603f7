'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { keepOrder, waitForOrderMs } from './held-order.ts';

const holdMs = 4000;

/**
 * Rows that stay where they are while a pointer or the keyboard is at work among them, and that are sorted anew every half minute
 * at most. `keyOf` must be constant.
 */
export function useHeldOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const fresh = rows.map(keyOf);
  const wanted = fresh.join('\n');
  const [held, setHeld] = useState(false);
  const [order, setOrder] = useState(fresh);
  const sortedMs = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hold = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), holdMs);
    setHeld(true);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (held || wanted === order.join('\n')) return;
    const sort = () => {
      sortedMs.current = Date.now();
      setOrder(wanted.split('\n'));
    };
    const waiting = setTimeout(sort, waitForOrderMs(sortedMs.current, Date.now()));
    return () => clearTimeout(waiting);
  }, [held, wanted, order]);
  return { rows: keepOrder(order, rows, keyOf), hold };
}
