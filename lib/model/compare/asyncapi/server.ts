import { isObject, type JsonObject, textAt } from '../../document/normalise/json.ts';
import { followMap, note, type Room } from '../openapi/room.ts';
import type { Scope } from '../report.ts';
import type { Side } from '../side.ts';

const serversOf = (side: Side) => followMap(side, isObject(side.document) ? side.document : undefined, 'servers');

/** In 2 a `url`, in 3 `host` and `pathname`; the protocol may stand before either. */
function addressOf(server: JsonObject): string {
  const url = textAt(server, 'url') ?? `${textAt(server, 'host') ?? ''}${textAt(server, 'pathname') ?? ''}`;
  return url
    .replace(/^[a-z][\w+.-]*:\/\//i, '')
    .replace(/(?<!\/)\/+$/, '')
    .toLowerCase();
}

export function compareServers(room: Room, scope: Scope): void {
  const after = serversOf(room.to);
  for (const [name, from] of serversOf(room.from)) {
    const to = after.get(name) ?? [...after.values()].find((server) => addressOf(server) === addressOf(from));
    const tell = (id: string, severity: 'breaking' | 'warning', message: string) =>
      note(room, scope, { id: `servers.${id}`, severity, message, from, to, detail: name });
    if (!to) tell('removed', 'warning', `The server \`${name}\` was removed.`);
    else if (textAt(from, 'protocol')?.toLowerCase() !== textAt(to, 'protocol')?.toLowerCase())
      tell(
        'protocol.changed',
        'breaking',
        `The server \`${name}\` speaks \`${textAt(to, 'protocol') ?? ''}\` now instead of \`${textAt(from, 'protocol') ?? ''}\`.`,
      );
    else if (addressOf(from) !== addressOf(to))
      tell('url.changed', 'warning', `The server \`${name}\` moved from \`${addressOf(from)}\` to \`${addressOf(to)}\`.`);
  }
}
