'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** The address under which this Signalbox is open; empty until the browser tells. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
}
