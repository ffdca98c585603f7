import { nodeSize } from '#lib/model/graph/place.ts';

/** Pixels: the area grows with the logarithm of the requests per second, from 4.5 px at none to 12 at 10,000 a second. */
export function radiusOf(requestRate: number | null): number {
  const size = Math.min(4, Math.log10(1 + Math.max(0, requestRate ?? 0)));
  return Math.round(Math.sqrt(20 + 31 * size) * 100) / 100;
}

/** How old what is said of a node is: 0 up to a minute, 1 up to five, 2 beyond. Nothing is old of what nobody looks at. */
export function ageStepOf(seenAt: string | null, nowMs: number): 0 | 1 | 2 {
  if (seenAt === null) return 0;
  const ageMs = nowMs - Date.parse(seenAt);
  if (ageMs <= 60_000) return 0;
  return ageMs <= 300_000 ? 1 : 2;
}

/** Pixels that a character of a name takes at 13 px, near enough: lines begin where the text ends. */
function widthOfCharacter(character: string): number {
  if (/[ijl.:,'|I ]/.test(character)) return 3.6;
  if (/[ftr/1()[\]-]/.test(character)) return 5.2;
  if (/[mwMW@]/.test(character)) return 11.4;
  return /[A-Z]/.test(character) ? 8.9 : 7.8;
}

const widthOfText = (text: string) => [...text].reduce((sum, character) => sum + widthOfCharacter(character), 0);
const widthOfWord = (word: string) => 6 + (widthOfText(word) * 12) / 13;
/** The disc before the name, and the room around both. */
const besideName = 54;

/** Pixels that a node takes: its disc, its name and a word. Lines begin at its end. */
export function nodeWidthOf(name: string, word: string | null): number {
  return Math.min(nodeSize.width, Math.round(besideName + widthOfText(name) + (word === null ? 0 : widthOfWord(word))));
}

/** The word beside a name where there is room for both: the name comes first. */
export function wordThatFits(name: string, word: string): string | null {
  return besideName + widthOfText(name) + widthOfWord(word) <= nodeSize.width ? word : null;
}

export interface Labelled {
  id: string;
  name: string;
  x: number;
  y: number;
  /** How many edges it has: hubs are named first. */
  joins: number;
}

const label = { height: 18, character: 7, gap: 6 };

/**
 * Whose names there is room for when the drawing is so small that names at their place would be smaller than 12 px: they keep their size,
 * hubs come first, and none covers another.
 */
export function chooseLabels(nodes: readonly Labelled[], scale: number): Set<string> {
  const [named, taken] = [new Set<string>(), new Map<string, { left: number; right: number }[]>()];
  const sorted = nodes.toSorted((a, b) => b.joins - a.joins || (a.id < b.id ? -1 : 1));
  for (const { id, name, x, y } of sorted) {
    const [left, row] = [x * scale, Math.floor((y * scale) / label.height)];
    const box = { left, right: left + name.length * label.character + label.gap };
    const rows = [row - 1, row, row + 1].map(String);
    if (rows.some((one) => taken.get(one)?.some((other) => other.left < box.right && box.left < other.right))) continue;
    named.add(id);
    taken.set(String(row), [...(taken.get(String(row)) ?? []), box]);
  }
  return named;
}
