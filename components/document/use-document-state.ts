'use client';

import { useCallback, useEffect, useRef } from 'react';
import { useUrlState } from '#components/ui/use-url-state.ts';
import { type DocumentState, hrefOfState, parseDocumentState, writeDocumentState } from './document-state.ts';

export type ChangeState = (part: Partial<DocumentState>, how?: 'push' | 'replace') => void;

const form = { parse: parseDocumentState, write: writeDocumentState };

/** What the tab shows, as its URL says it. `change` and `hrefOf` take what differs. */
export function useDocumentState() {
  const { state, change: write } = useUrlState(form);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  }, [state]);
  const change = useCallback<ChangeState>((part, how) => write({ ...latest.current, ...part }, how), [write]);
  const hrefOf = useCallback((part: Partial<DocumentState>) => hrefOfState({ ...state, ...part }), [state]);
  return { state, change, hrefOf };
}

/** A plain click stays on the page; every other kind of click is the browser's. */
export function onPlainClick(act: () => void) {
  return (event: React.MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    act();
  };
}
