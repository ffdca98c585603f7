/** How many typing mistakes a word of this length may have; `loose`: when nothing answers it otherwise. */
export function allowedTypos(length: number, loose: boolean): 0 | 1 | 2 {
  if (length < (loose ? 3 : 4)) return 0;
  return length < (loose ? 6 : 8) ? 1 : 2;
}

/** The letters of a term as bits: terms that differ in many of them cannot be near. */
export function letterMask(term: string): number {
  let mask = 0;
  for (let i = 0; i < term.length; i += 1) mask |= 1 << (term.charCodeAt(i) % 32);
  return mask >>> 0;
}

export function countBits(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const width = 48;
const far = 100;
/** Three rows of the table; a cell `j` of a row is the distance to the first `j` letters of the word. */
let older = new Uint8Array(width).fill(far);
let before = new Uint8Array(width).fill(far);
let row = new Uint8Array(width).fill(far);

/**
 * Damerau-Levenshtein distance (letters added, left out, changed, neighbours swapped) of a word to a term, up to `max`;
 * more answers `max + 1`. With `asPrefix`, to the nearest beginning of the term.
 */
export function distanceWithin(word: string, term: string, max: number, asPrefix: boolean): number {
  const n = word.length;
  const surplus = term.length - n;
  if (n >= width - 1 || -surplus > max || (!asPrefix && surplus > max)) return max + 1;
  for (let j = 0; j <= n; j += 1) before[j] = j <= max ? j : far;
  let nearest = max + 1;
  const rows = Math.min(term.length, n + max);
  for (let i = 1; i <= rows; i += 1) {
    const least = fillRow(word, term, i, max);
    [older, before, row] = [before, row, older];
    const reachesEnd = i >= n - max;
    if (reachesEnd && (asPrefix || i === term.length)) nearest = Math.min(nearest, before[n] as number);
    if (least > max) return nearest;
  }
  return nearest;
}

/** One row of the table, only where it can still be within `max`; answers the least of it. */
function fillRow(word: string, term: string, i: number, max: number): number {
  const from = Math.max(1, i - max);
  const to = Math.min(word.length, i + max);
  let least = from === 1 ? i : far;
  row[from - 1] = least;
  for (let j = from; j <= to; j += 1) {
    const cost = costAt(word, term, i, j);
    row[j] = cost;
    if (cost < least) least = cost;
  }
  row[to + 1] = far;
  return least;
}

function costAt(word: string, term: string, i: number, j: number): number {
  const letter = term.charCodeAt(i - 1);
  const same = word.charCodeAt(j - 1) === letter;
  if (same) return before[j - 1] as number;
  const cost = 1 + Math.min(before[j - 1] as number, row[j - 1] as number, before[j] as number);
  if (i < 2 || j < 2 || word.charCodeAt(j - 2) !== letter || word.charCodeAt(j - 1) !== term.charCodeAt(i - 2)) return cost;
  return Math.min(cost, 1 + (older[j - 2] as number));
}
