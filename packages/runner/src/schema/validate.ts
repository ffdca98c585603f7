import { equalJson, escapeStep, isObject, type Json, type JsonObject, kindOf, stableText } from '../json.ts';
import { isUnevaluatedFine } from './evaluated.ts';
import { hasFormat } from './format.ts';
import type { Direction, Look } from './look.ts';
import { type Mismatch, showValue } from './mismatch.ts';
import { matchesPattern } from './pattern.ts';
import { isSchema, type SchemaNode, type SchemaSpace, type Shape } from './shape.ts';

interface Place {
  path: string;
  pointer: string;
}

const deepest = 200;

function createLook(space: SchemaSpace, direction: Direction, most: number): Look {
  const look: Look = {
    space,
    direction,
    found: [],
    most,
    depth: 0,
    accepts(node, value) {
      const inner: Look = { ...look, found: [], most: 1 };
      check(inner, node, value, { path: '', pointer: '' });
      return inner.found.length === 0;
    },
  };
  return look;
}

/** Whatever of a value is not as the schema says; empty: it is valid. `pointer` says where the schema stands. */
export function validate(space: SchemaSpace, node: SchemaNode, value: Json, direction: Direction, pointer = ''): Mismatch[] {
  const look = createLook(space, direction, 20);
  check(look, node, value, { path: '', pointer });
  return look.found;
}

/** The same in one word, without looking further than the first mismatch. */
export const isValid = (space: SchemaSpace, node: SchemaNode, value: Json, direction: Direction): boolean =>
  createLook(space, direction, 1).accepts(node, value);

function report(look: Look, keyword: string, { path, pointer }: Place, declared: string, actual: string): void {
  look.found.push({ keyword, path, pointer, declared, actual });
}

const at = ({ path, pointer }: Place, step: string): Place => ({ path, pointer: `${pointer}/${step}` });
const into = ({ path, pointer }: Place, key: string | number, step: string): Place => ({
  path: `${path}/${escapeStep(key)}`,
  pointer: `${pointer}/${step}`,
});

function check(look: Look, node: SchemaNode, value: Json, place: Place): void {
  if (look.found.length >= look.most || look.depth > deepest) return;
  const shape = look.space.shapeOf(node);
  if (value === null && shape.isNullable) return;
  if (shape.isNever) report(look, 'false', place, 'never present', showValue(value));
  look.depth += 1;
  const target = shape.ref === undefined ? undefined : look.space.follow(shape.ref);
  if (target !== undefined) check(look, target, value, { path: place.path, pointer: shape.ref ?? '' });
  if (checkType(look, shape, value, place)) {
    checkValues(look, shape, value, place);
    checkContent(look, shape, value, place);
    checkUnions(look, shape, value, place);
  }
  look.depth -= 1;
}

function checkContent(look: Look, shape: Shape, value: Json, place: Place): void {
  if (typeof value === 'number') checkNumber(look, shape, value, place);
  else if (typeof value === 'string') checkText(look, shape, value, place);
  else if (Array.isArray(value)) checkArray(look, shape, value, place);
  else if (isObject(value)) checkObject(look, shape, value, place);
}

function isOfType(type: string, value: Json): boolean {
  const kind = kindOf(value);
  return kind === type || (type === 'number' && kind === 'integer');
}

function checkType(look: Look, { types }: Shape, value: Json, place: Place): boolean {
  if (!types || types.some((type) => isOfType(type, value))) return true;
  report(look, 'type', at(place, 'type'), types.join(' or '), `${kindOf(value)} ${showValue(value)}`);
  return false;
}

function checkValues(look: Look, { values }: Shape, value: Json, place: Place): void {
  if (!values || values.some((one) => equalJson(one, value))) return;
  const listed = values.slice(0, 12).map(showValue).join(', ');
  report(look, 'enum', at(place, 'enum'), values.length === 1 ? listed : `one of ${listed}`, showValue(value));
}

function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Number.isInteger(quotient) || Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}

function checkNumber(look: Look, { number: { min, max, above, below, step } }: Shape, value: number, place: Place): void {
  const actual = showValue(value);
  if (value < min) report(look, 'minimum', at(place, 'minimum'), `at least ${min}`, actual);
  if (value > max) report(look, 'maximum', at(place, 'maximum'), `at most ${max}`, actual);
  if (value <= above) report(look, 'exclusiveMinimum', at(place, 'exclusiveMinimum'), `more than ${above}`, actual);
  if (value >= below) report(look, 'exclusiveMaximum', at(place, 'exclusiveMaximum'), `less than ${below}`, actual);
  if (step > 0 && !isMultiple(value, step)) report(look, 'multipleOf', at(place, 'multipleOf'), `a multiple of ${step}`, actual);
}

const lengthOf = (text: string) => (/[\ud800-\udfff]/.test(text) ? [...text].length : text.length);

function checkText(look: Look, { text: { min, max, pattern, format } }: Shape, value: string, place: Place): void {
  const length = lengthOf(value);
  const actual = `${showValue(value)} (${length} characters)`;
  if (length < min) report(look, 'minLength', at(place, 'minLength'), `at least ${min} characters`, actual);
  if (length > max) report(look, 'maxLength', at(place, 'maxLength'), `at most ${max} characters`, actual);
  if (pattern !== undefined && !matchesPattern(pattern, value)) report(look, 'pattern', at(place, 'pattern'), pattern, showValue(value));
  if (format !== undefined && !hasFormat(format, value)) report(look, 'format', at(place, 'format'), format, showValue(value));
}

function checkArray(look: Look, shape: Shape, value: Json[], place: Place): void {
  const { array } = shape;
  const actual = `${value.length} items`;
  if (value.length < array.min) report(look, 'minItems', at(place, 'minItems'), `at least ${array.min} items`, actual);
  if (value.length > array.max) report(look, 'maxItems', at(place, 'maxItems'), `at most ${array.max} items`, actual);
  if (array.isUnique && new Set(value.map(stableText)).size < value.length)
    report(look, 'uniqueItems', at(place, 'uniqueItems'), 'items that are all different', showValue(value));
  for (const [index, item] of value.entries()) {
    const schema = array.prefix[index] ?? array.items;
    if (schema !== undefined) check(look, schema, item, into(place, index, index < array.prefix.length ? `prefixItems/${index}` : 'items'));
  }
  checkContains(look, shape, value, place);
  if (array.unevaluated !== undefined && !isUnevaluatedFine(look, array.unevaluated, shape, value))
    report(look, 'unevaluatedItems', at(place, 'unevaluatedItems'), 'no other items', actual);
}

function checkContains(look: Look, { array: { contains, minContains, maxContains } }: Shape, value: Json[], place: Place): void {
  if (contains === undefined) return;
  const count = value.filter((item) => look.accepts(contains, item)).length;
  if (count < minContains || count > maxContains)
    report(look, 'contains', at(place, 'contains'), `${minContains} to ${maxContains} items of one kind`, `${count} of them`);
}

/** A property that this direction does not carry is not asked for. */
function isCarried(look: Look, node: SchemaNode | undefined): boolean {
  if (look.direction === 'none') return true;
  let shape = node === undefined ? undefined : look.space.shapeOf(node);
  for (let step = 0; shape && step < 8; step++) {
    if (look.direction === 'request' ? shape.isReadOnly : shape.isWriteOnly) return false;
    const target = shape.ref === undefined ? undefined : look.space.follow(shape.ref);
    shape = target === undefined ? undefined : look.space.shapeOf(target);
  }
  return true;
}

function checkNames(look: Look, { object }: Shape, value: JsonObject, place: Place): void {
  for (const name of object.required)
    if (!Object.hasOwn(value, name) && isCarried(look, object.properties.get(name)))
      report(look, 'required', { path: `${place.path}/${escapeStep(name)}`, pointer: `${place.pointer}/required` }, 'required', 'missing');
  for (const [name, needed] of object.needs)
    for (const other of Object.hasOwn(value, name) ? needed : [])
      if (!Object.hasOwn(value, other))
        report(look, 'dependentRequired', at(place, 'dependentRequired'), `with ${other} where ${name} is given`, 'without it');
  const count = Object.keys(value).length;
  if (count < object.min) report(look, 'minProperties', at(place, 'minProperties'), `at least ${object.min} properties`, `${count} properties`);
  if (count > object.max) report(look, 'maxProperties', at(place, 'maxProperties'), `at most ${object.max} properties`, `${count} properties`);
}

function checkProperty(look: Look, { object }: Shape, name: string, item: Json, place: Place): void {
  if (object.names !== undefined) check(look, object.names, name, into(place, name, 'propertyNames'));
  const own = object.properties.get(name);
  if (own !== undefined) check(look, own, item, into(place, name, `properties/${escapeStep(name)}`));
  const fitting = object.patterns.filter(([pattern]) => matchesPattern(pattern, name));
  for (const [pattern, schema] of fitting) check(look, schema, item, into(place, name, `patternProperties/${escapeStep(pattern)}`));
  if (own !== undefined || fitting.length > 0 || object.additional === undefined) return;
  const inner = into(place, name, 'additionalProperties');
  if (object.additional === false) report(look, 'additionalProperties', inner, 'no other properties', showValue(item));
  else check(look, object.additional, item, inner);
}

function checkObject(look: Look, shape: Shape, value: JsonObject, place: Place): void {
  const { object } = shape;
  checkNames(look, shape, value, place);
  for (const [name, item] of Object.entries(value)) checkProperty(look, shape, name, item, place);
  for (const [name, schema] of object.conditions) if (Object.hasOwn(value, name)) check(look, schema, value, at(place, 'dependentSchemas'));
  if (object.unevaluated !== undefined && !isUnevaluatedFine(look, object.unevaluated, shape, value))
    report(look, 'unevaluatedProperties', at(place, 'unevaluatedProperties'), 'no other properties', showValue(value));
}

/** What the nearest alternative has against the value. */
function nearest(look: Look, branches: SchemaNode[], value: Json, place: Place, keyword: string): Mismatch[] {
  let best: Mismatch[] | undefined;
  for (const [index, branch] of branches.entries()) {
    const inner: Look = { ...look, found: [], most: 20 };
    check(inner, branch, value, at(place, `${keyword}/${index}`));
    const isNearer = (found: Mismatch[]) => !best || (found[0]?.path.length ?? 0) > (best[0]?.path.length ?? 0) || found.length < best.length;
    if (isNearer(inner.found)) best = inner.found;
  }
  return best ?? [];
}

/** The alternative that the value itself names by its discriminator; undefined where it names none. */
function namedBranch({ discriminator, oneOf, anyOf }: Shape, value: Json): SchemaNode | undefined {
  const name = discriminator && isObject(value) ? value[discriminator.property] : undefined;
  if (!discriminator || typeof name !== 'string') return undefined;
  const wanted = discriminator.mapping.get(name) ?? name;
  const refOf = (branch: SchemaNode) => (isObject(branch) && typeof branch.$ref === 'string' ? branch.$ref : '');
  return [...oneOf, ...anyOf].find((branch) => refOf(branch) === wanted || refOf(branch).endsWith(`/${wanted}`));
}

function checkAlternatives(look: Look, shape: Shape, value: Json, place: Place): void {
  const named = namedBranch(shape, value);
  if (named !== undefined) {
    check(look, named, value, at(place, shape.oneOf.length > 0 ? 'oneOf' : 'anyOf'));
    return;
  }
  if (shape.anyOf.length > 0 && !shape.anyOf.some((branch) => look.accepts(branch, value)))
    look.found.push(...nearest(look, shape.anyOf, value, place, 'anyOf'));
  if (shape.oneOf.length > 0) {
    const count = shape.oneOf.filter((branch) => look.accepts(branch, value)).length;
    if (count === 0) look.found.push(...nearest(look, shape.oneOf, value, place, 'oneOf'));
    else if (count > 1) report(look, 'oneOf', at(place, 'oneOf'), 'exactly one of the alternatives', `valid against ${count} of them`);
  }
}

function checkUnions(look: Look, shape: Shape, value: Json, place: Place): void {
  for (const [index, part] of shape.allOf.entries()) check(look, part, value, at(place, `allOf/${index}`));
  checkAlternatives(look, shape, value, place);
  if (shape.not !== undefined && look.accepts(shape.not, value)) report(look, 'not', at(place, 'not'), 'not as in `not`', showValue(value));
  const { condition } = shape;
  if (!condition) return;
  const branch = look.accepts(condition.when, value) ? condition.holds : condition.fails;
  if (isSchema(branch)) check(look, branch, value, at(place, branch === condition.holds ? 'then' : 'else'));
}
