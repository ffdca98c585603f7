import type { JsonObject } from '../../document/normalise/json.ts';
import { isObject, type Json, objectAt } from '../../document/normalise/json.ts';
import type { Found, Report, Scope, Trace } from '../report.ts';
import { directionOf } from '../report.ts';
import type { Sameness } from '../sameness.ts';
import type { Direction } from '../schema/change.ts';
import type { Pairs } from '../schema/pair.ts';
import type { Side } from '../side.ts';

/** All that a comparison of two documents works with. */
export interface Room {
  from: Side;
  to: Side;
  pairs: Pairs;
  same: Sameness;
  report: Report;
  nowMs: number;
}

/** What is written in the place, references followed. */
export function followObject(side: Side, node: Json | undefined): JsonObject | undefined {
  const found = side.follow(node);
  return isObject(found) ? found : undefined;
}

/** The members of a map that hold objects, references followed. */
export function followMap(side: Side, owner: JsonObject | undefined, key: string): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const [name, value] of Object.entries(objectAt(owner, key) ?? {})) {
    const object = followObject(side, value);
    if (object) found.set(name, object);
  }
  return found;
}

export interface Note extends Omit<Found, 'direction' | 'fromPointer' | 'toPointer'> {
  direction?: Direction | 'none';
  from?: object | undefined;
  to?: object | undefined;
  key?: string;
}

/** Reports one difference outside the schemas. `direction` is the document's; webhooks turn it round. */
export function note(room: Room, scope: Scope, { direction = 'none', from, to, key, ...found }: Note, trace: Omit<Trace, 'scope'> = {}): void {
  room.report.add(
    scope,
    {
      ...found,
      direction: direction === 'none' ? 'none' : directionOf(scope, direction),
      fromPointer: from && room.from.pointerTo(from, key),
      toPointer: to && room.to.pointerTo(to, key),
    },
    trace,
  );
}
