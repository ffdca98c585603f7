'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';

const plain = (search: string) => new URLSearchParams(search).toString();

interface UrlForm<State> {
  parse: (search: URLSearchParams) => State;
  /** Writes a state into a query, and leaves alone what is not its own. */
  write: (state: State, search: URLSearchParams) => void;
}

/**
 * A state that lives in the query of the page's URL; changing it costs no round trip for the page. What stands in the
 * address bar is the truth: the router tells of older addresses while somebody types on. The form must be constant.
 */
export function useUrlState<State>({ parse, write }: UrlForm<State>) {
  const search = useSearchParams().toString();
  const written = useRef(search);
  const [state, setState] = useState(() => parse(new URLSearchParams(search)));
  useEffect(() => {
    const now = plain(window.location.search);
    if (now === written.current || now !== search) return;
    written.current = now;
    setState(parse(new URLSearchParams(now)));
  }, [search, parse]);
  const change = useCallback(
    (next: State, how: 'push' | 'replace' = 'push') => {
      const params = new URLSearchParams(window.location.search);
      write(next, params);
      const query = params.toString();
      written.current = query;
      setState(next);
      window.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', query === '' ? window.location.pathname : `?${query}`);
    },
    [write],
  );
  return { state, change };
}
