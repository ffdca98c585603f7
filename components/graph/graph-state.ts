/** What the URL of the graph says. */
export interface GraphState {
  domain: string | null;
  /** The node that is looked at. */
  node: string | null;
  /** Where its path is to lead. */
  to: string | null;
  /** Whether domains are drawn as one node each; null: when there are many nodes. */
  fold: boolean | null;
  /** Folded groups that are opened. */
  open: string[];
  /** Whether what is well recedes where something is not. */
  dim: boolean;
  /** Whether the calls to Signalbox itself are shown too. */
  self: boolean;
  q: string;
}

const mostOpened = 40;
const foldWords = { 1: true, 0: false } as const;

export function parseGraphState(search: URLSearchParams): GraphState {
  const text = (key: string) => search.get(key)?.slice(0, 2000) || null;
  return {
    ...{ domain: text('domain'), node: text('node'), to: text('to'), q: text('q') ?? '' },
    fold: foldWords[search.get('fold') as '0' | '1'] ?? null,
    dim: search.get('dim') !== '0',
    self: search.get('self') === '1',
    open: (text('open') ?? '').split(',').filter(Boolean).slice(0, mostOpened),
  };
}

export function writeGraphState({ domain, node, to, fold, open, dim, self, q }: GraphState, search: URLSearchParams): void {
  const all = {
    domain,
    node,
    to: node === null ? null : to,
    fold: fold === null ? null : String(Number(fold)),
    open: open.join(',') || null,
    dim: dim ? null : '0',
    self: self ? '1' : null,
    q: q || null,
  };
  for (const [key, value] of Object.entries(all)) {
    if (value === null) search.delete(key);
    else search.set(key, value);
  }
}

/** The inputs of the queries; the same on the server and in the browser. */
export const graphInput = ({ domain }: Pick<GraphState, 'domain'>) => (domain === null ? {} : { domain });
/** Which picture the state shows: each has places of its own. */
export function viewOf({ domain }: Pick<GraphState, 'domain'>, isFolded: boolean): string {
  if (domain !== null) return `domain:${domain}`;
  return isFolded ? 'folded' : 'all';
}

/** The opened groups with one more, or without one and its rest. */
export const openedWith = (open: readonly string[], group: string) => [...new Set([...open, group])];
export const openedWithout = (open: readonly string[], group: string) => open.filter((one) => one !== group && one !== `rest:${group}`);

export const aroundInput = (name: string) => ({ around: name, depth: 2 });
