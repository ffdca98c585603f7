/** How well a text answers what was typed: 0 best; null not at all. Words may stand in any order. */
export function scoreMatch(text: string, typed: string): number | null {
  const hay = text.toLowerCase();
  const needle = typed.trim().toLowerCase();
  if (needle === '') return 3;
  if (hay === needle) return 0;
  if (hay.startsWith(needle)) return 1;
  const words = needle.split(/\s+/);
  if (!words.every((word) => hay.includes(word))) return null;
  return words.every((word) => new RegExp(`(^|[^\\p{L}\\p{N}])${escapePattern(word)}`, 'u').test(hay)) ? 2 : 4;
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Keeps what matches, best first, else in the order it came. */
export function rankBy<T>(items: T[], typed: string, textsOf: (item: T) => string[]): T[] {
  return items
    .map((item, index) => {
      const scores = textsOf(item)
        .map((text) => scoreMatch(text, typed))
        .filter((score) => score !== null);
      return { item, index, score: scores.length > 0 ? Math.min(...scores) : null };
    })
    .filter((ranked): ranked is typeof ranked & { score: number } => ranked.score !== null)
    .sort((a, b) => a.score - b.score || a.index - b.index)
    .map(({ item }) => item);
}
