import { createContext, startTransition, useEffect, useState } from 'react';

/**
 * A change of it, in a transition, makes React take over all of the server's markup below before it goes on. Data
 * that changed earlier than that would make markup and browser differ.
 */
export const SettledContext = createContext(false);

/** A part that never comes must not keep the page from being live. */
const patienceMs = 10_000;

/** True once the document is complete and every part of it is React's; `<html data-settled>` says so to whoever drives the page. */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const settle = () => startTransition(() => setSettled(true));
    const late = setTimeout(() => setSettled(true), patienceMs);
    if (document.readyState === 'complete') settle();
    else window.addEventListener('load', settle, { once: true });
    return () => {
      clearTimeout(late);
      window.removeEventListener('load', settle);
    };
  }, []);
  useEffect(() => {
    if (settled) document.documentElement.dataset.settled = '';
  }, [settled]);
  return settled;
}
