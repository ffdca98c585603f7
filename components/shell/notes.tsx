'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

const Notifications = lazy(() => import('@mantine/notifications').then((module) => ({ default: module.Notifications })));

/** Notes answer what somebody does, so they are loaded with the first press of a key or a pointer. */
export function Notes() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const want = () => setWanted(true);
    const once = { once: true, capture: true };
    window.addEventListener('pointerdown', want, once);
    window.addEventListener('keydown', want, once);
    return () => {
      window.removeEventListener('pointerdown', want, once);
      window.removeEventListener('keydown', want, once);
    };
  }, []);
  return wanted ? (
    <Suspense>
      <Notifications position="bottom-right" />
    </Suspense>
  ) : null;
}
