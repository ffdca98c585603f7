import { isObject, type Json, type JsonObject, listAt, textAt } from '../../document/normalise/json.ts';
import type { Place } from '../place.ts';
import type { Scope } from '../report.ts';
import { compareBodies } from './body.ts';
import { compareLife, compareStability, isPastSunset, operationAliases, sunsetMs } from './life.ts';
import { compareParameters } from './parameter.ts';
import { listPlaces, matchPlaces } from './path.ts';
import { compareResponses } from './response.ts';
import { followMap, note, type Room } from './room.ts';
import type { Guard } from './security.ts';
import { compareServers } from './server.ts';

export function compareOperation(room: Room, guard: Guard, scope: Scope, from: Place, to: Place): void {
  const shared = ['parameters', 'servers'].every((key) => room.same(from.item[key], to.item[key]));
  if (shared && from.path === to.path && room.same(from.operation, to.operation)) return;
  compareAbout(room, scope, from, to);
  compareParameters(room, scope, from, to);
  compareBodies(room, scope, from, to);
  compareResponses(room, scope, from, to);
  guard.compare(scope, from.operation, to.operation);
  compareCallbacks(room, guard, scope, from, to);
  const [ownFrom, ownTo] = [ownServers(from), ownServers(to)];
  if (scope.isFlipped || (!ownFrom && !ownTo)) return;
  const whole = (document: Json) => (isObject(document) ? document : {});
  compareServers(room, scope, ownFrom ?? whole(room.from.document), ownTo ?? whole(room.to.document), false);
}

/** Who says for this operation alone where it is served. */
export const ownServers = ({ item, operation }: Place): JsonObject | undefined =>
  [operation, item].find((owner) => listAt(owner, 'servers').length > 0);

function compareAbout(room: Room, scope: Scope, { operation: from }: Place, { operation: to }: Place): void {
  compareLife(room, scope, { direction: 'none', subject: 'The operation', area: 'operation', before: from, after: to, aliases: operationAliases });
  compareStability(room, scope, from, to);
  const [was, is] = [textAt(from, 'operationId'), textAt(to, 'operationId')];
  const base = { from, to, key: 'operationId' };
  if (was === undefined && is !== undefined)
    note(room, scope, {
      id: 'operationId.added',
      aliases: ['api-operation-id-added'],
      severity: 'info',
      message: `The operation is now called \`${is}\`.`,
      ...base,
    });
  else if (was !== is)
    note(room, scope, {
      id: is === undefined ? 'operationId.removed' : 'operationId.changed',
      aliases: ['api-operation-id-removed'],
      severity: 'warning',
      message: `The operation was called \`${was}\` and is now ${is === undefined ? 'without a name' : `called \`${is}\``}: generated clients change.`,
      ...base,
    });
  compareTags(room, scope, from, to);
}

function compareTags(room: Room, scope: Scope, from: JsonObject, to: JsonObject): void {
  const [before, after] = [listAt(from, 'tags'), listAt(to, 'tags')];
  const tell = (tag: unknown, change: 'added' | 'removed') =>
    note(room, scope, {
      id: `operation.tag.${change}`,
      aliases: [`api-tag-${change}`],
      severity: 'info',
      message: `The tag \`${String(tag)}\` was ${change}.`,
      from,
      to,
      key: 'tags',
      detail: String(tag),
    });
  for (const tag of before) if (!after.includes(tag)) tell(tag, 'removed');
  for (const tag of after) if (!before.includes(tag)) tell(tag, 'added');
}

export function tellGone(room: Room, scope: Scope, place: Place, isWholePath: boolean): void {
  const { operation } = place;
  const isOver = isPastSunset(operation, room.nowMs);
  const sunset = sunsetMs(operation);
  const isEarly = operation.deprecated === true && sunset !== undefined && !isOver;
  const kind = isWholePath ? 'api-path-removed' : 'api-removed';
  const aliases = isOver
    ? [`${kind}-with-deprecation`]
    : isEarly
      ? [`${kind}-before-sunset`, ...(sunset === null ? ['api-path-sunset-parse'] : [])]
      : [`${kind}-without-deprecation`];
  note(
    room,
    scope,
    {
      id: isOver ? 'operation.removed.after-sunset' : isEarly ? 'operation.removed.before-sunset' : 'operation.removed',
      aliases,
      severity: isOver ? 'info' : 'breaking',
      message: isOver
        ? `${place.method} ${place.path} was removed, as announced.`
        : isEarly
          ? `${place.method} ${place.path} was removed before the end that was announced.`
          : `${place.method} ${place.path} was removed.`,
      from: operation,
    },
    {},
  );
}

export function tellNew(room: Room, scope: Scope, place: Place): void {
  note(room, scope, {
    id: 'operation.added',
    aliases: ['endpoint-added'],
    severity: 'info',
    message: `${place.method} ${place.path} is new.`,
    to: place.operation,
  });
}

/** In a callback the service calls and the consumer answers: the directions are turned round. */
function compareCallbacks(room: Room, guard: Guard, scope: Scope, from: Place, to: Place): void {
  const [before, after] = [followMap(room.from, from.operation, 'callbacks'), followMap(room.to, to.operation, 'callbacks')];
  if (scope.place.split(' > ').length > 3) return;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const inner: Scope = { ...scope, isFlipped: !scope.isFlipped, place: `${scope.place} > ${name}` };
    compareCallback(room, guard, inner, { name, was: before.get(name) ?? {}, is: after.get(name) ?? {} });
  }
}

interface Callback {
  name: string;
  was: JsonObject;
  is: JsonObject;
}

function compareCallback(room: Room, guard: Guard, scope: Scope, { name, was, is }: Callback): void {
  const title = (method: string, path: string) => `${method} ${path}`;
  const { both, gone, come } = matchPlaces(listPlaces(room.from, was, title), listPlaces(room.to, is, title));
  for (const [a, b] of both) compareOperation(room, guard, { ...scope, from: a, to: b, place: `${scope.place} ${a.method}` }, a, b);
  for (const { key, operation } of gone)
    note(room, scope, {
      id: 'callback.removed',
      severity: 'breaking',
      message: `The callback \`${name}\` no longer calls ${key}: who waits for it waits in vain.`,
      from: operation,
      detail: `${name} ${key}`,
    });
  for (const { key, operation } of come)
    note(room, scope, {
      id: 'callback.added',
      severity: 'info',
      message: `The callback \`${name}\` now calls ${key}.`,
      to: operation,
      detail: `${name} ${key}`,
    });
}
