'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ServiceRow } from '#lib/model/service.ts';
import type { CatalogState } from './catalog-state.ts';
import { keepPlaces } from './steady-rows.ts';

const holdMs = 4000;

type Pages = ReadonlyMap<number, readonly ServiceRow[]>;

/** Rows that stay where they are while a pointer or the keyboard is at work among them. */
export function useSteadyRows(state: CatalogState, rows: Pages) {
  const [held, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const past = useRef<{ state: CatalogState; rows: Pages }>({ state, rows });
  const hold = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), holdMs);
    setHeld(true);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const steady = held && past.current.state === state ? keepPlaces(past.current.rows, rows) : rows;
  useEffect(() => {
    past.current = { state, rows: steady };
  });
  return { rows: steady, hold };
}
