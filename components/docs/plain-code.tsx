import type { ReactNode } from 'react';

const mostLines = 24;

/** A field scrolls, can be reached with the keyboard and selected as a whole. */
export function PlainCode({ children }: { children: ReactNode }) {
  const text = String(children ?? '');
  return (
    <textarea className="sb-code" readOnly spellCheck={false} aria-label="Code" rows={Math.min(mostLines, text.split('\n').length)} value={text} />
  );
}
