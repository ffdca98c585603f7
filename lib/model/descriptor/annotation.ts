import { isTree, type Json, type Tree } from '../document/tree.ts';
import { numberFields } from '../registration-defaults.ts';
import { type Draft, type DraftDependency, dependencyKinds, type RawFields } from './draft.ts';
import { type Link, linkKinds } from './link.ts';

/** Annotations in which Signalbox keeps what the format has no field for: `signalbox/base-url`. */
const prefix = 'signalbox/';

const numbers: readonly string[] = numberFields;
const annotated = [
  ...[
    'displayName',
    'description',
    'baseUrl',
    'instances',
    'healthCheckPath',
    'metricsPath',
    'openapiPath',
    'metricsSource',
    'metricsSelector',
    ...numbers,
    'domain',
    'system',
    'team',
    'tier',
  ],
  ...[
    'lifecycle',
    'maintenance',
    'tryWrites',
    'healthFromUp',
    'latencyObjective',
    'tags',
    'datastores',
    'publishes',
    'subscribes',
    'links',
    'dependencies',
  ],
];
const nullable = new Set(['metricsPath', 'openapiPath', 'metricsSource', 'metricsSelector', 'domain', 'system', 'team', 'latencyObjective']);
const flags = new Set(['maintenance', 'tryWrites', 'healthFromUp']);
const listed = new Set(['instances', 'tags', 'datastores', 'publishes', 'subscribes', 'links', 'dependencies']);

export const annotationOf = (field: string) => prefix + field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A field's value as the text of an annotation. */
export function annotationText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function parseList(text: string): unknown {
  if (!text.trim().startsWith('['))
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return parseJson(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function flagIn(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function readValue(field: string, text: string): unknown {
  if (listed.has(field)) return parseList(text);
  if (field === 'latencyObjective' && text !== '') return parseJson(text);
  if (text === '') return nullable.has(field) ? null : field === 'description' ? '' : undefined;
  if (numbers.includes(field) || field === 'tier') return Number(text);
  return flags.has(field) ? flagIn(text) : text;
}

interface Annotated {
  raw: RawFields;
  links: Draft['links'];
  dependencies: Draft['dependencies'];
}

/** What the annotations say outright; it counts more than what the rest of the entity lets guess. */
export function readAnnotations(annotations: Tree): Annotated {
  const raw: Record<string, unknown> = {};
  for (const field of annotated) {
    const text = annotations[annotationOf(field)];
    const value = typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean' ? readValue(field, String(text)) : undefined;
    if (value !== undefined) raw[field] = value;
  }
  const { links, dependencies, ...rest } = raw;
  return {
    raw: rest,
    links: Array.isArray(links) ? { kinds: [...linkKinds], items: links.filter(isTree) as unknown as Link[] } : null,
    dependencies: Array.isArray(dependencies) ? { kinds: [...dependencyKinds], items: dependencies.flatMap(dependencyOf) } : null,
  };
}

function dependencyOf(item: Json): DraftDependency[] {
  if (typeof item === 'string') return [{ service: item, kind: 'http', critical: null }];
  if (!isTree(item) || typeof item.service !== 'string') return [];
  const kind = dependencyKinds.find((one) => one === item.kind) ?? 'http';
  return [{ service: item.service, kind, critical: typeof item.critical === 'boolean' ? item.critical : null }];
}
