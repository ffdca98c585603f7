import { type FoundOperation, listOperations } from '#lib/model/document/list-operations.ts';
import { follow, joinPointer } from '#lib/model/document/pointer.ts';
import { entriesOf, field, isTree, type Json, listOf, type Tree, textOf, treeOf } from '#lib/model/document/tree.ts';
import { remarkError as error, type Remark } from './fault.ts';

const namesIn = (path: string) => [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name.replace(/[*+]$/, ''));

interface Parameter {
  name: string;
  place: string;
  pointer: string;
  value: Tree;
}

function parametersOf(document: Json, value: Json | undefined, pointer: string): Parameter[] {
  return listOf(value).flatMap((raw, at) => {
    const parameter = follow(document, raw);
    const name = textOf(parameter.name);
    return name === null ? [] : [{ name, place: textOf(parameter.in) ?? '', pointer: joinPointer(pointer, 'parameters', at), value: parameter }];
  });
}

function* checkParameters(document: Json, found: FoundOperation): Generator<Remark> {
  const { key, kind, path, item, operation, pointer } = found;
  const itemPointer = pointer.split('/').slice(0, -1).join('/');
  const own = parametersOf(document, operation.parameters, pointer);
  const all = [...own, ...parametersOf(document, item.parameters, itemPointer)];
  const seen = new Set<string>();
  for (const { name, place, pointer: at } of own) {
    if (seen.has(`${place} ${name}`))
      yield error('document.parameter.duplicate', at, `${key} names the ${place} parameter ${name} twice.`, 'Remove one of the two.');
    seen.add(`${place} ${name}`);
  }
  if (kind === 'webhook') return;
  const inTemplate = new Set(namesIn(path));
  const inPath = all.filter(({ place }) => place === 'path');
  for (const { name, pointer: at, value } of inPath) {
    if (!inTemplate.has(name))
      yield error(
        'document.parameter.not-in-path',
        at,
        `${key} has the path parameter ${name}, but its path has no {${name}}.`,
        `Add {${name}} to the path, or remove the parameter.`,
      );
    else if (value.required !== true)
      yield error(
        'document.parameter.not-required',
        at,
        `The path parameter ${name} of ${key} is not marked as required.`,
        'Add required: true: a path parameter is always sent.',
      );
  }
  for (const name of inTemplate)
    if (!inPath.some((parameter) => parameter.name === name))
      yield error(
        'document.parameter.missing',
        pointer,
        `The path of ${key} has {${name}}, but no path parameter ${name} is described.`,
        `Add a parameter with name ${name}, in path, required.`,
      );
}

const schemeNames = (document: Tree) =>
  new Set(Object.keys(treeOf(document.swagger === undefined ? field(document.components, 'securitySchemes') : document.securityDefinitions)));

function* checkSecurity(value: Json | undefined, pointer: string, where: string, names: Set<string>): Generator<Remark> {
  for (const [at, requirement] of listOf(value).entries())
    for (const name of Object.keys(treeOf(requirement)))
      if (!names.has(name))
        yield error(
          'document.security.undeclared',
          joinPointer(pointer, 'security', at, name),
          `${where} asks for the security scheme ${name}, which is not declared.`,
          `Declare ${name} under the security schemes, or correct the name.`,
        );
}

function* checkResponses({ key, operation, pointer }: FoundOperation): Generator<Remark> {
  if (!isTree(operation.responses)) return;
  for (const status of Object.keys(operation.responses)) {
    if (/^(?:[1-5]\d\d|[1-5]XX|default)$/.test(status) || status.startsWith('x-')) continue;
    const at = joinPointer(pointer, 'responses', status);
    yield error(
      'document.response.status',
      at,
      `${key} answers with the status ${textOf(status, 40) ?? '""'}, which is none.`,
      'Use a number from 100 to 599, a range such as 4XX, or default.',
    );
  }
}

function* checkBody({ key, method, operation, pointer }: FoundOperation): Generator<Remark> {
  if (!/^(?:GET|HEAD|DELETE)$/.test(method) || operation.requestBody === undefined) return;
  const at = joinPointer(pointer, 'requestBody');
  const message = `${key} has a request body, which HTTP gives no meaning for ${method}; many clients and proxies drop it.`;
  yield {
    id: 'document.body.unexpected',
    severity: 'warning',
    pointer: at,
    message,
    help: 'Send the values as query parameters, or use POST or QUERY.',
  };
}

function* checkIds(operations: FoundOperation[]): Generator<Remark> {
  const first = new Map<string, string>();
  for (const { key, operation, pointer } of operations) {
    const id = textOf(operation.operationId);
    if (id === null) continue;
    const other = first.get(id);
    if (other !== undefined)
      yield error(
        'document.operation-id.duplicate',
        joinPointer(pointer, 'operationId'),
        `${key} has the operationId ${id}, which ${other} has too.`,
        'Give each operation its own operationId.',
      );
    else first.set(id, key);
  }
}

function* checkPaths(document: Tree): Generator<Remark> {
  const shapes = new Map<string, string>();
  for (const [path] of entriesOf(document.paths).filter(([path]) => !path.startsWith('x-'))) {
    const pointer = joinPointer('/paths', path);
    const shown = textOf(path, 120) ?? '';
    if (!path.startsWith('/')) yield error('document.path.slash', pointer, `The path ${shown} does not begin with a slash.`, `Write /${shown}.`);
    if (/[?#]/.test(path.replaceAll(/\{[^}]*\}/g, '')))
      yield error('document.path.query', pointer, `The path ${shown} holds a query or a fragment.`, 'Describe query parameters as parameters.');
    const names = namesIn(path);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined)
      yield error('document.path.parameter-twice', pointer, `The path ${shown} has {${twice}} twice.`, 'Give each part of the path its own name.');
    const shape = path.replaceAll(/\{[^{}]*\}/g, '{}');
    const other = shapes.get(shape);
    if (other !== undefined)
      yield error(
        'document.path.ambiguous',
        pointer,
        `The paths ${textOf(other, 120)} and ${shown} differ only in the names of their parameters.`,
        'Join them into one path.',
      );
    else shapes.set(shape, path);
  }
}

/** What no JSON schema of the specification can say: names that must match, be there, or be unique. */
export function* checkOperations(document: Tree): Generator<Remark> {
  const operations = listOperations(document);
  const names = schemeNames(document);
  yield* checkPaths(document);
  yield* checkIds(operations);
  yield* checkSecurity(document.security, '', 'The document', names);
  for (const found of operations) {
    yield* checkParameters(document, found);
    yield* checkSecurity(found.operation.security, found.pointer, found.key, names);
    yield* checkResponses(found);
    yield* checkBody(found);
  }
}
