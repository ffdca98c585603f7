import { type JsonObject, objectAt } from '../../document/normalise/json.ts';
import type { Place } from '../place.ts';
import { directionOf, type Scope } from '../report.ts';
import { compareContent } from './content.ts';
import { followObject, note, type Room } from './room.ts';

export function compareBodies(room: Room, scope: Scope, from: Place, to: Place): void {
  const before = followObject(room.from, from.operation.requestBody);
  const after = followObject(room.to, to.operation.requestBody);
  if (before && after) compareBoth(room, scope, before, after);
  else if (after && objectAt(after, 'content')) tellNew(room, scope, after);
  else if (before && objectAt(before, 'content'))
    note(room, scope, {
      id: 'body.removed',
      aliases: ['request-body-removed'],
      severity: 'breaking',
      direction: 'request',
      message: 'The operation no longer takes a request body.',
      from: before,
    });
}

function compareBoth(room: Room, scope: Scope, before: JsonObject, after: JsonObject): void {
  if (room.same(before, after)) return;
  const part = { area: 'body', direction: 'request', subject: scope.isFlipped ? 'the payload' : 'the request body' } as const;
  const required = after.required === true;
  if ((before.required === true) !== required)
    note(
      room,
      scope,
      {
        id: required ? 'body.became-required' : 'body.became-optional',
        aliases: [required ? 'request-body-became-required' : 'request-body-became-optional'],
        severity: required === (directionOf(scope, 'request') === 'request') ? 'breaking' : 'info',
        direction: 'request',
        message: required ? 'A request body is now required.' : 'The request body is no longer required.',
        from: before,
        to: after,
        key: 'required',
      },
      { part: { ...part, from: undefined, to: undefined } },
    );
  compareContent(room, scope, part, before, after);
}

function tellNew(room: Room, scope: Scope, after: JsonObject): void {
  const required = after.required === true;
  note(room, scope, {
    id: required ? 'body.required.added' : 'body.optional.added',
    aliases: [required ? 'request-body-added-required' : 'request-body-added-optional'],
    severity: required && directionOf(scope, 'request') === 'request' ? 'breaking' : 'info',
    direction: 'request',
    message: required ? 'A request body is now required.' : 'The operation now takes a request body.',
    to: after,
  });
}
