import { isObject, type JsonObject, objectAt } from '../../document/normalise/json.ts';
import type { Place } from '../place.ts';
import type { Scope } from '../report.ts';
import { compareComponents } from './component.ts';
import { isUnstable } from './life.ts';
import { compareOperation, ownServers, tellGone, tellNew } from './operation.ts';
import { blankPath, listPlaces, matchPlaces, prefixesOf } from './path.ts';
import { note, type Room } from './room.ts';
import { type Guard, openGuard } from './security.ts';
import { compareSecuritySchemes } from './security-scheme.ts';
import { compareServers } from './server.ts';

const whole: Scope = { operation: null, isFlipped: false, isUnstable: false, place: '', from: undefined, to: undefined };

export function compareOpenApi(room: Room): void {
  const [from, to] = [room.from.document, room.to.document];
  if (!isObject(from) || !isObject(to)) return;
  const guard = openGuard(room);
  const title = (method: string, path: string) => `${method} ${path}`;
  const [before, after] = [listPlaces(room.from, objectAt(from, 'paths'), title), listPlaces(room.to, objectAt(to, 'paths'), title)];
  const prefixes = { from: prefixesOf(from), to: prefixesOf(to) };
  const { both, gone, come } = matchPlaces(before, after, prefixes);
  const isMoved = both.some(([a, b]) => blankPath(a.path) !== blankPath(b.path));
  const isServed = both.length === 0 || both.some(([a, b]) => !ownServers(a) && !ownServers(b));
  if (isServed) compareServers(room, whole, from, to, isMoved);
  const isShared = before.length === 0 || both.some(([a, b]) => a.operation.security === undefined && b.operation.security === undefined);
  if (isShared) guard.compare(whole, from, to);
  compareSecuritySchemes(room, whole);
  compareComponents(room, whole);
  for (const [a, b] of both) compareOperation(room, guard, scopeOf(a, b), a, b);
  const paths = new Set(after.map(({ path }) => blankPath(path)));
  for (const place of gone) tellGone(room, scopeOf(place, undefined), place, !paths.has(blankPath(place.path)));
  for (const place of come) tellNew(room, scopeOf(undefined, place), place);
  compareWebhooks(room, guard, from, to);
}

function scopeOf(from: Place | undefined, to: Place | undefined, isFlipped = false): Scope {
  const about = (to ?? from) as Place;
  return {
    operation: about.key,
    isFlipped,
    isUnstable: from !== undefined && isUnstable(from.operation),
    place: '',
    from,
    to,
  };
}

/** In a webhook the service calls and the consumer answers: the directions are turned round. */
function compareWebhooks(room: Room, guard: Guard, from: JsonObject, to: JsonObject): void {
  const title = (method: string, path: string) => `webhook ${method} ${path}`;
  const { both, gone, come } = matchPlaces(
    listPlaces(room.from, objectAt(from, 'webhooks'), title),
    listPlaces(room.to, objectAt(to, 'webhooks'), title),
  );
  for (const [a, b] of both) compareOperation(room, guard, scopeOf(a, b, true), a, b);
  for (const place of gone)
    note(room, scopeOf(place, undefined), {
      id: 'webhook.removed',
      aliases: ['webhook-removed'],
      severity: 'breaking',
      message: `The webhook \`${place.path}\` was removed: who waits for it waits in vain.`,
      from: place.operation,
    });
  for (const place of come)
    note(room, scopeOf(undefined, place), {
      id: 'webhook.added',
      aliases: ['webhook-added'],
      severity: 'info',
      message: `The webhook \`${place.path}\` is new.`,
      to: place.operation,
    });
}
