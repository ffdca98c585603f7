/** What stands out: nodes, and where it is a path only the edges along it; null: everything alike. */
export interface Lit {
  nodes: ReadonlySet<string>;
  path: readonly string[] | null;
  /** Whether somebody chose it; else it is what is not well. */
  isChosen: boolean;
}
