export interface ListState {
  q: string;
  /** From 1. */
  page: number;
}

export function parseListState(search: URLSearchParams): ListState {
  const page = Number(search.get('page'));
  return { q: (search.get('q') ?? '').slice(0, 200), page: Number.isInteger(page) && page > 0 ? page : 1 };
}

/** The query of a list's address; empty where nothing is out of the ordinary. */
export function writeListState({ q, page }: ListState): string {
  const search = new URLSearchParams();
  if (q !== '') search.set('q', q);
  if (page > 1) search.set('page', String(page));
  return search.toString();
}
