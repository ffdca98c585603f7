/** Line numbers, from 1, of offsets in a text. */
export class LineTable {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** A tree of pointers, to find many of them in one walk over a text. */
export interface Wanted {
  pointer: string;
  steps: Map<string, Wanted>;
}

/** The pointers and everything that they stand in. */
export function wantPointers(pointers: Iterable<string>): Wanted {
  const root: Wanted = { pointer: '', steps: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const raw of pointer.split('/').slice(1)) {
      const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
      const next = node.steps.get(step) ?? { pointer: `${node.pointer}/${raw}`, steps: new Map() };
      node.steps.set(step, next);
      node = next;
    }
  }
  return root;
}

/** The line of a place, or of what should hold it. */
export function nearestLine(lines: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return 1;
}
