import { equalJson, isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../document/normalise/json.ts';
import type { Severity } from '../../finding.ts';
import type { Scope } from '../report.ts';
import { serverPrefix } from './path.ts';
import { note, type Room } from './room.ts';

/** Addresses of an owner of servers: the document, a path or an operation. A path that is gone breaks, unless `isPrefixKept` shows that it went into the paths. */
export function compareServers(room: Room, scope: Scope, from: JsonObject, to: JsonObject, isPrefixKept: boolean): void {
  const [before, after] = [listAt(from, 'servers').filter(isObject), listAt(to, 'servers').filter(isObject)];
  if (equalJson(before, after)) return;
  const urls = (servers: JsonObject[]) => servers.map((server) => textAt(server, 'url') ?? '/');
  const prefixes = new Set(after.length > 0 ? after.map(serverPrefix) : ['']);
  const tell = (rule: string, severity: Severity, message: string, detail: string, help?: string) =>
    note(room, scope, { id: `servers.${rule}`, severity, message, detail, help, from, to, key: 'servers' });
  const isIn = (servers: JsonObject[], url: string) => urls(servers).some((other) => sameUrl(other, url));
  const come = urls(after).filter((url) => !isIn(before, url));
  for (const server of before) {
    const url = textAt(server, 'url') ?? '/';
    const kept = after.find((other) => sameUrl(textAt(other, 'url') ?? '/', url));
    if (kept) compareVariables(server, kept, url, tell);
    else tellGone(url, !isPrefixKept && !prefixes.has(serverPrefix(server)), come, tell);
  }
  if (before.length === 0 && !prefixes.has('') && !isPrefixKept)
    tell('url.changed', 'breaking', `The API moved to \`${urls(after).join('`, `')}\`: its addresses have another path.`, '');
  if (before.length > 0 && urls(before).every((url) => isIn(after, url)))
    for (const url of come) tell('url.added', 'info', `The server \`${url}\` is new.`, url);
}

type Tell = (rule: string, severity: Severity, message: string, detail: string, help?: string) => void;

const sameUrl = (a: string, b: string) => a.replace(/(?<!\/)\/+$/, '').toLowerCase() === b.replace(/(?<!\/)\/+$/, '').toLowerCase();

/** Only its scheme differs: clients are sent on. */
const upgraded = (url: string, come: string[]) =>
  come.some((other) => sameUrl(other.replace(/^https:/, 'http:'), url) || sameUrl(other.replace(/^https?:/, ''), url));

function tellGone(url: string, isPathGone: boolean, come: string[], tell: Tell): void {
  const target = come[0];
  const severity = isPathGone ? 'breaking' : 'warning';
  if (target === undefined) tell('removed', severity, `The server \`${url}\` was removed.`, url);
  else if (!isPathGone && upgraded(url, come)) tell('scheme.changed', 'info', `The server \`${url}\` is now reached at \`${target}\`.`, url);
  else
    tell(
      'url.changed',
      severity,
      `The server moved from \`${url}\` to \`${come.join('`, `')}\`.`,
      url,
      isPathGone ? 'Addresses that clients have built in lead nowhere unless the old path is kept alive.' : undefined,
    );
}

function compareVariables(from: JsonObject, to: JsonObject, url: string, tell: Tell): void {
  const [before, after] = [objectAt(from, 'variables') ?? {}, objectAt(to, 'variables') ?? {}];
  const severity = serverPrefix(from) === serverPrefix(to) ? 'warning' : 'breaking';
  for (const [name, written] of Object.entries(before)) {
    const now: Json | undefined = after[name];
    const [was, is] = [textAt(written, 'default') ?? 'not set', textAt(now, 'default') ?? 'not set'];
    const title = `The variable \`${name}\` of \`${url}\``;
    if (was !== is) tell('variable.default.changed', severity, `${title} is now \`${is}\` by default; it was \`${was}\`.`, `${url} ${name}`);
    const values = listAt(now, 'enum');
    const gone = values.length > 0 ? listAt(written, 'enum').filter((value) => !values.includes(value)) : [];
    for (const value of gone.map(String))
      tell('variable.enum.removed', 'warning', `${title} no longer takes \`${value}\`.`, `${url} ${name} ${value}`);
  }
}
