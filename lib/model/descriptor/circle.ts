type Edges = ReadonlyMap<string, readonly string[]>;

/** Tarjan's search, with its own stack: chains of any length do no harm. */
class Search {
  readonly circles: string[][] = [];
  private readonly edges: Edges;
  private readonly order = new Map<string, number>();
  private readonly low = new Map<string, number>();
  private readonly open: string[] = [];
  private readonly isOpen = new Set<string>();
  private readonly path: { name: string; rest: string[] }[] = [];

  constructor(edges: Edges) {
    this.edges = edges;
  }

  from(start: string): void {
    if (!this.order.has(start)) this.enter(start);
    for (let top = this.path.at(-1); top; top = this.path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) this.leave(top.name);
      else if (this.isOpen.has(next)) this.lower(top.name, this.order.get(next));
      else if (!this.order.has(next) && this.edges.has(next)) this.enter(next);
    }
  }

  private enter(name: string): void {
    this.low.set(name, this.order.size);
    this.order.set(name, this.order.size);
    this.open.push(name);
    this.isOpen.add(name);
    this.path.push({ name, rest: [...(this.edges.get(name) ?? [])] });
  }

  private leave(name: string): void {
    this.path.pop();
    const parent = this.path.at(-1);
    if (parent) this.lower(parent.name, this.low.get(name));
    if (this.low.get(name) !== this.order.get(name)) return;
    const circle = this.open.splice(this.open.lastIndexOf(name));
    for (const member of circle) this.isOpen.delete(member);
    if (circle.length > 1) this.circles.push(circle.sort());
  }

  private lower(name: string, to: number | undefined): void {
    this.low.set(name, Math.min(this.low.get(name) ?? 0, to ?? 0));
  }
}

/** Names that reach each other, each group of them once. */
export function findCircles(edges: Edges): string[][] {
  const search = new Search(edges);
  for (const start of edges.keys()) search.from(start);
  return search.circles;
}
