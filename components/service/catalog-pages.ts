export const pageSize = 100;

/** The pages that hold rows `first` to `last` (from 0, both included), at most those that exist. */
export function pagesOf(first: number, last: number, total: number): number[] {
  const end = Math.min(last, total - 1);
  const pages: number[] = [];
  for (let page = Math.floor(Math.max(0, first) / pageSize); page * pageSize <= end; page += 1) pages.push(page + 1);
  return pages;
}

/** The row at an index of the whole list; undefined while its page is not here. */
export function rowAt<Row>(pages: ReadonlyMap<number, readonly Row[]>, index: number): Row | undefined {
  return pages.get(Math.floor(index / pageSize) + 1)?.[index % pageSize];
}

type Move = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp';

const moves: Record<string, Move> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
};

/** What a key asks of a list; undefined when the key is none of its own. */
export function moveOf(key: string): Move | undefined {
  return Object.hasOwn(moves, key) ? moves[key] : undefined;
}

/** Where the keyboard goes from `index`; null is "nowhere yet", which enters at the first row. */
export function moveIndex(index: number | null, move: Move, total: number, screenful: number): number | null {
  if (total === 0) return null;
  if (index === null) return move === 'last' ? total - 1 : 0;
  const steps: Record<Move, number> = {
    next: index + 1,
    previous: index - 1,
    first: 0,
    last: total - 1,
    pageDown: index + screenful,
    pageUp: index - screenful,
  };
  return Math.min(total - 1, Math.max(0, steps[move]));
}
