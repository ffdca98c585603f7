/** A line of text; `from` and `to` bound the part that differs from the line beside it. */
export interface SnippetLine {
  text: string;
  from: number;
  to: number;
}

export interface SnippetRow {
  kind: 'same' | 'changed' | 'removed' | 'added';
  before: SnippetLine | null;
  after: SnippetLine | null;
}

/** Beyond this many pairs of lines, all of them count as changed. */
const maxCells = 250_000;
/** Two lines with a smaller share in common are two different lines. */
const leastCommon = 0.3;

/** JSON over several lines; text that is none, or was cut, as it stands. */
export function spread(text: string): string[] {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n');
  } catch {
    return text.split('\n');
  }
}

const plain = (text: string): SnippetLine => ({ text, from: 0, to: 0 });

/** Length of the longest common run of lines from every pair of places to the ends. */
function measureCommon(a: string[], b: string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i] as Uint16Array, table[i + 1] as Uint16Array];
    for (let j = b.length - 1; j >= 0; j -= 1) row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}

/** Two lines that stand beside one another, with the part that differs bounded where they have enough in common. */
function pair(before: string, after: string): SnippetRow {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (start + end < leastCommon * Math.max(before.trimStart().length, after.trimStart().length)) {
    return { kind: 'changed', before: plain(before), after: plain(after) };
  }
  return {
    kind: 'changed',
    before: { text: before, from: start, to: before.length - end },
    after: { text: after, from: start, to: after.length - end },
  };
}

function settle(removed: string[], added: string[]): SnippetRow[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, at) => {
    const [before, after] = [removed[at], added[at]];
    if (before !== undefined && after !== undefined) return pair(before, after);
    if (before !== undefined) return { kind: 'removed', before: plain(before), after: null };
    return { kind: 'added', before: null, after: plain(after ?? '') };
  });
}

/** Lines of two texts side by side: equal ones in one row, the others beside what took their place. */
export function compareLines(a: string[], b: string[]): SnippetRow[] {
  if (a.length * b.length > maxCells) return settle(a, b);
  const table = measureCommon(a, b);
  const rows: SnippetRow[] = [];
  let [i, j] = [0, 0];
  let [removed, added]: [string[], string[]] = [[], []];
  const flush = () => {
    rows.push(...settle(removed, added));
    [removed, added] = [[], []];
  };
  while (i < a.length || j < b.length) {
    const [before, after] = [a[i], b[j]];
    if (before !== undefined && before === after) {
      flush();
      rows.push({ kind: 'same', before: plain(before), after: plain(before) });
      i += 1;
      j += 1;
    } else if (before !== undefined && (after === undefined || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      removed.push(before);
      i += 1;
    } else {
      added.push(after ?? '');
      j += 1;
    }
  }
  flush();
  return rows;
}

export type FoldedRow = SnippetRow | { kind: 'fold'; lines: number };

/** Runs of equal lines shrink to one row, but for those next to a difference. */
export function foldEqual(rows: readonly SnippetRow[], around: number): FoldedRow[] {
  const near = rows.map((_, at) => rows.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'));
  const folded: FoldedRow[] = [];
  rows.forEach((row, at) => {
    const last = folded.at(-1);
    if (near[at]) folded.push(row);
    else if (last?.kind === 'fold') last.lines += 1;
    else folded.push({ kind: 'fold', lines: 1 });
  });
  return folded;
}
