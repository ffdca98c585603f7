import { equalJson, isObject, type Json, type JsonObject, listAt, member, objectAt } from '../../document/normalise/json.ts';
import type { Scope } from '../report.ts';
import { followMap, note, type Room } from './room.ts';

/** One way to be let in: schemes with the scopes that they need. No scheme: everybody. */
type Way = Map<string, Set<string>>;

function waysOf(value: Json | undefined): Way[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const ways = value
    .filter(isObject)
    .map((entry) => new Map(Object.keys(entry).map((name) => [name, new Set(listAt(entry, name).filter((each) => typeof each === 'string'))])));
  return ways.length > 0 ? ways : [new Map()];
}

/** Schemes under the name that they have in the new revision: one that was only renamed is the same. */
function renamer(room: Room): (name: string) => string {
  const before = followMap(room.from, objectAt(room.from.document, 'components'), 'securitySchemes');
  const after = followMap(room.to, objectAt(room.to.document, 'components'), 'securitySchemes');
  const names = new Map<string, string>();
  for (const [name, scheme] of before) {
    const target = after.has(name)
      ? undefined
      : [...after].find(([other, found]) => !before.has(other) && equalJson(plainScheme(scheme), plainScheme(found)));
    if (target) names.set(name, target[0]);
  }
  return (name) => names.get(name) ?? name;
}

function plainScheme(scheme: JsonObject): Json {
  const { description, ...rest } = scheme;
  return rest;
}

const isOpen = (way: Way) => way.size === 0;
const sameSchemes = (a: Way, b: Way) => a.size === b.size && [...a.keys()].every((name) => b.has(name));
/** Who has all that the old way asked for is let in by the new one. */
const letsIn = (was: Way, is: Way) => [...is].every(([name, scopes]) => was.has(name) && [...scopes].every((scope) => was.get(name)?.has(scope)));

export interface Guard {
  compare(scope: Scope, from: JsonObject, to: JsonObject): void;
}

/** Compares who is let in: for the document once, and for operations that say something of their own. */
export function openGuard(room: Room): Guard {
  const rename = renamer(room);
  const renamed = (ways: Way[]) => ways.map((way): Way => new Map([...way].map(([name, scopes]) => [rename(name), scopes])));
  const common = (document: Json) => waysOf(member(document, 'security'));
  return {
    compare(scope, from, to) {
      const isWhole = from === room.from.document;
      const [ownFrom, ownTo] = [waysOf(from.security), waysOf(to.security)];
      if (!isWhole && !ownFrom && !ownTo) return;
      const before = renamed(ownFrom ?? common(room.from.document) ?? [new Map()]);
      const after = ownTo ?? common(room.to.document) ?? [new Map()];
      compareWays(room, scope, before, after, { from, to, isWhole });
    },
  };
}

interface Where {
  from: JsonObject;
  to: JsonObject;
  isWhole: boolean;
}

const show = (way: Way) =>
  isOpen(way)
    ? 'no credentials'
    : [...way].map(([name, scopes]) => `\`${name}\`${scopes.size > 0 ? ` (${[...scopes].join(', ')})` : ''}`).join(' with ');

function compareWays(room: Room, scope: Scope, before: Way[], after: Way[], where: Where): void {
  const subject = where.isWhole ? 'The API' : 'The operation';
  const prefix = where.isWhole ? 'api-global-security' : 'api-security';
  const tell = (rule: string, alias: string, severity: 'breaking' | 'info', message: string, detail: string) =>
    note(room, scope, {
      id: `security.${rule}`,
      aliases: [`${prefix}-${alias}`],
      severity,
      direction: 'request',
      message: `${subject} ${message}`,
      from: where.from,
      to: where.to,
      key: 'security',
      detail,
    });
  const closed = before.some(isOpen) && !after.some(isOpen);
  if (closed)
    tell('requirement.added', 'added', 'breaking', `now requires ${after.map(show).join(' or ')}; it could be called without credentials.`, 'open');
  for (const way of before) if (!isOpen(way) && !after.some((other) => letsIn(way, other))) tellShutOut(way, after, tell);
  for (const way of after) tellLetIn(way, before, closed, tell);
}

function tellLetIn(way: Way, before: Way[], closed: boolean, tell: Tell): void {
  const same = before.filter((other) => sameSchemes(other, way));
  for (const other of same) tellFewerScopes(other, way, tell);
  if (closed || same.length > 0) return;
  const isStricter = before.some((other) => !isOpen(other) && [...other.keys()].every((name) => way.has(name)));
  if (isOpen(way)) tell('requirement.removed', 'removed', 'info', 'can now be called without credentials.', 'open');
  else if (!isStricter) tell('alternative.added', 'added', 'info', `can now also be called with ${show(way)}.`, show(way));
}

type Tell = (rule: string, alias: string, severity: 'breaking' | 'info', message: string, detail: string) => void;

function tellShutOut(way: Way, after: Way[], tell: Tell): void {
  const same = after.find((other) => sameSchemes(way, other));
  const more = after.find((other) => [...way.keys()].every((name) => other.has(name)));
  if (same) {
    for (const [name, scopes] of same)
      for (const scope of scopes)
        if (!way.get(name)?.has(scope))
          tell('scope.added', 'scope-added', 'breaking', `now needs the scope \`${scope}\` of \`${name}\`.`, `${name} ${scope}`);
  } else if (more) tell('requirement.added', 'added', 'breaking', `now needs ${show(more)}, where ${show(way)} was enough.`, show(way));
  else tell('alternative.removed', 'removed', 'breaking', `can no longer be called with ${show(way)}.`, show(way));
}

function tellFewerScopes(was: Way, is: Way, tell: Tell): void {
  for (const [name, scopes] of was)
    for (const scope of scopes)
      if (!is.get(name)?.has(scope))
        tell('scope.removed', 'scope-removed', 'info', `no longer needs the scope \`${scope}\` of \`${name}\`.`, `${name} ${scope}`);
}
