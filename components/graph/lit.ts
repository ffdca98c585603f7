/** What stands out: nodes, and where it is not everything between them only some edges; null: everything alike. */
export interface Lit {
  nodes: ReadonlySet<string>;
  /** By `stepOf`. */
  steps: ReadonlySet<string> | null;
  /** Whether somebody chose it; else it is what is not well. */
  isChosen: boolean;
}
