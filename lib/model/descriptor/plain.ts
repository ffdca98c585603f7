import { field, type Json, type Tree, textOf, treeOf } from '../document/tree.ts';
import type { DependencyKind, Draft, DraftDependency, RawFields } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import type { Link } from './link.ts';
import { slugOf } from './slug.ts';
import { lifecycleOf, tierOf } from './words.ts';

/** What most formats say of a service, in their own words. */
interface Words {
  title?: string | null;
  description?: Json | undefined;
  team?: string | null;
  system?: string | null;
  domain?: string | null;
  lifecycle?: Json | undefined;
  tier?: Json | undefined;
  tags?: string[] | undefined;
}

function lifecycleField(gathering: Gathering, entry: Entry, word: Json | undefined): RawFields {
  const text = textOf(word);
  if (text === null) return {};
  const lifecycle = lifecycleOf(text);
  if (lifecycle === null) {
    gathering.note(
      entry,
      'lifecycle',
      `lifecycle “${text}” is none of experimental, production, deprecated, nor a word for one: taken as production`,
    );
    return {};
  }
  if (lifecycle !== text) gathering.note(entry, 'lifecycle', `lifecycle “${text}” is taken as ${lifecycle}`);
  return { lifecycle };
}

function tierField(gathering: Gathering, entry: Entry, word: Json | undefined): RawFields {
  const text = textOf(word);
  if (text === null) return {};
  const tier = tierOf(text);
  if (tier === null) gathering.note(entry, 'tier', `tier “${text}” is none of 1 to 4: left as it is`);
  return tier === null ? {} : { tier };
}

function groupField(gathering: Gathering, entry: Entry, kind: 'team' | 'system' | 'domain', text: string | null | undefined): RawFields {
  if (text === null || text === undefined) return {};
  const name = gathering.group(kind, text);
  if (name === null) gathering.note(entry, kind, `${kind} “${text}” holds no letter or digit to make a name of: left out`);
  else if (name !== text) gathering.note(entry, kind, `${kind} “${text}” goes by the name ${name}`);
  return name === null ? {} : { [kind]: name };
}

export function fieldsOfWords(gathering: Gathering, entry: Entry, words: Words): RawFields {
  const description = textOf(words.description, 8000);
  if ('team' in words && words.team === null) gathering.note(entry, '', 'says no owner: left without a team');
  return {
    ...(words.title ? { displayName: words.title } : {}),
    ...(description === null ? {} : { description }),
    ...groupField(gathering, entry, 'team', words.team),
    ...groupField(gathering, entry, 'system', words.system),
    ...groupField(gathering, entry, 'domain', words.domain),
    ...lifecycleField(gathering, entry, words.lifecycle),
    ...tierField(gathering, entry, words.tier),
    ...(words.tags === undefined ? {} : { tags: words.tags }),
  };
}

/** Links of our kinds; null where there is none. */
export function spokenLinks(links: (Link | null)[]): Draft['links'] {
  const items = [...new Map(links.flatMap((link) => (link ? [[`${link.kind} ${link.url}`, link] as const] : []))).values()].slice(0, 20);
  return items.length === 0 ? null : { kinds: [...new Set(items.map(({ kind }) => kind))], items };
}

/** Dependencies by the names that a file gives; what it depends on itself is left out. */
export function spokenDependencies(
  gathering: Gathering,
  entry: Entry,
  self: string,
  calls: { name: string; kind: DependencyKind; at?: string }[],
  kinds: DependencyKind[],
): Draft['dependencies'] {
  const items = new Map<string, DraftDependency>();
  for (const { name, kind, at = '' } of calls) {
    const service = gathering.serviceOf(`${entry.format} service:default/${name.toLowerCase()}`) ?? slugOf(name);
    if (service === null) gathering.note(entry, at, `a dependency “${name}” holds no name: left out`);
    else if (service === self) gathering.note(entry, at, 'depends on itself: left out');
    else {
      if (kind === 'http' && !gathering.isService(service))
        gathering.note(entry, at, `${service} is described nowhere: the dependency is kept by its name`);
      items.set(`${service} ${kind}`, { service, kind, critical: null });
    }
  }
  return kinds.length === 0 && items.size === 0 ? null : { kinds, items: [...items.values()] };
}

/** Tags as a list of texts, however they were written: `a`, `{key, value}`, `{key: value}`. */
export function tagsIn(value: Json | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string')
    return value
      .split(/[,;]/)
      .map((text) => text.trim())
      .filter(Boolean);
  if (!Array.isArray(value)) return Object.entries(treeOf(value)).flatMap(([key, one]) => pairText(key, textOf(one)));
  return value.flatMap((tag) => textOf(tag, 100) ?? pairText(textOf(field(tag, 'key')), textOf(field(tag, 'value'))));
}

function pairText(key: string | null, value: string | null): string[] {
  if (key === null) return [];
  return [value === null ? key : `${key}:${value}`];
}

export const listed = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
export const first = (...values: (Json | undefined)[]): string | null =>
  values.map((value) => textOf(value, 500)).find((text) => text !== null) ?? null;
export const contentOf = (entry: Entry): Tree => treeOf(entry.content);
