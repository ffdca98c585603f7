import { maxQueryLength } from '../search.ts';
import { type Chunk, chunksOf } from './fold.ts';

/** One word that was asked for; any of its forms will do. */
export interface QueryWord {
  forms: string[];
  /** The word that is still being typed: with a typing mistake it may also be the beginning of another. */
  last: boolean;
  /** More is forgiven, because nothing answers the query as it stands. */
  loose: boolean;
}

export interface SearchQuery {
  words: QueryWord[];
  /** Upper case; asked for by writing it before a path. */
  method: string | null;
  /** The words are those of a path. */
  isPath: boolean;
}

const maxWords = 12;
const methodFirst = /^\s*(get|put|post|patch|delete|head|options|trace|query|send|receive)\s+(?=\/)/i;
/** A segment of a path that stands for a parameter's value. */
const valueSegment = /(?<=\/)(\d+|[0-9a-f]{8}-[0-9a-f-]{20,40})(?=[/?#\s]|$)/gi;

/** `cuts` answers how an unknown word may be made of known ones: `listorders` of list and orders. */
export function parseQuery(q: string, cut: (word: string) => string[] | null): SearchQuery {
  const text = q.slice(0, maxQueryLength);
  const method = methodFirst.exec(text);
  const rest = method ? text.slice(method[0].length) : text;
  const isPath = rest.trimStart().startsWith('/');
  const found = isPath ? wordsOf(withoutValues(rest), cut) : withoutFillers(wordsOf(rest, cut));
  const words = found.map((forms, i): QueryWord => ({ forms, last: i === found.length - 1, loose: false }));
  return { words, method: method?.[1]?.toUpperCase() ?? null, isPath };
}

const fillers = new Set(['a', 'an', 'the', 'of', 'for', 'to', 'in', 'on', 'by', 'with', 'and', 'or']);

/** Words that say nothing need not be there; the last one may become another yet. */
function withoutFillers(words: string[][]): string[][] {
  const telling = words.filter(([form = '', ...more], i) => i === words.length - 1 || more.length > 0 || !fillers.has(form));
  return telling.length > 1 ? telling : words;
}

function withoutValues(path: string): string {
  const stripped = path.replace(valueSegment, '');
  return /[\p{L}\p{N}]/u.test(stripped) ? stripped : path;
}

function wordsOf(text: string, cut: (word: string) => string[] | null): string[][] {
  const seen = new Set<string>();
  const words: string[][] = [];
  for (const chunk of chunksOf(text)) {
    for (const forms of formsOf(chunk, cut)) {
      const id = forms.join(' ');
      if (seen.has(id) || words.length >= maxWords) continue;
      seen.add(id);
      words.push(forms);
    }
  }
  return words;
}

/** A part of a compound is found by the compound too: the auth of OAuth in `oauth2`. */
function formsOf(chunk: Chunk, cut: (word: string) => string[] | null): string[][] {
  return chunk.parts.flatMap(({ term }, i) => {
    const around = chunk.compounds.filter(({ first, last }) => first <= i && i <= last).map((compound) => compound.term);
    if (around.length > 0) return [[term, ...around]];
    return cut(term)?.map((piece) => [piece]) ?? [[term]];
  });
}
