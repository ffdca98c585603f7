import type { SearchReason } from '../search.ts';
import type { SearchEntry } from './entry.ts';
import { fieldsByWeight } from './field.ts';
import { prefixEnd, type Token, tokensOf } from './fold.ts';
import type { QueryWord, SearchQuery } from './parse-query.ts';
import { qualityOf } from './word.ts';

type Range = [from: number, to: number];

interface Reading extends SearchReason {
  /** Quality of the best match of each word of the query; 0: it is not here. */
  qualities: number[];
}

const maxReasons = 4;
const maxTextsRead = 400;
const maxTextLength = 160;
const excerptLead = 40;

/** Why an entry answers a query: the fewest fields that have all its words, the strongest first. */
export function explain(entry: SearchEntry, query: SearchQuery, typos: boolean): SearchReason[] {
  const covered = query.words.map(() => 0);
  const reasons: SearchReason[] = [];
  if (query.method !== null) for (const text of entry.fields.method ?? []) reasons.push({ field: 'method', text, ranges: [[0, text.length]] });
  for (const reading of readFields(entry, query.words, typos)) {
    if (reasons.length >= maxReasons) break;
    if (!reading.qualities.some((quality, word) => quality > (covered[word] ?? 0) + 0.05)) continue;
    reading.qualities.forEach((quality, word) => {
      covered[word] = Math.max(covered[word] ?? 0, quality);
    });
    reasons.push(excerpt(reading));
  }
  return reasons;
}

function readFields(entry: SearchEntry, words: readonly QueryWord[], typos: boolean): Reading[] {
  const readings = fieldsByWeight.flatMap((field) =>
    (entry.fields[field] ?? []).slice(0, maxTextsRead).map((text) => ({ field, text, ...readText(text, words, typos) })),
  );
  const strength = ({ qualities }: Reading) => qualities.reduce((sum, quality) => sum + quality, 0);
  return readings.filter(({ ranges }) => ranges.length > 0).sort((a, b) => order(a, b) || strength(b) - strength(a));
}

const order = (a: Reading, b: Reading) => fieldsByWeight.indexOf(a.field) - fieldsByWeight.indexOf(b.field);

function readText(text: string, words: readonly QueryWord[], typos: boolean): { ranges: Range[]; qualities: number[] } {
  const qualities = words.map(() => 0);
  const ranges: Range[] = [];
  for (const token of tokensOf(text)) {
    words.forEach((word, w) => {
      const quality = qualityOf(word, token.term, typos);
      if (quality === 0) return;
      qualities[w] = Math.max(qualities[w] ?? 0, quality);
      ranges.push(rangeOf(text, token, word));
    });
  }
  return { ranges: joinRanges(ranges), qualities };
}

/** A beginning is marked as far as it goes; anything else whole. */
function rangeOf(text: string, token: Token, { forms }: QueryWord): Range {
  const form = forms.filter((one) => token.term.startsWith(one)).sort((a, b) => b.length - a.length)[0];
  return [token.from, form === undefined ? token.to : prefixEnd(text, token, form.length)];
}

function joinRanges(ranges: Range[]): Range[] {
  const joined: Range[] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** A long text around its first match. */
function excerpt({ field, text, ranges }: Reading): SearchReason {
  if (text.length <= maxTextLength) return { field, text, ranges };
  const from = Math.max(0, Math.min((ranges[0]?.[0] ?? 0) - excerptLead, text.length - maxTextLength));
  const to = from + maxTextLength;
  const [before, after] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const shift = before.length - from;
  const inside = ranges.filter((range) => range[0] >= from && range[1] <= to).map(([a, b]): Range => [a + shift, b + shift]);
  return { field, text: (before + text.slice(from, to) + after).toWellFormed(), ranges: inside };
}
