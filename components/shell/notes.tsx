'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

const Notifications = lazy(() => import('@mantine/notifications').then((module) => ({ default: module.Notifications })));

const signs = ['pointerdown', 'keydown', 'click', 'change'];

/** Notes answer what somebody does, so they are loaded with the first press of a key or a pointer, or the first change of a field. */
export function Notes() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const want = () => setWanted(true);
    const once = { once: true, capture: true };
    for (const sign of signs) window.addEventListener(sign, want, once);
    return () => {
      for (const sign of signs) window.removeEventListener(sign, want, once);
    };
  }, []);
  return wanted ? (
    <Suspense>
      <Notifications position="bottom-right" />
    </Suspense>
  ) : null;
}
