import type { Json, JsonObject } from '../../document/normalise/json.ts';

/** Schemas that all apply to one value. The same set is the same object, so that pairs of them can be remembered. */
export interface Conjunction {
  id: number;
  nodes: readonly JsonObject[];
  /** One of them is `false`. */
  never: boolean;
  flat?: Flat | 'open';
}

export type BoundName = 'min' | 'max' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'minProperties' | 'maxProperties';

export interface Bound {
  value: number;
  exclusive: boolean;
}

export interface Union {
  kind: 'oneOf' | 'anyOf';
  branches: Conjunction[];
  /** `null` is one of the alternatives. */
  nullable: boolean;
  node: JsonObject;
}

export interface Condition {
  test: Conjunction;
  whenTrue: Conjunction | undefined;
  whenFalse: Conjunction | undefined;
}

export interface Contains {
  schema: Conjunction;
  min: number;
  max: number | undefined;
}

export interface Discriminator {
  propertyName: string;
  mapping: Map<string, string>;
}

/** What a schema says once references are followed and `allOf` is merged: two schemas that say the same look the same. */
export interface Flat {
  never: boolean;
  /** Null: any type. */
  types: string[] | null;
  /** With the alternatives taken into account, once worked out. */
  allTypes?: string[] | null | undefined;
  values: Json[] | null;
  isConst: boolean;
  extensible: Json[] | null;
  bounds: Map<BoundName, Bound>;
  multiples: number[];
  patterns: string[];
  formats: string[];
  unique: boolean;
  properties: Map<string, Conjunction>;
  required: Set<string>;
  /** What properties without a schema of their own must be; undefined: anything. */
  additional: Conjunction | undefined;
  byPattern: Map<string, Conjunction>;
  names: Conjunction | undefined;
  needs: Map<string, Set<string>>;
  needsSchema: Map<string, Conjunction>;
  prefix: Conjunction[];
  items: Conjunction | undefined;
  contains: Contains[];
  nots: Conjunction[];
  conditions: Condition[];
  unions: Union[];
  discriminator: Discriminator | undefined;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  contentSchema: Conjunction | undefined;
  /** A reference that names nothing: equal only to itself. */
  opaque: string[];
  readOnly: boolean;
  writeOnly: boolean;
  deprecated: boolean;
  fallback: Json | undefined;
  extensions: Map<string, Json>;
  /** The node that says a keyword. */
  sources: Map<string, JsonObject>;
  home: JsonObject | undefined;
  allOfCount: number;
}

export function emptyFlat(): Flat {
  return {
    never: false,
    types: null,
    values: null,
    isConst: false,
    extensible: null,
    bounds: new Map(),
    multiples: [],
    patterns: [],
    formats: [],
    unique: false,
    properties: new Map(),
    required: new Set(),
    additional: undefined,
    byPattern: new Map(),
    names: undefined,
    needs: new Map(),
    needsSchema: new Map(),
    prefix: [],
    items: undefined,
    contains: [],
    nots: [],
    conditions: [],
    unions: [],
    discriminator: undefined,
    contentType: undefined,
    contentEncoding: undefined,
    contentSchema: undefined,
    opaque: [],
    readOnly: false,
    writeOnly: false,
    deprecated: false,
    fallback: undefined,
    extensions: new Map(),
    sources: new Map(),
    home: undefined,
    allOfCount: 0,
  };
}

export const isLower = (name: BoundName) => name.startsWith('min');

/** Above 0 where the first is the tighter of the two. */
export function compareTightness(name: BoundName, a: Bound | undefined, b: Bound | undefined): number {
  if (!a || !b) return (a ? 1 : 0) - (b ? 1 : 0);
  const byValue = isLower(name) ? a.value - b.value : b.value - a.value;
  return byValue || Number(a.exclusive) - Number(b.exclusive);
}

const measures: [BoundName, BoundName, (value: Json) => number | undefined][] = [
  ['min', 'max', (value) => (typeof value === 'number' ? value : undefined)],
  ['minLength', 'maxLength', (value) => (typeof value === 'string' ? [...value].length : undefined)],
  ['minItems', 'maxItems', (value) => (Array.isArray(value) ? value.length : undefined)],
];

/** All of them keep within the bounds and steps; formats and patterns are not tried. */
export function fitsLimits(values: Json[], { bounds, multiples }: Flat): boolean {
  const isWithin = (value: Json) =>
    measures.every(([low, high, measure]) => {
      const size = measure(value);
      if (size === undefined) return true;
      const [least, most] = [bounds.get(low), bounds.get(high)];
      const isAbove = !least || size > least.value || (size === least.value && !least.exclusive);
      return isAbove && (!most || size < most.value || (size === most.value && !most.exclusive));
    });
  return values.every((value) => isWithin(value) && (typeof value !== 'number' || multiples.every((step) => Number.isInteger(value / step))));
}
