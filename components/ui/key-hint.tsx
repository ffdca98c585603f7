'use client';

import { useHydrated } from './now.tsx';

/** Keys to press, separated by spaces; `mod` is ⌘ on a Mac and Ctrl elsewhere: `mod K`, `/`. */
export function KeyHint({ keys }: { keys: string }) {
  const hydrated = useHydrated();
  const mod = hydrated && /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  return (
    <span className="sb-keys" aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{key === 'mod' ? mod : key}</kbd>
      ))}
    </span>
  );
}
