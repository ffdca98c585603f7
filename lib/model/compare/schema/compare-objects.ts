import { type Change, narrows, relate } from './change.ts';
import { type Comparison, spots } from './comparison.ts';
import type { Conjunction, Flat } from './flat.ts';

/** Properties, and all else that an object can be asked for. */
export function compareObjects(comparison: Comparison): void {
  const { a, b } = comparison;
  for (const name of new Set([...a.properties.keys(), ...b.properties.keys(), ...a.required, ...b.required])) compareProperty(comparison, name);
  compareAdditional(comparison);
  comparePatternProperties(comparison);
  compareNames(comparison);
  compareNeeds(comparison);
}

interface Property {
  name: string;
  from: Conjunction | undefined;
  to: Conjunction | undefined;
  before: Flat | undefined;
  after: Flat | undefined;
}

function compareProperty(comparison: Comparison, name: string): void {
  const { a, b, pairs } = comparison;
  const from = a.properties.get(name);
  const to = b.properties.get(name);
  const property: Property = { name, from, to, before: from && pairs.flatFrom(from), after: to && pairs.flatTo(to) };
  if (from && !to) compareGone(comparison, property);
  else if (to && !from) compareNew(comparison, property);
  else compareKept(comparison, property);
}

const onlyFrom = (comparison: Comparison, property: Property) => {
  const { name, from } = placeOf(comparison, property);
  return { name, from };
};
const onlyTo = (comparison: Comparison, property: Property) => {
  const { name, to } = placeOf(comparison, property);
  return { name, to };
};

const placeOf = ({ a, b }: Comparison, { before, after, name }: Property, ...keys: string[]) => {
  const whole = spots(a, b, ...keys, 'properties');
  return {
    name,
    from: before?.home ? { node: before.home } : (whole.from ?? { node: undefined }),
    to: after?.home ? { node: after.home } : (whole.to ?? { node: undefined }),
  };
};

const movedInto = (flat: Flat, flatOf: (branch: Conjunction) => Flat, name: string) =>
  flat.unions.some((union) => union.branches.some((branch) => flatOf(branch).properties.has(name)));

function compareGone(comparison: Comparison, property: Property): void {
  const { a, b, pairs, changes, edges } = comparison;
  const { name, from, before } = property;
  const required = a.required.has(name);
  const rest = b.additional;
  if (b.required.has(name) && !required) pushRequired(comparison, property, 'became-required');
  if (movedInto(b, pairs.flatTo, name) || !from) return;
  if (b.required.has(name) && !rest?.never) {
    edges.push({ step: { kind: 'property', name }, pair: pairs.pairOf(from, rest ?? pairs.to.conjunction()), readOnly: false, writeOnly: false });
    return;
  }
  const closed = rest !== undefined && refuses(comparison, from, rest);
  const word = required ? 'required' : 'optional';
  changes.push({
    kind: `property.${word}.removed`,
    relation: closed ? 'changed' : 'widened',
    request: closed ? 'breaking' : 'warning',
    response: required ? 'breaking' : 'warning',
    readOnly: before?.readOnly === true,
    writeOnly: before?.writeOnly === true,
    within: name,
    aliases: [`${before?.writeOnly ? `${word}-write-only` : word}-property-removed|property-removed`],
    ...(closed ? {} : { help: 'Requests that still send it are accepted, but it is no longer read.' }),
    ...onlyFrom(comparison, property),
  });
}

/** What is left for properties without a schema of their own does not take what this one was. */
function refuses({ b, pairs }: Comparison, from: Conjunction, rest: Conjunction): boolean {
  return rest.never || (b.byPattern.size === 0 && narrows(pairs.relationOf(pairs.pairOf(from, rest))));
}

function compareNew(comparison: Comparison, property: Property): void {
  const { a, b, pairs, changes } = comparison;
  const { name, after } = property;
  if (movedInto(a, pairs.flatFrom, name)) {
    if (b.required.has(name) && !a.required.has(name)) pushRequired(comparison, property, 'became-required');
    return;
  }
  const required = b.required.has(name) && !a.required.has(name);
  const hasDefault = after?.fallback !== undefined;
  const kind = required ? 'required' : 'optional';
  changes.push({
    kind: `property.${kind}.added`,
    relation: required ? 'narrowed' : 'none',
    readOnly: after?.readOnly === true,
    writeOnly: after?.writeOnly === true,
    within: name,
    aliases: [
      `new-${kind}-request-property${required && hasDefault ? '-with-default' : ''}`,
      `${kind}-${after?.writeOnly ? 'write-only-' : ''}property-added`,
    ],
    ...(required && hasDefault ? { help: 'It has a default; whether the service applies it where the property is missing is not said.' } : {}),
    ...onlyTo(comparison, property),
  });
}

function pushRequired(comparison: Comparison, property: Property, change: 'became-required' | 'became-optional'): void {
  const { after, before, name } = property;
  const required = change === 'became-required';
  const writeOnly = (after ?? before)?.writeOnly === true;
  comparison.changes.push({
    kind: `property.${change}`,
    relation: required ? 'narrowed' : 'widened',
    readOnly: (required ? after : before)?.readOnly === true,
    writeOnly: (required ? after : before)?.writeOnly === true,
    within: name,
    aliases: [
      required && after?.fallback !== undefined ? 'property-became-required-with-default|property-became-required' : `property-${change}`,
      ...(writeOnly ? [`write-only-property-${change}`] : []),
    ],
    ...placeOf(comparison, property, 'required'),
  });
}

function compareKept(comparison: Comparison, property: Property): void {
  const { a, b, pairs, edges } = comparison;
  const { name, from, to, before, after } = property;
  const was = a.required.has(name) && !(before?.readOnly && !after?.readOnly);
  const is = b.required.has(name);
  if (is && !was) pushRequired(comparison, property, 'became-required');
  if (a.required.has(name) && !is) pushRequired(comparison, property, 'became-optional');
  compareAccess(comparison, property);
  if (!from || !to) return;
  edges.push({
    step: { kind: 'property', name },
    pair: pairs.pairOf(from, to),
    readOnly: after?.readOnly === true,
    writeOnly: after?.writeOnly === true,
  });
}

const dashed = { readOnly: 'read-only', writeOnly: 'write-only' } as const;

/** `readOnly` and `writeOnly` of a property that stays. */
function compareAccess(comparison: Comparison, property: Property): void {
  const { before, after } = property;
  if (!before || !after) return;
  for (const word of ['readOnly', 'writeOnly'] as const) if (before[word] !== after[word]) pushAccess(comparison, property, word, after[word]);
}

function pushAccess(comparison: Comparison, property: Property, word: 'readOnly' | 'writeOnly', isSet: boolean): void {
  const { a, b, changes } = comparison;
  const { name } = property;
  const required = a.required.has(name) || b.required.has(name);
  const refused = required ? 'breaking' : 'warning';
  const severity =
    word === 'readOnly'
      ? { request: isSet ? refused : 'info', response: 'info' }
      : { request: 'info', response: isSet ? 'breaking' : required ? 'warning' : 'info' };
  changes.push({
    kind: `${word}.${isSet ? 'added' : 'removed'}`,
    relation: 'none',
    ...(severity as Pick<Change, 'request' | 'response'>),
    within: name,
    aliases: [`${required ? 'required' : 'optional'}-property-became-${isSet ? '' : 'not-'}${dashed[word]}`],
    ...placeOf(comparison, property),
  });
}

function compareAdditional(comparison: Comparison): void {
  const { a, b, pairs, changes, edges } = comparison;
  const [from, to] = [a.additional, b.additional];
  if (!from && !to) return;
  const { sources } = to ? b : a;
  const unevaluated = sources.has('unevaluatedProperties') && !sources.has('additionalProperties');
  const word = unevaluated ? 'unevaluatedProperties' : 'additionalProperties';
  const alias = unevaluated ? 'unevaluated-properties' : 'additional-properties';
  const place = spots(a, b, 'additionalProperties', 'unevaluatedProperties');
  const openness = (schema: Conjunction | undefined) => (schema ? (schema.never ? 0 : 1) : 2);
  if (from && to && openness(from) === openness(to))
    edges.push({ step: { kind: 'additional' }, pair: pairs.pairOf(from, to), readOnly: false, writeOnly: false });
  else if (openness(to) < openness(from)) changes.push({ kind: `${word}.closed`, relation: 'narrowed', aliases: [`${alias}-added`], ...place });
  else {
    const response = unevaluated ? 'breaking' : 'warning';
    changes.push({ kind: `${word}.opened`, relation: 'widened', response, aliases: [`${alias}-removed`], ...place });
  }
}

function comparePatternProperties(comparison: Comparison): void {
  const { a, b, pairs, changes, edges } = comparison;
  const place = spots(a, b, 'patternProperties');
  for (const [name, from] of a.byPattern) {
    const to = b.byPattern.get(name);
    if (to) edges.push({ step: { kind: 'pattern', name }, pair: pairs.pairOf(from, to), readOnly: false, writeOnly: false });
    else
      changes.push({
        kind: 'patternProperties.removed',
        relation: b.additional?.never ? 'narrowed' : 'widened',
        name,
        aliases: ['pattern-property-removed'],
        ...place,
      });
  }
  for (const name of b.byPattern.keys())
    if (!a.byPattern.has(name))
      changes.push({
        kind: 'patternProperties.added',
        relation: a.additional?.never ? 'widened' : 'narrowed',
        name,
        aliases: ['pattern-property-added'],
        ...place,
      });
}

function compareNames({ a, b, pairs, changes, edges }: Comparison): void {
  const place = spots(a, b, 'propertyNames');
  if (a.names && b.names) edges.push({ step: { kind: 'names' }, pair: pairs.pairOf(a.names, b.names), readOnly: false, writeOnly: false });
  else if (b.names) changes.push({ kind: 'propertyNames.added', relation: 'narrowed', aliases: ['property-names-added'], ...place });
  else if (a.names) changes.push({ kind: 'propertyNames.removed', relation: 'widened', aliases: ['property-names-removed'], ...place });
}

function compareNeeds(comparison: Comparison): void {
  const { a, b, pairs, changes, edges } = comparison;
  for (const name of new Set([...a.needs.keys(), ...b.needs.keys()])) compareNeed(comparison, name);
  const place = { ...spots(a, b, 'dependentSchemas') };
  for (const [name, from] of a.needsSchema) {
    const to = b.needsSchema.get(name);
    if (to) edges.push({ step: { kind: 'needs', name }, pair: pairs.pairOf(from, to), readOnly: false, writeOnly: false });
    else changes.push({ kind: 'dependentSchemas.removed', relation: 'widened', name, aliases: ['dependent-schema-removed'], ...place });
  }
  for (const name of b.needsSchema.keys())
    if (!a.needsSchema.has(name))
      changes.push({ kind: 'dependentSchemas.added', relation: 'narrowed', name, aliases: ['dependent-schema-added'], ...place });
}

/** What is always required need not be asked for again. */
function neededBy(flat: Flat, name: string): Set<string> | undefined {
  const needed = [...(flat.needs.get(name) ?? [])].filter((each) => !flat.required.has(each));
  return needed.length > 0 ? new Set(needed) : undefined;
}

function compareNeed({ a, b, changes }: Comparison, name: string): void {
  const [from, to] = [neededBy(a, name), neededBy(b, name)];
  const [before, after] = [[...(from ?? [])], [...(to ?? [])]];
  const relation = relate(
    after.some((each) => !from?.has(each)),
    before.some((each) => !to?.has(each)),
  );
  if (relation === 'none') return;
  const kept = from && to ? 'changed' : undefined;
  const change = kept ?? (to ? 'added' : 'removed');
  changes.push({
    kind: `dependentRequired.${change}`,
    relation,
    name,
    before,
    after,
    aliases: [`dependent-required-${change}`],
    ...spots(a, b, 'dependentRequired'),
  });
}
