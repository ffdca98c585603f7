/** Lines of what stands inside, by path: `spec/owner`. */
export type Lines = Readonly<Record<string, number>>;

const grouped = new WeakMap<Lines, Map<number, Map<string, Record<string, number>>>>();

/** The path's first `depth` steps, and the rest; null where there are fewer. */
function cut(path: string, depth: number): [head: string, rest: string] | null {
  let end = -1;
  for (let step = 0; step < depth; step += 1) {
    end = path.indexOf('/', end + 1);
    if (end < 0) return null;
  }
  return [path.slice(0, end), path.slice(end + 1)];
}

function groupsOf(lines: Lines, depth: number): Map<string, Record<string, number>> {
  const groups = new Map<string, Record<string, number>>();
  for (const [path, line] of Object.entries(lines)) {
    const parts = cut(path, depth);
    if (!parts) continue;
    const group = groups.get(parts[0]) ?? {};
    group[parts[1]] = line;
    groups.set(parts[0], group);
  }
  return groups;
}

/** The lines below a path, as paths from there. All of one depth are cut in one go: a file holds thousands of entries. */
export function linesBelow(lines: Lines, at: string): Lines {
  const depth = at.split('/').length;
  const known = grouped.get(lines) ?? new Map<number, Map<string, Record<string, number>>>();
  grouped.set(lines, known);
  const groups = known.get(depth) ?? groupsOf(lines, depth);
  known.set(depth, groups);
  return groups.get(at) ?? {};
}
