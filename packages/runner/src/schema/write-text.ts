import type { Flat } from './flat.ts';
import { hasFormat, sampleFormat, wordOf } from './format.ts';
import { tryPattern } from './pattern.ts';
import { samplePattern } from './pattern-sample.ts';
import { NoSample, type Writing } from './writing.ts';

const longest = 100_000;

/** Valid, and yet what services stumble over: signs of other languages, of queries, of templates, and of nothing. */
const awkwardTexts = ["O'Neil; --", '<b>"quoted"</b>', 'žluťoučký kůň', '漢字かな', '👩‍🚀 ok', '%00 %s {{1}}', ' both ends ', '0', 'null', '../..'];
const longestAwkward = 500;

/** One of those, or as long as it may be. */
function writeAwkward(text: Flat['text'], { random }: Writing): string | undefined {
  const longest = text.max <= longestAwkward ? [wordOf(random, text.max)] : [];
  return random.shuffle([...awkwardTexts, ...longest]).find((one) => fits(text, one));
}

/** Many texts are names or keys: long enough that two are hardly the same. */
const usual = 8;

export function writeText({ text, text: { min, max, patterns, format } }: Flat, writing: Writing): string {
  if (min > longest || min > max) throw new NoSample();
  const formatted = format === undefined ? undefined : sampleFormat(format, writing.random);
  if (formatted !== undefined && fits(text, formatted)) return formatted;
  if (patterns.length > 0) return writeMatching(text, writing);
  if (formatted !== undefined) throw new NoSample();
  const awkward = writing.size === 'some' && writing.random.isLucky(0.4) ? writeAwkward(text, writing) : undefined;
  if (awkward !== undefined) return awkward;
  const wanted = writing.size === 'least' ? Math.max(min, Math.min(usual, max)) : writing.random.whole(Math.max(min, 1), Math.max(min, usual + 8));
  return wordOf(writing.random, Math.min(Math.max(wanted, min, Math.min(usual, max)), max));
}

function fits({ min, max, patterns, format }: Flat['text'], text: string): boolean {
  const length = [...text].length;
  if (length < min || length > max) return false;
  return patterns.every((pattern) => tryPattern(pattern, text)) && (format === undefined || hasFormat(format, text));
}

/** Repetition grows until the text is long enough. */
function writeMatching(text: Flat['text'], { random, budget }: Writing): string {
  const base = Math.max(0, text.min);
  for (const more of [usual, base, 2, 0, 4, 1, 3, base + 5, Math.ceil(base / 2), 16, 40, 120]) {
    for (const pattern of text.patterns) {
      budget.left -= 1;
      const made = samplePattern(pattern, random, more);
      const found = made === null ? undefined : [made, made.padEnd(base, 'x'), made.slice(0, text.max)].find((one) => fits(text, one));
      if (found !== undefined) return found;
    }
  }
  throw new NoSample();
}
