import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../document/normalise/json.ts';
import { methods } from '../../document/normalise/openapi.ts';
import type { Place } from '../place.ts';
import type { Side } from '../side.ts';
import { followObject } from './room.ts';

export function listPlaces(side: Side, owner: JsonObject | undefined, name: (method: string, path: string) => string): Place[] {
  return Object.entries(owner ?? {}).flatMap(([path, written]) => {
    const item = itemOf(side, written);
    return item && !path.startsWith('x-') ? placesOf(item, path, name) : [];
  });
}

/** A path item with what it refers to; what stands beside the reference counts first. */
function itemOf(side: Side, written: Json): JsonObject | undefined {
  const target = followObject(side, written);
  if (target === written || !target || !isObject(written)) return target;
  const { $ref, ...beside } = written;
  return { ...target, ...beside };
}

function placesOf(item: JsonObject, path: string, name: (method: string, path: string) => string): Place[] {
  const own = methods.map((method) => [method, item[method]] as const);
  const more = Object.entries(objectAt(item, 'additionalOperations') ?? {});
  return [...own, ...more].flatMap(([method, operation]) =>
    isObject(operation) ? [{ key: name(method.toUpperCase(), path), method: method.toUpperCase(), path, item, operation }] : [],
  );
}

/** `/orders/{id}` as `/orders/{}`: the names of its parameters do not count. What a callback takes from the request, `{$request.body#/url}`, does. */
export const blankPath = (path: string) => path.replace(/\{(?!\$)[^{}]*\}/g, '{}');

/** The path of a server's address, its variables filled with their defaults. */
export function serverPrefix(server: Json | undefined): string {
  const variables = objectAt(server, 'variables');
  const url = (textAt(server, 'url') ?? '/').replace(
    /\{([^{}]*)\}/g,
    (_, name: string) => textAt(objectAt(variables, name), 'default') ?? `{${name}}`,
  );
  const path = url.replace(/^[a-zA-Z][\w+.-]*:/, '').replace(/^\/\/[^/?#]*/, '');
  const plain = path.replace(/[?#].*$/, '').replace(/(?<!\/)\/+$/, '');
  return plain === '' || plain.startsWith('/') ? plain : `/${plain}`;
}

export const prefixesOf = (document: Json): string[] => {
  const servers = listAt(document, 'servers');
  return servers.length > 0 ? [...new Set(servers.map(serverPrefix))] : [''];
};

export interface PlacePairs {
  both: [Place, Place][];
  gone: Place[];
  come: Place[];
}

/** Which operation became which: the same template, or the same address once the servers' paths are put before it. */
export function matchPlaces(from: Place[], to: Place[], prefixes?: { from: string[]; to: string[] }): PlacePairs {
  const both: [Place, Place][] = [];
  let gone = from;
  let come = to;
  const match = (keysFrom: (place: Place) => string[], keysTo: (place: Place) => string[]) => {
    const free = new Map<string, Place[]>();
    for (const place of come)
      for (const key of keysTo(place)) {
        const waiting = free.get(key);
        if (waiting) waiting.push(place);
        else free.set(key, [place]);
      }
    const taken = new Set<Place>();
    gone = gone.filter((place) => {
      const found = keysFrom(place).flatMap((key) => free.get(key)?.find((other) => !taken.has(other)) ?? [])[0];
      if (found) {
        both.push([place, found]);
        taken.add(found);
      }
      return !found;
    });
    come = come.filter((place) => !taken.has(place));
  };
  const same = (transform: (path: string) => string) => (place: Place) => [`${place.method} ${transform(place.path)}`];
  match(
    same((path) => path),
    same((path) => path),
  );
  match(same(blankPath), same(blankPath));
  const whole = (list: string[]) => (place: Place) => list.map((prefix) => `${place.method} ${prefix}${blankPath(place.path)}`);
  if (prefixes && gone.length > 0 && come.length > 0) match(whole(prefixes.from), whole(prefixes.to));
  return { both, gone, come };
}
