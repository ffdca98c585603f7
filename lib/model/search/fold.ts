const asciiOnly = /^[\x20-\x7e]*$/;
const unmarked: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ð: 'd', þ: 'th', ł: 'l', đ: 'd', ı: 'i', ħ: 'h' };

/** Lower case, without diacritics. */
export function foldText(text: string): string {
  if (asciiOnly.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøðþłđıħ]/g, (letter) => unmarked[letter] ?? letter);
}

/** A piece of a text: where it stands, and its folded form. */
export interface Token {
  from: number;
  to: number;
  term: string;
}

export interface Chunk extends Token {
  /** The words inside: `orderId` has order and id. */
  parts: Token[];
  /** Parts that are also known as one word: `OAuth`, `userId`. */
  compounds: (Token & { first: number; last: number })[];
}

export const maxTermLength = 40;
const maxCompoundLength = 8;
const chunkPattern = /[\p{L}\p{N}\p{M}]+/gu;
const plainChunk = /^(?:[a-z0-9]+|[A-Z0-9]+|[A-Z][a-z0-9]+)$/;
/** Before a capital after a small letter or digit, before the last capital of a run, and around each letter of a script without spaces. */
const seam =
  /(?<=[\p{Ll}\p{N}\p{M}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])(?!\p{M})|(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])/u;

export function termOf(text: string): string {
  return foldText(text).slice(0, maxTermLength);
}

/** The runs of letters and digits of a text, split into words. */
export function chunksOf(text: string): Chunk[] {
  return Array.from(text.matchAll(chunkPattern), ({ 0: run, index }) => toChunk(run, index)).filter(({ term }) => term !== '');
}

/** Splits one run of letters and digits. */
export function toChunk(run: string, at: number): Chunk {
  const whole = { from: at, to: at + run.length, term: termOf(run) };
  if (plainChunk.test(run)) return { ...whole, parts: [whole], compounds: [] };
  const parts: Token[] = [];
  let from = at;
  for (const piece of run.split(seam)) {
    const term = termOf(piece);
    if (term !== '') parts.push({ from, to: from + piece.length, term });
    from += piece.length;
  }
  return { ...whole, parts, compounds: joinParts(whole, parts) };
}

function joinParts(whole: Token, parts: Token[]): Chunk['compounds'] {
  const last = parts.length - 1;
  if (last < 1) return [];
  const compounds = whole.term.length <= maxCompoundLength ? [{ ...whole, first: 0, last }] : [];
  for (let i = 0; i < last; i += 1) {
    const [one, next] = [parts[i], parts[i + 1]];
    if (!one || !next || one.term.length > 1 || (last === 1 && compounds.length > 0)) continue;
    compounds.push({ from: one.from, to: next.to, term: (one.term + next.term).slice(0, maxTermLength), first: i, last: i + 1 });
  }
  return compounds;
}

/** Every term under which a text is found. */
export function tokensOf(text: string): Token[] {
  return chunksOf(text).flatMap(({ parts, compounds }) => [...parts, ...compounds]);
}

/** How far into a token its first `length` folded characters reach. */
export function prefixEnd(text: string, { from, to }: Token, length: number): number {
  let at = from;
  let folded = 0;
  for (const letter of text.slice(from, to)) {
    if (folded >= length && !/\p{M}/u.test(letter)) break;
    folded += foldText(letter).length;
    at += letter.length;
  }
  return at;
}
