import type { Labels } from '../exposition.ts';
import { type BreakerRow, breakerRows } from './breaker-table.ts';
import { foldLabel } from './label.ts';

const exact = new Map<string, [row: BreakerRow, order: number][]>();
const endings: [ending: string, row: BreakerRow, order: number][] = [];
breakerRows.forEach((row, order) => {
  for (const stem of row.stems) {
    const plain = stem.startsWith('*') ? stem.slice(1) : stem;
    exact.set(plain, [...(exact.get(plain) ?? []), [row, order]]);
    if (plain !== stem) endings.push([`_${plain}`, row, order]);
  }
});

type Ordered = [row: BreakerRow, order: number];

/** The rows whose stem fits, in the order of the table. */
export function rowsOfStem(stem: string): Ordered[] {
  const ended = endings.filter(([ending]) => stem.endsWith(ending)).map(([, row, order]): Ordered => [row, order]);
  return [...(exact.get(stem) ?? []), ...ended].sort((a, b) => a[1] - b[1]);
}

export const isBreakerStem = (stem: string): boolean => exact.has(stem) || endings.some(([ending]) => stem.endsWith(ending));

export interface Match {
  row: BreakerRow;
  order: number;
  name: string;
  callee: string;
  calleeLabel: string;
  /** Labels with folded names. */
  labels: ReadonlyMap<string, string>;
  /** Folded labels that name the breaker. */
  nameLabels: ReadonlySet<string>;
}

const foldLabels = (labels: Labels): Map<string, string> => new Map([...labels].map(([name, value]) => [foldLabel(name), value]));

const has = (labels: ReadonlyMap<string, string>, name: string) => labels.has(foldLabel(name));

/** A metric without a label that names the breaker is named by what stands before its stem. */
function nameOfStem(stem: string): string {
  return stem.replace(/_?(?:circuit)?_?breaker(?:_state)?$|_?cb_state$|_?circuit_state$/, '') || 'default';
}

/** The row that reads a sample, with the breaker that it is about; null when none fits. */
export function matchSample(stem: string, rows: readonly Ordered[], given: Labels): Match | null {
  const labels = foldLabels(given);
  for (const [row, order] of rows) {
    if (!row.labels.every((name) => has(labels, name))) continue;
    if (row.reads.some(({ kind }) => kind === 'enum') && !labels.has(stem)) continue;
    const named = nameOf(row, stem, labels);
    if (named) return { row, order, labels, ...named };
  }
  return null;
}

function nameOf(row: BreakerRow, stem: string, labels: ReadonlyMap<string, string>) {
  const used = row.name.flatMap((group) => group.map(foldLabel).find((name) => labels.get(name)) ?? []);
  const first = used[0];
  if (first === undefined) {
    if (!row.stems.some((one) => one.startsWith('*'))) return null;
    const name = nameOfStem(stem);
    return { name, callee: name, calleeLabel: 'the name of the metric', nameLabels: new Set<string>() };
  }
  const calleeLabel = row.callee ?? first;
  const name = used.map((label) => labels.get(label)).join('/');
  return { name, callee: labels.get(calleeLabel) ?? name, calleeLabel, nameLabels: new Set(used) };
}
