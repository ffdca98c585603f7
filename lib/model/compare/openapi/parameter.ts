import { type Json, type JsonObject, listAt, member, objectAt, textAt } from '../../document/normalise/json.ts';
import { emitSchemas } from '../emit.ts';
import type { Place } from '../place.ts';
import { directionOf, type MessagePart, type Scope } from '../report.ts';
import { typesOf } from '../schema/compare-types.ts';
import type { Side } from '../side.ts';
import { compareContent } from './content.ts';
import { compareLife, isPastSunset, parameterAliases } from './life.ts';
import { followObject, note, type Room } from './room.ts';

interface Parameter {
  key: string;
  name: string;
  in: string;
  node: JsonObject;
  isShared: boolean;
}

const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** The parameters that count for an operation: its own before those of its path. Path parameters are named by their position. */
export function listParameters(side: Side, { item, operation, path }: Place): Map<string, Parameter> {
  const positions = [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]);
  const found = new Map<string, Parameter>();
  for (const owner of [item, operation])
    for (const written of listAt(owner, 'parameters')) {
      const parameter = readParameter(followObject(side, written), positions, owner === item);
      if (parameter) found.set(parameter.key, parameter);
    }
  return found;
}

function readParameter(node: JsonObject | undefined, positions: (string | undefined)[], isShared: boolean): Parameter | undefined {
  const [name, where] = [textAt(node, 'name'), textAt(node, 'in')];
  if (!node || name === undefined || where === undefined) return undefined;
  const plain = where === 'header' ? name.toLowerCase() : name;
  if (where === 'header' && ignoredHeaders.has(plain)) return undefined;
  const position = where === 'path' ? positions.indexOf(name) : -1;
  return { key: `${where} ${position >= 0 ? `#${position}` : plain}`, name, in: where, node, isShared };
}

export const words: { [place: string]: string } = {
  query: 'query parameter',
  path: 'path parameter',
  header: 'header',
  cookie: 'cookie',
  querystring: 'query string',
};

const subjectOf = (parameter: Parameter) => `${words[parameter.in] ?? 'parameter'} \`${parameter.name}\``;
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const isRequired = ({ node, in: place }: Parameter) => node.required === true || place === 'path';

export function compareParameters(room: Room, scope: Scope, from: Place, to: Place): void {
  const before = listParameters(room.from, from);
  const after = listParameters(room.to, to);
  const gone = [...before.values()].filter(({ key }) => !after.has(key));
  const come = [...after.values()].filter(({ key }) => !before.has(key));
  for (const [key, parameter] of before) {
    const kept = after.get(key);
    if (kept) compareParameter(room, scope, parameter, kept);
  }
  const moved = new Set<Parameter>();
  for (const parameter of gone) {
    const target = come.find(({ name, in: place }) => name.toLowerCase() === parameter.name.toLowerCase() && place !== parameter.in);
    if (target) {
      moved.add(target);
      tellMoved(room, scope, parameter, target);
    } else tellGone(room, scope, parameter, come);
  }
  for (const parameter of come) if (!moved.has(parameter)) tellNew(room, scope, parameter);
}

function tellMoved(room: Room, scope: Scope, from: Parameter, to: Parameter): void {
  note(
    room,
    scope,
    {
      id: 'param.moved',
      aliases: ['request-parameter-removed'],
      severity: 'breaking',
      direction: 'request',
      message: `${upper(subjectOf(from))} moved: it is a ${words[to.in] ?? to.in} now.`,
      from: from.node,
      to: to.node,
      detail: `${from.in} ${to.in} ${to.name}`,
    },
    traceOf(from, to),
  );
}

function tellGone(room: Room, scope: Scope, parameter: Parameter, come: Parameter[]): void {
  const isOver = isPastSunset(parameter.node, room.nowMs);
  const isEarly = parameter.node.deprecated === true && parameter.node['x-sunset'] !== undefined && !isOver;
  const like = come.find((other) => other.in === parameter.in && room.same(member(other.node, 'schema'), member(parameter.node, 'schema')));
  const breaks = directionOf(scope, 'request') === 'request' || isRequired(parameter);
  note(
    room,
    scope,
    {
      id: isOver ? 'param.removed.after-sunset' : isEarly ? 'param.removed.before-sunset' : 'param.removed',
      aliases: [
        isEarly ? 'request-parameter-removed-before-sunset' : isOver ? 'request-parameter-removed-with-deprecation' : 'request-parameter-removed',
      ],
      severity: isOver ? 'info' : breaks ? 'breaking' : 'warning',
      direction: 'request',
      message: `${upper(subjectOf(parameter))} was removed.`,
      help: like ? `It may have been renamed: ${subjectOf(like)} is new and looks the same.` : undefined,
      from: parameter.node,
      detail: parameter.key,
    },
    traceOf(parameter, undefined),
  );
}

function tellNew(room: Room, scope: Scope, parameter: Parameter): void {
  const required = isRequired(parameter);
  const isDefault = parameter.isShared || member(objectAt(parameter.node, 'schema'), 'default') !== undefined;
  const alias = `new-${required ? 'required' : 'optional'}-request-${isDefault ? 'default-parameter-to-existing-path' : 'parameter'}`;
  const breaks = required && directionOf(scope, 'request') === 'request';
  note(
    room,
    scope,
    {
      id: required ? 'param.required.added' : 'param.optional.added',
      aliases: parameter.in === 'path' ? ['new-request-path-parameter'] : [alias],
      severity: breaks ? 'breaking' : 'info',
      direction: 'request',
      message: required ? `${upper(subjectOf(parameter))} is new and required.` : `${upper(subjectOf(parameter))} is new and optional.`,
      to: parameter.node,
      detail: parameter.key,
    },
    traceOf(undefined, parameter),
  );
}

function traceOf(from: Parameter | undefined, to: Parameter | undefined): { part: MessagePart } {
  const about = (to ?? from) as Parameter;
  return { part: partOf(about, member(from?.node, 'schema'), member(to?.node, 'schema')) };
}

const partOf = (about: Parameter, from: Json | undefined, to: Json | undefined): MessagePart => ({
  area: 'param',
  direction: 'request',
  subject: subjectOf(about),
  name: about.name,
  in: about.in,
  from,
  to,
});

function compareParameter(room: Room, scope: Scope, from: Parameter, to: Parameter): void {
  if (from.name !== to.name && from.in === 'path')
    note(room, scope, {
      id: 'param.renamed',
      severity: 'info',
      direction: 'request',
      message: `Path parameter \`${from.name}\` is now called \`${to.name}\`; addresses stay the same.`,
      from: from.node,
      to: to.node,
      key: 'name',
      detail: from.key,
    });
  if (room.same(from.node, to.node)) return;
  compareRequired(room, scope, from, to);
  compareShape(room, scope, from, to);
  const subject = upper(subjectOf(to));
  compareLife(room, scope, {
    direction: 'request',
    subject,
    area: 'param',
    detail: to.key,
    before: from.node,
    after: to.node,
    aliases: parameterAliases,
  });
  const [schemaFrom, schemaTo] = [member(from.node, 'schema'), member(to.node, 'schema')];
  if (schemaFrom !== undefined || schemaTo !== undefined) emitSchemas(room.report, room.pairs, scope, partOf(to, schemaFrom ?? {}, schemaTo ?? {}));
  else compareContent(room, scope, { direction: 'request', area: 'param', subject: subjectOf(to), name: to.name, in: to.in }, from.node, to.node);
}

function compareRequired(room: Room, scope: Scope, from: Parameter, to: Parameter): void {
  if (isRequired(from) === isRequired(to)) return;
  const required = isRequired(to);
  const direction = directionOf(scope, 'request');
  note(
    room,
    scope,
    {
      id: required ? 'param.became-required' : 'param.became-optional',
      aliases: [required ? 'request-parameter-became-required' : 'request-parameter-became-optional'],
      severity: required === (direction === 'request') ? 'breaking' : 'info',
      direction: 'request',
      message: required ? `${upper(subjectOf(to))} is now required.` : `${upper(subjectOf(to))} is no longer required.`,
      from: from.node,
      to: to.node,
      key: 'required',
      detail: to.key,
    },
    traceOf(from, to),
  );
}

const styleOf = ({ node, in: place }: Parameter) => textAt(node, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
const explodeOf = (parameter: Parameter) =>
  typeof parameter.node.explode === 'boolean' ? parameter.node.explode : ['form', 'cookie'].includes(styleOf(parameter));

type Tell = (id: string, isBreaking: boolean, what: string, key: string) => void;

/** How the value is written: style, explode, reserved characters, empty values, schema or content. */
function compareShape(room: Room, scope: Scope, from: Parameter, to: Parameter): void {
  const tell: Tell = (id, isBreaking, what, key) =>
    note(
      room,
      scope,
      {
        id,
        severity: isBreaking ? 'breaking' : 'info',
        direction: 'request',
        message: `${upper(subjectOf(to))} ${what}`,
        from: from.node,
        to: to.node,
        key,
        detail: to.key,
      },
      traceOf(from, to),
    );
  const hasContent = (parameter: Parameter) => objectAt(parameter.node, 'content') !== undefined;
  if (hasContent(from) !== hasContent(to)) {
    const [was, is] = hasContent(to) ? ['schema', 'content'] : ['content', 'schema'];
    tell('param.content-vs-schema.changed', true, `is now described by \`${is}\` instead of \`${was}\`, so it is written differently.`, is);
    return;
  }
  const scalar = isScalar(room, from, 'from') && isScalar(room, to, 'to');
  if (styleOf(from) !== styleOf(to))
    tell('param.style.changed', true, `is now written in the style \`${styleOf(to)}\` instead of \`${styleOf(from)}\`.`, 'style');
  else if (explodeOf(from) !== explodeOf(to) && !scalar) {
    const how = explodeOf(to) ? 'is now repeated for each value (`explode: true`).' : 'now holds all its values at once (`explode: false`).';
    tell('param.explode.changed', true, how, 'explode');
  }
  compareFreedoms(from, to, tell);
}

function compareFreedoms({ node: from }: Parameter, { node: to }: Parameter, tell: Tell): void {
  const [wasReserved, isReserved] = [from.allowReserved === true, to.allowReserved === true];
  if (wasReserved !== isReserved)
    tell(
      'param.allowReserved.changed',
      wasReserved,
      isReserved ? 'may now hold reserved characters.' : 'may no longer hold reserved characters.',
      'allowReserved',
    );
  const [wasEmpty, isEmpty] = [from.allowEmptyValue === true, to.allowEmptyValue === true];
  if (wasEmpty && !isEmpty) tell('param.allowEmptyValue.removed', true, 'may no longer be empty.', 'allowEmptyValue');
  if (!wasEmpty && isEmpty) tell('param.allowEmptyValue.added', false, 'may now be empty.', 'allowEmptyValue');
}

function isScalar(room: Room, parameter: Parameter, side: 'from' | 'to'): boolean {
  const flatOf = side === 'from' ? room.pairs.flatFrom : room.pairs.flatTo;
  const types = typesOf(flatOf(room[side].conjunction(member(parameter.node, 'schema'))), flatOf);
  return types !== null && !types.includes('array') && !types.includes('object');
}
