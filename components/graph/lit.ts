/** What stands out: nodes, and where it is a path only the edges along it; null: everything alike. */
export interface Lit {
  nodes: ReadonlySet<string>;
  path: readonly string[] | null;
}
