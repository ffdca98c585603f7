import type { Json } from '../document/tree.ts';
import type { DocumentKind } from '../document.ts';
import { type DocumentDraft, type Draft, type FieldFault, fitFields, fitLists, type GroupDraft, type GroupKind, type RawFields } from './draft.ts';
import { type Entry, entryKey, type Known, labelOfEntry, type Rejection, type Remark } from './entry.ts';
import { findFile, hasFileLike } from './file.ts';
import { mergeDraft } from './merge.ts';
import { slugOf } from './slug.ts';

type More = Partial<Pick<Draft, 'links' | 'dependencies' | 'weak' | 'scrapeUrl'>>;

interface Place {
  file: string;
  line: number;
}

/** What the mapping may ask of whoever read the files. */
export interface Surroundings {
  /** Every file of the upload as text, by path. */
  files: ReadonlyMap<string, string>;
  /** An API document as JSON; null for what is none. */
  parse(text: string): Json;
  known: Known;
}

/** What is gathered from the files of one import, whatever their formats. */
export class Gathering {
  readonly entries: Entry[] = [];
  readonly drafts = new Map<string, Draft>();
  readonly groups = new Map<string, GroupDraft>();
  readonly documents: DocumentDraft[] = [];
  readonly rejected: Rejection[] = [];
  readonly surroundings: Surroundings;
  private readonly remarks = new Map<string, Remark>();
  private readonly identities = new Map<string, string>();
  private readonly serviceOfIdentity = new Map<string, string>();
  private readonly firstOf = new Map<string, Place>();
  private readonly named = new Set<string>();
  private readonly knownKeys: ReadonlySet<string>;
  private readonly knownServices: ReadonlySet<string>;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.knownKeys = new Set(surroundings.known.entries.map(entryKey));
    this.knownServices = new Set(surroundings.known.services);
    for (const entry of surroundings.known.entries) {
      if (entry.service === null) continue;
      this.serviceOfIdentity.set(entryKey(entry), entry.service);
      this.identities.set(`${entry.format} ${entry.service}`, entryKey(entry));
    }
  }

  get notes(): Remark[] {
    return [...this.remarks.values()];
  }

  /** Where a path stands; else what it stands in, or the one key that ends so wherever a format puts it. */
  placeOf(entry: Entry, path: string): Place {
    const { file, line, lines } = entry;
    const parent = lines[path.split('/').slice(0, -1).join('/')];
    const inside = () => Object.entries(lines).find(([key]) => key.endsWith(`/${path}`))?.[1];
    return { file, line: lines[path] ?? parent ?? (path === '' ? undefined : inside()) ?? line };
  }

  /** The same words about many entries are one remark. */
  note(entry: Entry, path: string, text: string): void {
    this.remark(this.placeOf(entry, path), labelOfEntry(entry), text);
  }

  remark(place: Place, entry: string | null, text: string): void {
    const said = this.remarks.get(text);
    if (said) said.times += 1;
    else this.remarks.set(text, { file: place.file, line: place.line, entry, text, times: 1 });
  }

  reject(entry: Entry, path: string, why: string, help: string): void {
    this.refuse(this.placeOf(entry, path), labelOfEntry(entry), why, help);
  }

  refuse(place: Place, entry: string | null, why: string, help: string): void {
    this.rejected.push({ file: place.file, line: place.line, entry, why, help });
  }

  /** Keeps an entry for the export; false, and a rejection, where the same one was there before. */
  keep(entry: Entry): boolean {
    const key = entryKey(entry);
    const first = this.firstOf.get(key);
    if (first) {
      this.reject(
        entry,
        '',
        `stands twice: first in ${first.file}, line ${first.line}`,
        'Names are unique within kind and namespace, whatever their case: keep one of the two.',
      );
      return false;
    }
    this.firstOf.set(key, { file: entry.file, line: entry.line });
    this.entries.push(entry);
    return true;
  }

  /** The name under which an entry is a service; null, and a rejection, where there is none for it. */
  nameService(entry: Entry): string | null {
    const key = entryKey(entry);
    const bound = this.serviceOfIdentity.get(key);
    if (bound !== undefined) {
      this.named.add(bound);
      return bound;
    }
    const wishes = [entry.name, ...(entry.namespace === 'default' ? [] : [`${entry.namespace}-${entry.name}`])];
    for (const wish of wishes) {
      const name = slugOf(wish);
      const owner = name === null ? null : this.identities.get(`${entry.format} ${name}`);
      if (name === null || (owner !== undefined && owner !== key)) continue;
      this.identities.set(`${entry.format} ${name}`, key);
      this.serviceOfIdentity.set(key, name);
      this.named.add(name);
      if (name !== entry.name) this.note(entry, 'metadata/name', `“${entry.name}” is registered as ${name}: ${this.whyRenamed(entry, wish)}`);
      return name;
    }
    const name = slugOf(entry.name);
    if (name === null) this.reject(entry, '', `“${entry.name}” holds no letter or digit to make a name of`, 'Give it a name such as “orders”.');
    else
      this.reject(
        entry,
        '',
        `the name ${name} belongs to another entry already`,
        'Give the two entries names that differ by more than case and punctuation.',
      );
    return null;
  }

  private whyRenamed({ name }: Entry, wish: string): string {
    return wish === name ? 'names have lower-case letters, digits and hyphens' : `the name ${slugOf(name)} belongs to another entry`;
  }

  /** The service that an entry is or was, in this import or an earlier one. */
  serviceOf(key: string): string | null {
    return this.serviceOfIdentity.get(key) ?? null;
  }

  /** Whether an earlier import brought an entry. */
  isKnown(key: string): boolean {
    return this.knownKeys.has(key);
  }

  /** Whether a service of that name is registered, or will be by this import. */
  isService(name: string): boolean {
    return this.knownServices.has(name) || this.drafts.has(name) || this.named.has(name);
  }

  /** Adds what an entry says of a service. What our rules do not take is left out and noted. */
  describe(entry: Entry, name: string, raw: RawFields, more: More = {}): void {
    const { draft, faults } = draftOf(entry, name, raw, more);
    for (const { field, message } of faults) this.note(entry, field, `${field}: ${message}`);
    this.add(entry, draft);
  }

  /** The same for files that use our own words: a value that our rules do not take keeps the whole entry out. */
  describeStrictly(entry: Entry, name: string, raw: RawFields, more: More = {}): void {
    const { draft, faults } = draftOf(entry, name, raw, more);
    const why = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
    if (faults.length === 0) this.add(entry, draft);
    else this.reject(entry, faults[0]?.field ?? '', why, 'Correct what is named and import the file again: what is in already stays as it is.');
  }

  private add(entry: Entry, draft: Draft): void {
    entry.service = draft.name;
    const before = this.drafts.get(draft.name);
    if (!before) this.drafts.set(draft.name, draft);
    else for (const clash of mergeDraft(before, draft)) this.note(entry, '', clash);
  }

  /** A group that is named or described; its name, or null where nothing of it can be a name. */
  group(kind: GroupKind, text: string, displayName: string | null = null, isDescribed = false): string | null {
    const name = slugOf(text);
    if (name === null) return null;
    const spelling = isSpokenName(text) ? text.trim().slice(0, 100) : null;
    const before = this.groups.get(`${kind} ${name}`);
    if (!before) this.groups.set(`${kind} ${name}`, { kind, name, displayName, spelling, isDescribed });
    else {
      before.displayName ??= displayName;
      before.spelling ??= spelling;
      before.isDescribed ||= isDescribed;
    }
    return name;
  }

  /** A document of a service; of each kind a service has one. */
  document(entry: Entry, service: string, found: { kind: DocumentKind; fileName: string; text: string }): boolean {
    const has = this.documents.some((one) => one.service === service && one.kind === found.kind);
    if (!has) this.documents.push({ service, ...found });
    else this.note(entry, '', `${service} has more than one ${found.kind === 'openapi' ? 'OpenAPI' : 'AsyncAPI'} document: the first was taken`);
    return !has;
  }

  /** Whether the upload has a file that fits a pattern. */
  hasFileLike(entry: Entry, pattern: string): boolean {
    return hasFileLike(this.surroundings.files, entry.file, pattern);
  }

  /** A file of the upload, by a path relative to an entry's own file. */
  file(entry: Entry, path: string): { path: string; text: string } | null {
    return findFile(this.surroundings.files, entry.file, path);
  }
}

/** `Bäckerei` and `Team One` are how people write a name; `order_management` and `ORDERS` are how machines do. */
function isSpokenName(text: string): boolean {
  return /\s|[^\p{ASCII}]/u.test(text.trim());
}

function draftOf(entry: Entry, name: string, raw: RawFields, more: More): { draft: Draft; faults: FieldFault[] } {
  const { fields, faults } = fitFields(raw);
  const { lists, faults: others } = fitLists({ links: more.links ?? null, dependencies: more.dependencies ?? null });
  const sources = [{ format: entry.format, file: entry.file, line: entry.line }];
  const draft: Draft = { name, fields, weak: fitFields(more.weak ?? {}).fields, ...lists, scrapeUrl: more.scrapeUrl ?? null, sources };
  return { draft, faults: [...faults, ...others] };
}
