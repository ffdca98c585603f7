import { type SearchField, type SearchKind, searchFields, searchKinds } from '../search.ts';

/** One thing that can be found. */
export interface SearchEntry {
  kind: SearchKind;
  /** Key of an operation; name of everything else. */
  key: string;
  /** `operation`, `webhook` or `channel` of an operation; otherwise empty. */
  form: string;
  deprecated: boolean;
  fields: Partial<Record<SearchField, string[]>>;
}

/** What is replaced together: a service with its operations and schemas, or one team, domain, system or topic. */
export interface SearchUnit {
  key: string;
  entries: SearchEntry[];
}

/** Unit of a service. Groups have a kind before a colon, which no service's name has. */
export const groupUnitKey = (kind: SearchKind, name: string): string => `:${kind}:${name}`;

/** Terms that only filters ask for: no text has a control character in it. */
export const filterMark = '\u0001';
export const filterTerm = (field: string, value: string): string => `${filterMark}${field}:${value.toLowerCase()}`;
const filterFields = ['tag', 'method', 'team', 'domain', 'system', 'topic'] as const;

export function filterTermsOf({ fields }: SearchEntry): string[] {
  return filterFields.flatMap((field) => (fields[field] ?? []).map((value) => filterTerm(field, value)));
}

const maxTexts = 1000;
const maxTextLength = 4000;

/** The entry without what is too much of it. */
export function trimEntry(entry: SearchEntry): SearchEntry {
  const trim = (texts: string[]) => texts.slice(0, maxTexts).map((text) => (text.length > maxTextLength ? text.slice(0, maxTextLength) : text));
  const fields: SearchEntry['fields'] = {};
  for (const field of searchFields) {
    const texts = entry.fields[field];
    if (texts && texts.length > 0) fields[field] = trim(texts);
  }
  return { ...entry, fields };
}

type Packed = [kind: number, key: string, form: string, deprecated: 0 | 1, ...pairs: (number | string[])[]];

export function packEntry({ kind, key, form, deprecated, fields }: SearchEntry): string {
  const pairs = searchFields.flatMap((field, i) => (fields[field] ? [i, fields[field]] : []));
  return JSON.stringify([searchKinds.indexOf(kind), key, form, deprecated ? 1 : 0, ...pairs] satisfies Packed);
}

export function unpackEntry(text: string): SearchEntry {
  const [kind, key, form, deprecated, ...pairs] = JSON.parse(text) as Packed;
  const fields: SearchEntry['fields'] = {};
  for (let i = 0; i < pairs.length; i += 2) {
    const field = searchFields[pairs[i] as number];
    if (field) fields[field] = pairs[i + 1] as string[];
  }
  return { kind: searchKinds[kind] ?? 'service', key, form, deprecated: deprecated === 1, fields };
}
