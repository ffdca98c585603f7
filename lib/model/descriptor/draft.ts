import type { DocumentKind } from '../document.ts';
import { dependencySchema, linkSchema, mostInstances, type Service, type StoredRegistration, servicePatchSchema } from '../service.ts';
import type { Format } from './entry.ts';
import type { Link, LinkKind } from './link.ts';

export type DependencyKind = Service['dependencies'][number]['kind'];
export const dependencyKinds: readonly DependencyKind[] = ['http', 'event', 'datastore'];

/** `critical` is null where the file does not speak of it. */
export interface DraftDependency {
  service: string;
  kind: DependencyKind;
  critical: boolean | null;
}

/** A list of which a file speaks in part: it replaces what is there of those kinds, and nothing else. */
export interface Spoken<K, T> {
  kinds: K[];
  items: T[];
}

export type Fields = Partial<Omit<StoredRegistration, 'name' | 'apiKey' | 'bearerToken' | 'links' | 'dependencies'>>;
export type FieldName = keyof Fields;

/** What the files say of one service. A field that they do not speak of is not there. */
export interface Draft {
  name: string;
  fields: Fields;
  /** Taken only where nothing is known yet. */
  weak: Fields;
  links: Spoken<LinkKind, Link> | null;
  dependencies: Spoken<DependencyKind, DraftDependency> | null;
  /** Where it is scraped, when all that is known of its address is that. */
  scrapeUrl: string | null;
  sources: { format: Format; file: string; line: number }[];
}

export type GroupKind = 'team' | 'domain' | 'system';

export interface GroupDraft {
  kind: GroupKind;
  name: string;
  /** Null where nothing says how people call it. */
  displayName: string | null;
  /** How a file writes it where it names it: the title of a group that is new, and of no other. */
  spelling: string | null;
  /** Whether an entry describes it; it is only named otherwise. */
  isDescribed: boolean;
}

/** An API document that belongs to a service. */
export interface DocumentDraft {
  service: string;
  kind: DocumentKind;
  fileName: string;
  text: string;
}

export interface FieldFault {
  field: string;
  message: string;
}

const { apiKey: _key, bearerToken: _token, ...shape } = servicePatchSchema.shape;
type ShapeName = keyof typeof shape;
export type Lists = Pick<Draft, 'links' | 'dependencies'>;
export type RawFields = { [F in keyof typeof shape]?: unknown };
const most: Partial<Record<keyof RawFields, number>> = { description: 4000, displayName: 100 };
const listMost: Partial<Record<keyof RawFields, number>> = {
  instances: mostInstances,
  tags: 50,
  datastores: 50,
  publishes: 200,
  subscribes: 200,
  links: 20,
  dependencies: 200,
};

/** Text as every database keeps it. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

function firstMessage(error: { issues: { message: string }[] }): string {
  const message = error.issues[0]?.message ?? 'is not valid';
  const most = /^Too big: expected number to be <=(\d+)/.exec(message)?.[1];
  const least = /^Too small: expected number to be >=(\d+)/.exec(message)?.[1];
  if (most !== undefined || least !== undefined) return most === undefined ? `must be at least ${least}` : `must be at most ${most}`;
  const options = /^Invalid option: expected one of (.*)$/.exec(message)?.[1];
  if (options !== undefined) return `must be one of ${options.replaceAll('"', '').replaceAll('|', ', ')}`;
  const expected = /^Invalid input: expected (\w+)/.exec(message)?.[1];
  return expected === undefined ? message : `must be ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  return value;
}

/** The given fields as our own rules take them; of what they do not take, what is wrong. */
export function fitFields(raw: RawFields): { fields: Fields; faults: FieldFault[] } {
  const fields: Record<string, unknown> = {};
  const faults: FieldFault[] = [];
  for (const [field, given] of Object.entries(raw) as [ShapeName, unknown][]) {
    if (given === undefined || (field === 'baseUrl' && given === null) || !Object.hasOwn(shape, field)) continue;
    const value = fitField(field, clean(given), faults);
    if (value !== undefined) fields[field] = value;
  }
  const { links: _links, dependencies: _dependencies, ...rest } = fields;
  return { fields: rest as Fields, faults };
}

function fitField(field: ShapeName, value: unknown, faults: FieldFault[]): unknown {
  const limit = most[field];
  const isLong = typeof value === 'string' && limit !== undefined && value.length > limit;
  if (isLong) faults.push({ field, message: `was cut to ${limit} characters` });
  const parsed = shape[field].safeParse(isLong ? cleanText(value.slice(0, limit)) : value);
  if (parsed.success) return parsed.data;
  if (Array.isArray(value)) return fitList(field, value, faults);
  const message = firstMessage(parsed.error);
  faults.push({ field, message: typeof value === 'string' && message.startsWith('must be ') ? `${message}, not “${value.slice(0, 80)}”` : message });
  return undefined;
}

function fitList(field: ShapeName, items: unknown[], faults: FieldFault[]): unknown[] {
  const kept: unknown[] = [];
  for (const item of items) {
    const parsed = shape[field].safeParse([item]);
    if (parsed.success) kept.push(...(parsed.data as unknown[]));
    else faults.push({ field, message: `${typeof item === 'string' ? `“${item.slice(0, 100)}”` : 'an item'} ${firstMessage(parsed.error)}` });
  }
  const limit = listMost[field] ?? kept.length;
  if (kept.length > limit) faults.push({ field, message: `has ${kept.length} items: the first ${limit} were taken` });
  return kept.slice(0, limit);
}

/** The links and dependencies that our rules take. */
export function fitLists({ links, dependencies }: Lists): { lists: Lists; faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const keep = <T>(field: 'links' | 'dependencies', items: T[], limit: number, isFit: (item: T) => string | null) => {
    const kept = items.filter((item) => {
      const message = isFit(item);
      if (message !== null) faults.push({ field, message });
      return message === null;
    });
    if (kept.length > limit) faults.push({ field, message: `has ${kept.length} items: the first ${limit} were taken` });
    return kept.slice(0, limit);
  };
  const messageOf = ({ error }: { error?: { issues: { message: string }[] } }, what: string) => (error ? `${what} ${firstMessage(error)}` : null);
  return {
    lists: {
      links: links && { ...links, items: keep('links', links.items, 20, (link) => messageOf(linkSchema.safeParse(link), link.url ?? 'an item')) },
      dependencies: dependencies && {
        ...dependencies,
        items: keep('dependencies', dependencies.items, 200, (item) =>
          messageOf(dependencySchema.safeParse({ ...item, critical: item.critical ?? true }), item.service ?? 'an item'),
        ),
      },
    },
    faults,
  };
}
