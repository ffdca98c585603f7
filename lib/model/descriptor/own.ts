import { field, isTree, type Json, type Tree, textOf } from '../document/tree.ts';
import { registrationDefaults } from '../registration-defaults.ts';
import { type DraftDependency, dependencyKinds, type GroupKind, type RawFields } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { type Link, linkKinds } from './link.ts';
import { contentOf } from './plain.ts';
import { slugOf } from './slug.ts';

const secretFields = new Set(['apiKey', 'bearerToken']);
const knownFields = new Set(['name', 'displayName', 'baseUrl', ...Object.keys(registrationDefaults), ...secretFields]);
export const isServiceField = (name: string) => knownFields.has(name);

const groupFields: [string, GroupKind][] = [
  ['team', 'team'],
  ['domain', 'domain'],
  ['system', 'system'],
];

/** Signalbox's own YAML: `services:` with the fields of a registration. */
export function readOwn(gathering: Gathering, entries: Entry[]): void {
  for (const entry of entries.filter(({ kind }) => kind !== 'service'))
    gathering.group(entry.kind as GroupKind, entry.name, textOf(contentOf(entry).displayName, 100), true);
  for (const entry of entries.filter(({ kind }) => kind === 'service')) {
    const name = gathering.nameService(entry);
    if (name !== null) describe(gathering, entry, name);
  }
}

function dependencyIn(item: Json): DraftDependency | Json {
  if (typeof item === 'string') return { service: item, kind: 'http', critical: null };
  if (!isTree(item)) return item;
  const kind = dependencyKinds.find((one) => one === item.kind);
  if (typeof item.service !== 'string' || (item.kind !== undefined && !kind)) return item;
  return { service: item.service, kind: kind ?? 'http', critical: typeof item.critical === 'boolean' ? item.critical : null };
}

function noteStrangers(gathering: Gathering, entry: Entry, content: Tree): void {
  for (const name of Object.keys(content)) {
    if (secretFields.has(name)) gathering.note(entry, name, `${name} is a credential: imports neither set nor change them, give it in Settings`);
    else if (!knownFields.has(name)) gathering.note(entry, name, `the field ${name} is none of a service: left out`);
  }
}

function describe(gathering: Gathering, entry: Entry, name: string): void {
  const content = contentOf(entry);
  noteStrangers(gathering, entry, content);
  const { name: _name, links, dependencies, apiKey: _key, bearerToken: _token, ...raw } = content;
  for (const [path, kind] of groupFields) {
    const group = field(content, path);
    if (typeof group === 'string' && slugOf(group) === group) gathering.group(kind, group);
  }
  const calls = Array.isArray(dependencies) ? dependencies.map(dependencyIn) : null;
  const self = calls?.filter((call) => isTree(call) && call.service === name) ?? [];
  if (self.length > 0) gathering.note(entry, 'dependencies', 'depends on itself: left out');
  const items = calls?.filter((call) => !self.includes(call)) ?? null;
  const wrong: RawFields = {
    ...(links === undefined || Array.isArray(links) ? {} : { links }),
    ...(dependencies === undefined || items ? {} : { dependencies }),
  };
  gathering.describeStrictly(
    entry,
    name,
    { ...(raw as RawFields), ...wrong },
    {
      links: Array.isArray(links) ? { kinds: [...linkKinds], items: links as unknown as Link[] } : null,
      dependencies: items === null ? null : { kinds: [...dependencyKinds], items: items as DraftDependency[] },
    },
  );
}
