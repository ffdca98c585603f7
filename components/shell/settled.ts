import { createContext, startTransition, useEffect, useState } from 'react';

/**
 * Nobody needs its value: a change of it, in a transition, makes React take over all of the server's markup below
 * before it goes on. Data that changed earlier than that would make markup and browser differ.
 */
export const SettledContext = createContext(false);

/** True once the document is complete and every part of it is React's. */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const settle = () => startTransition(() => setSettled(true));
    if (document.readyState === 'complete') settle();
    else window.addEventListener('load', settle, { once: true });
    return () => window.removeEventListener('load', settle);
  }, []);
  return settled;
}
