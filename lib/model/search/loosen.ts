import type { SearchQuery } from './parse-query.ts';

const minStemLength = 3;

/** What a verb may be without its ending: `cancelling` of cancel, `creating` of create. */
function stemsOf(word: string): string[] {
  const stem = /^(.+?)(?:ing|ed)$/.exec(word)?.[1];
  if (stem === undefined || stem.length < minStemLength) return [];
  const single = stem.at(-1) === stem.at(-2) ? [stem.slice(0, -1)] : [];
  return [stem, `${stem}e`, ...single];
}

/** The same query for when nothing answers it: endings of verbs are taken off, and one more typing mistake is forgiven. */
export function loosen(query: SearchQuery): SearchQuery {
  const words = query.words.map((word) => ({ ...word, forms: [...new Set(word.forms.flatMap((form) => [form, ...stemsOf(form)]))], loose: true }));
  return { ...query, words };
}
