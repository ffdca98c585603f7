import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SearchField, searchFields } from '../search.ts';
import type { SearchEntry, SearchUnit } from './entry.ts';
import { tokensOf } from './fold.ts';
import { loosen } from './loosen.ts';
import { parseQuery, type QueryWord } from './parse-query.ts';
import { everything, type FoundEntry, SearchIndex } from './search-index.ts';
import { qualityOf } from './word.ts';

const vocabulary = [
  'order',
  'orders',
  'refund',
  'payment',
  'Zürich',
  'lineItem',
  'HTTPServer',
  'user_profile',
  'v2',
  'get',
  'notification',
  'customerAddress',
  'x',
  'Ελλάδα',
];
const word = fc.constantFrom(...vocabulary);
const text = fc.array(word, { minLength: 1, maxLength: 4 }).chain((words) => fc.constantFrom(' ', '-', '/', '.').map((by) => words.join(by)));
const fieldName = fc.constantFrom<SearchField>(...searchFields.filter((field) => field !== 'name' && field !== 'path'));

const entry: fc.Arbitrary<SearchEntry> = fc.record({
  kind: fc.constantFrom('service' as const, 'operation' as const, 'schema' as const),
  key: text,
  form: fc.constant(''),
  deprecated: fc.boolean(),
  fields: fc
    .tuple(text, fc.dictionary(fieldName, fc.array(text, { minLength: 1, maxLength: 3 }), { maxKeys: 3 }))
    .map(([name, rest]) => ({ ...rest, name: [name] })),
});
const entries = fc.array(entry, { minLength: 1, maxLength: 4 });
const catalog = fc
  .array(entries, { minLength: 1, maxLength: 12 })
  .map((all) => all.map((own, i): SearchUnit => ({ key: `unit-${i}`, entries: own })));

const many = 10_000;
const idsOf = (found: readonly FoundEntry[]) => found.map(({ unit, entry: { kind, key, fields } }) => JSON.stringify([unit, kind, key, fields.name]));
const textsOf = ({ fields }: SearchEntry) => searchFields.flatMap((field) => fields[field] ?? []);

function fresh(units: readonly SearchUnit[]): SearchIndex {
  const index = new SearchIndex();
  index.put(units);
  return index;
}

const look = (index: SearchIndex, q: string) => index.search(q, everything, many);

/** Every entry for itself: the words of its texts against the words of the query. */
function bruteForce(units: readonly SearchUnit[], q: string): string[] {
  const query = parseQuery(q, () => null);
  const run = (typos: boolean, { words } = query) =>
    units.flatMap(({ key, entries: own }) => own.filter((one) => hasAll(one, words, typos)).map((one) => ({ unit: key, entry: one, score: 0 })));
  const hasAll = (one: SearchEntry, words: readonly QueryWord[], typos: boolean) => {
    const terms = textsOf(one).flatMap((each) => tokensOf(each).map(({ term }) => term));
    return words.length > 0 && words.every((asked) => terms.some((term) => qualityOf(asked, term, typos) > 0));
  };
  const strict = run(false);
  const found = strict.length >= 20 ? strict : run(true);
  return idsOf(found.length > 0 ? found : run(true, loosen(query))).sort();
}

const someEntry = catalog.chain((units) => {
  const all = units.flatMap(({ key, entries: own }) => own.map((one) => ({ key, one })));
  return fc.tuple(fc.constant(units), fc.constantFrom(...all), fc.nat(), fc.nat());
});

interface Step {
  put: [number, SearchEntry[]][];
  remove: number[];
  compact: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  put: fc.array(fc.tuple(fc.nat(9), entries), { maxLength: 4 }),
  remove: fc.array(fc.nat(9), { maxLength: 3 }),
  compact: fc.boolean(),
});

/** Does the same to an index and to a plain map. */
function apply({ put, remove, compact }: Step, index: SearchIndex, kept: Map<string, SearchUnit>): void {
  const units = put.map(([n, own]): SearchUnit => ({ key: `unit-${n}`, entries: own }));
  const gone = remove.map((n) => `unit-${n}`);
  for (const unit of units) kept.set(unit.key, unit);
  for (const key of gone) kept.delete(key);
  index.put(units);
  index.remove(gone);
  if (compact) index.compact();
}

describe('the index', () => {
  it('finds an entry by each of its words and by each beginning of two letters and more', () => {
    fc.assert(
      fc.property(someEntry, ([units, { key, one }, which, length]) => {
        const terms = textsOf(one).flatMap((each) => tokensOf(each).map(({ term }) => term));
        const term = terms[which % terms.length] ?? '';
        const beginning = term.slice(0, Math.max(Math.min(2, term.length), 1 + (length % term.length)));
        expect(idsOf(look(fresh(units), beginning).best)).toContain(idsOf([{ unit: key, entry: one, score: 0 }])[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('finds an entry by a word of five letters and more with one typing mistake', () => {
    fc.assert(
      fc.property(someEntry, fc.constantFrom('drop', 'swap', 'change', 'add'), ([units, { key, one }, which, where], mistake) => {
        const long = textsOf(one)
          .flatMap((each) => tokensOf(each).map(({ term }) => term))
          .filter(({ length }) => length >= 5);
        fc.pre(long.length > 0);
        const term = long[which % long.length] ?? '';
        const q = mistype(term, where % (term.length - 1), mistake);
        const { best, typos } = look(fresh(units), q);
        fc.pre(typos);
        expect(idsOf(best)).toContain(idsOf([{ unit: key, entry: one, score: 0 }])[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('finds just what a search without an index finds', () => {
    const query = fc.array(
      fc.oneof(
        word,
        word.map((one) => one.slice(0, 3)),
        word.map((one) => mistype(one, 1, 'swap')),
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(catalog, query, (units, words) => {
        const q = words.join(' ');
        const expected = bruteForce(units, q);
        const { best, total, query: asked } = look(fresh(units), q);
        fc.pre(asked.words.length === parseQuery(q, () => null).words.length);
        expect(idsOf(best).sort()).toEqual(expected);
        expect(total).toBe(expected.length);
      }),
      { numRuns: 500 },
    );
  });

  it('after any updates answers as one that was built at once, in the same order', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.array(word, { minLength: 1, maxLength: 2 }), (steps, words) => {
        const index = new SearchIndex();
        const kept = new Map<string, SearchUnit>();
        for (const one of steps) apply(one, index, kept);
        const anew = fresh([...kept.values()]);
        expect(index.size).toBe(anew.size);
        const of = (one: SearchIndex) => look(one, words.join(' ')).best.map((found) => [idsOf([found])[0], found.score]);
        expect(of(index)).toEqual(of(anew));
        const list = (one: SearchIndex) => idsOf(one.list({ ...everything, kinds: new Set(['operation']) }, 1, many).entries);
        expect(list(index)).toEqual(list(anew));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps its parts few however it grows', () => {
    const index = new SearchIndex();
    const one = (n: number): SearchUnit => ({
      key: `unit-${n}`,
      entries: [{ kind: 'service', key: `s${n}`, form: '', deprecated: false, fields: { name: [`name ${n}`] } }],
    });
    for (let n = 0; n < 1000; n += 1) index.put([one(n % 400)]);
    expect(index.size).toBe(400);
    expect(index.parts).toBeLessThan(24);
    for (let n = 0; n < 400; n += 1) expect(look(index, `name ${n}`).best.some(({ unit }) => unit === `unit-${n}`)).toBe(true);
    index.remove(Array.from({ length: 400 }, (_, n) => `unit-${n}`));
    expect(index.parts).toBe(0);
  });

  it('answers the best first: each score is that of the whole list', () => {
    fc.assert(
      fc.property(catalog, word, fc.integer({ min: 1, max: 5 }), (units, q, count) => {
        const index = fresh(units);
        const all = look(index, q).best;
        expect(idsOf(index.search(q, everything, count).best)).toEqual(idsOf(all.slice(0, count)));
        expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((a, b) => b - a));
      }),
    );
  });
});

function mistype(term: string, at: number, mistake: 'drop' | 'swap' | 'change' | 'add'): string {
  if (mistake === 'drop') return term.slice(0, at) + term.slice(at + 1);
  if (mistake === 'swap') return term.slice(0, at) + (term[at + 1] ?? '') + (term[at] ?? '') + term.slice(at + 2);
  return `${term.slice(0, at)}q${term.slice(mistake === 'add' ? at : at + 1)}`;
}
