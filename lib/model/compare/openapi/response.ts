import { equalJson, type JsonObject, listAt, member, objectAt, textAt } from '../../document/normalise/json.ts';
import { emitSchemas } from '../emit.ts';
import type { Place } from '../place.ts';
import { directionOf, type MessagePart, type Scope } from '../report.ts';
import { type ContentPart, compareContent } from './content.ts';
import { followMap, note, type Room } from './room.ts';

type Statuses = Map<string, JsonObject>;

const isRange = (status: string) => /^[1-5]XX$/.test(status);
const isSuccess = (status: string) => status.startsWith('2');
const inRange = (status: string, range: string) => isRange(range) && status[0] === range[0];

function listStatuses(side: Room['from'], { operation }: Place): Statuses {
  const found: Statuses = new Map();
  for (const [status, response] of followMap(side, operation, 'responses'))
    if (!status.startsWith('x-')) found.set(status.toUpperCase().replace('DEFAULT', 'default'), response);
  return found;
}

/** `default` speaks of success where nothing else does. */
const isError = (status: string, statuses: Statuses) =>
  status === 'default' ? [...statuses.keys()].some((other) => isSuccess(other)) : status.startsWith('4') || status.startsWith('5');

export function compareResponses(room: Room, scope: Scope, from: Place, to: Place): void {
  const before = listStatuses(room.from, from);
  const after = listStatuses(room.to, to);
  const met = new Set<string>();
  for (const [status, response] of before) {
    const target = findTarget(status, before, after);
    if (target === undefined) {
      tellGone(room, scope, status, response, before);
      continue;
    }
    met.add(target);
    if (target !== status) tellRange(room, scope, status, target, response, after.get(target));
    const error = isError(status, before) || isError(target, after);
    const found = after.get(target);
    if (found && !room.same(response, found)) compareResponse(room, scope, { status, isError: error }, response, found);
  }
  for (const [status, response] of after) if (!met.has(status) && !coveredBefore(status, before)) tellNew(room, scope, status, response);
}

function findTarget(status: string, before: Statuses, after: Statuses): string | undefined {
  if (after.has(status)) return status;
  if (isRange(status)) return [...after.keys()].find((other) => inRange(other, status) && !before.has(other));
  if (status === 'default') return undefined;
  const range = `${status[0]}XX`;
  if (after.has(range)) return range;
  return after.has('default') && !isError('default', after) && isSuccess(status) ? 'default' : undefined;
}

const coveredBefore = (status: string, before: Statuses) => [...before.keys()].some((other) => inRange(status, other));

function tellGone(room: Room, scope: Scope, status: string, response: JsonObject, before: Statuses): void {
  const success = isSuccess(status) && !isRange(status);
  const broad = status === 'default' || isRange(status);
  const breaks = (success || (broad && isSuccess(status))) && !isError(status, before);
  note(
    room,
    scope,
    {
      id: status === 'default' ? 'response.default.removed' : breaks ? 'response.status.removed' : 'response.error-status.removed',
      aliases: [breaks ? 'response-success-status-removed' : 'response-non-success-status-removed'],
      severity: breaks ? 'breaking' : 'warning',
      direction: 'response',
      message: `The response ${status === 'default' ? '`default`' : status} was removed.`,
      from: response,
      detail: status,
    },
    { part: { area: 'body', direction: 'response', subject: `the response ${status}`, status, from: undefined, to: undefined } },
  );
}

function tellNew(room: Room, scope: Scope, status: string, response: JsonObject): void {
  const success = isSuccess(status);
  note(room, scope, {
    id: success ? 'response.status.added' : status === 'default' ? 'response.default.added' : 'response.error-status.added',
    aliases: [success ? 'response-success-status-added' : 'response-non-success-status-added'],
    severity: 'info',
    direction: 'response',
    message: `The response ${status === 'default' ? '`default`' : status} is new.`,
    to: response,
    detail: status,
  });
}

function tellRange(room: Room, scope: Scope, status: string, target: string, from: JsonObject, to: JsonObject | undefined): void {
  const narrowed = isRange(status);
  note(room, scope, {
    id: narrowed ? 'response.range.narrowed' : 'response.range.widened',
    severity: narrowed ? 'warning' : 'info',
    direction: 'response',
    message: `The response ${status} is now declared as ${target === 'default' ? '`default`' : target}.`,
    from,
    to,
    detail: status,
  });
}

function compareResponse(
  room: Room,
  scope: Scope,
  { status, isError: error }: { status: string; isError: boolean },
  from: JsonObject,
  to: JsonObject,
): void {
  const name = status === 'default' ? '`default`' : status;
  const part: ContentPart = { area: 'body', direction: 'response', subject: `the response body of ${name}`, status, isError: error };
  compareHeaders(room, scope, part, from, to);
  compareContent(room, scope, part, from, to);
  compareLinks(room, scope, status, from, to);
}

/** Headers of a response, by name in any case. */
function listHeaders(side: Room['from'], response: JsonObject): Map<string, { name: string; node: JsonObject }> {
  const entries = [...followMap(side, response, 'headers')].map(([name, node]) => [name.toLowerCase(), { name, node }] as const);
  return new Map(entries.filter(([name]) => name !== 'content-type'));
}

function compareHeaders(room: Room, scope: Scope, part: ContentPart, from: JsonObject, to: JsonObject): void {
  const [before, after] = [listHeaders(room.from, from), listHeaders(room.to, to)];
  for (const [key, { name, node }] of before) {
    const kept = after.get(key);
    if (kept)
      compareHeader(room, scope, { ...part, area: 'header', name, subject: `header \`${name}\` of the response ${part.status}` }, node, kept.node);
    else tellHeader(room, scope, part, name, node, undefined);
  }
  for (const [key, { name, node }] of after) if (!before.has(key)) tellHeader(room, scope, part, name, undefined, node);
}

function tellHeader(room: Room, scope: Scope, part: ContentPart, name: string, from: JsonObject | undefined, to: JsonObject | undefined): void {
  const isResponse = directionOf(scope, 'response') === 'response';
  const required = (from ?? to)?.required === true;
  const breaks = required && isResponse === (from !== undefined);
  const severity = breaks ? (part.isError ? 'warning' : 'breaking') : from && isResponse ? 'warning' : 'info';
  note(
    room,
    scope,
    {
      id: from ? `response.header.${required ? 'required' : 'optional'}.removed` : 'response.header.added',
      aliases: [from ? `${required ? 'required' : 'optional'}-response-header-removed` : 'response-header-added'],
      severity,
      direction: 'response',
      message: from
        ? `The response ${part.status} no longer has the header \`${name}\`.`
        : `The response ${part.status} has a new header \`${name}\`.`,
      from,
      to,
      detail: `${part.status} ${name.toLowerCase()}`,
    },
    { part: { ...part, area: 'header', name, from: member(from, 'schema'), to: member(to, 'schema') } },
  );
}

function compareHeader(room: Room, scope: Scope, part: ContentPart, from: JsonObject, to: JsonObject): void {
  if (room.same(from, to)) return;
  const schemas = { from: member(from, 'schema'), to: member(to, 'schema') };
  if ((from.required === true) !== (to.required === true)) tellHeaderRequired(room, scope, { ...part, ...schemas }, from, to);
  if (member(from, 'content') === undefined && member(to, 'content') === undefined)
    emitSchemas(room.report, room.pairs, scope, { ...part, from: schemas.from ?? {}, to: schemas.to ?? {} });
  else compareContent(room, scope, part, from, to);
}

function tellHeaderRequired(room: Room, scope: Scope, part: MessagePart, from: JsonObject, to: JsonObject): void {
  const required = to.required === true;
  const breaks = required !== (directionOf(scope, 'response') === 'response');
  const worst = part.isError ? 'warning' : 'breaking';
  note(
    room,
    scope,
    {
      id: required ? 'response.header.became-required' : 'response.header.became-optional',
      aliases: [required ? 'response-header-became-required' : 'response-header-became-optional'],
      severity: breaks ? worst : 'info',
      direction: 'response',
      message: `Header \`${part.name}\` of the response ${part.status} ${required ? 'is now always there' : 'may now be missing'}.`,
      from,
      to,
      key: 'required',
      detail: `${part.status} ${part.name?.toLowerCase()}`,
    },
    { part },
  );
}

function compareLinks(room: Room, scope: Scope, status: string, from: JsonObject, to: JsonObject): void {
  const [before, after] = [followMap(room.from, from, 'links'), followMap(room.to, to, 'links')];
  for (const [name, link] of before) {
    const kept = after.get(name);
    if (kept && equalJson(plainLink(link), plainLink(kept))) continue;
    note(room, scope, {
      id: kept ? 'link.changed' : 'link.removed',
      severity: 'warning',
      message: kept
        ? `The link \`${name}\` of the response ${status} leads elsewhere.`
        : `The link \`${name}\` of the response ${status} was removed.`,
      from: link,
      to: kept,
      detail: `${status} ${name}`,
    });
  }
}

const plainLink = (link: JsonObject) => ({
  operation: textAt(link, 'operationId') ?? textAt(link, 'operationRef') ?? null,
  parameters: objectAt(link, 'parameters') ?? {},
  body: listAt(link, 'requestBody'),
});
