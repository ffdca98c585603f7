import { isObject, type Json, type JsonObject, listAt, member, objectAt, textAt } from '../../document/normalise/json.ts';
import type { Severity } from '../../finding.ts';
import type { Scope } from '../report.ts';
import { followMap, note, type Room } from './room.ts';

/** Schemes that are asked for somewhere: the others harm nobody. */
function usedSchemes(document: Json): Set<string> {
  const used = new Set<string>();
  const addAll = (security: Json[]) => {
    for (const entry of security) if (isObject(entry)) for (const name of Object.keys(entry)) used.add(name);
  };
  addAll(listAt(document, 'security'));
  for (const map of ['paths', 'webhooks'])
    for (const item of Object.values(objectAt(document, map) ?? {}))
      for (const operation of Object.values(isObject(item) ? item : {})) addAll(listAt(operation, 'security'));
  return used;
}

/** How one proves who one is: its kind, its name, its addresses. */
export function compareSecuritySchemes(room: Room, scope: Scope): void {
  const before = followMap(room.from, objectAt(room.from.document, 'components'), 'securitySchemes');
  const after = followMap(room.to, objectAt(room.to.document, 'components'), 'securitySchemes');
  const used = usedSchemes(room.from.document);
  for (const [name, from] of before) {
    const to = after.get(name);
    if (to && !room.same(from, to)) compareScheme(room, scope, name, from, to, used.has(name));
    else if (!to)
      note(room, scope, {
        id: 'security.scheme.removed',
        aliases: ['api-security-component-removed'],
        severity: 'info',
        message: `The security scheme \`${name}\` was removed.`,
        from,
        detail: name,
      });
  }
  for (const [name, to] of after)
    if (!before.has(name))
      note(room, scope, {
        id: 'security.scheme.added',
        aliases: ['api-security-component-added'],
        severity: 'info',
        message: `The security scheme \`${name}\` is new.`,
        to,
        detail: name,
      });
}

const parts: { key: string; rule: string; what: string; alias?: string; severity: Severity; types: string[] }[] = [
  { key: 'name', rule: 'apikey.name', what: 'name of the key', severity: 'breaking', types: ['apiKey'] },
  { key: 'in', rule: 'apikey.in', what: 'place of the key', severity: 'breaking', types: ['apiKey'] },
  { key: 'scheme', rule: 'http.scheme', what: 'HTTP scheme', severity: 'breaking', types: ['http'] },
  { key: 'bearerFormat', rule: 'bearerFormat', what: 'format of the token', severity: 'warning', types: ['http'] },
  { key: 'openIdConnectUrl', rule: 'openid.url', what: 'OpenID Connect address', severity: 'breaking', types: ['openIdConnect'] },
];

function compareScheme(room: Room, scope: Scope, name: string, from: JsonObject, to: JsonObject, isUsed: boolean): void {
  const tell = (rule: string, severity: Severity, message: string, key: string, alias?: string, detail = '') =>
    note(room, scope, {
      id: `security.${rule}`,
      ...(alias ? { aliases: [alias] } : {}),
      severity: isUsed ? severity : 'info',
      direction: 'request',
      message,
      from,
      to,
      key,
      detail: `${name} ${key} ${detail}`,
    });
  if (from.type !== to.type) {
    tell(
      'scheme.type.changed',
      'breaking',
      `The security scheme \`${name}\` was \`${String(from.type)}\` and is now \`${String(to.type)}\`.`,
      'type',
      'api-security-component-type-changed',
    );
    return;
  }
  for (const { key, rule, what, severity, types } of parts) {
    const [was, is] = [textAt(from, key), textAt(to, key)];
    const same = key === 'scheme' ? was?.toLowerCase() === is?.toLowerCase() : was === is;
    if (!same && types.includes(String(from.type)))
      tell(`${rule}.changed`, severity, `The ${what} of \`${name}\` was \`${was ?? 'not set'}\` and is now \`${is ?? 'not set'}\`.`, key);
  }
  if (from.type === 'oauth2') compareFlows(name, from, to, tell);
}

type Tell = (rule: string, severity: Severity, message: string, key: string, alias?: string, detail?: string) => void;

function compareFlows(name: string, from: JsonObject, to: JsonObject, tell: Tell): void {
  const [before, after] = [objectAt(from, 'flows') ?? {}, objectAt(to, 'flows') ?? {}];
  for (const flow of Object.keys(before)) {
    const [was, is] = [objectAt(before, flow) ?? {}, objectAt(after, flow)];
    if (is)
      compareFlow(`\`${flow}\` of \`${name}\``, was, is, (rule, severity, message, alias, detail) =>
        tell(rule, severity, message, 'flows', alias, `${flow} ${detail}`),
      );
    else tell('flow.removed', 'breaking', `The flow \`${flow}\` of \`${name}\` was removed.`, 'flows', undefined, flow);
  }
}

type TellFlow = (rule: string, severity: Severity, message: string, alias: string, detail: string) => void;

function compareFlow(title: string, from: JsonObject, to: JsonObject, tell: TellFlow): void {
  for (const key of ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl']) {
    const alias = key === 'tokenUrl' ? 'api-security-component-oauth-token-url-changed' : 'api-security-component-oauth-url-changed';
    const is = textAt(to, key);
    if (textAt(from, key) !== is)
      tell('oauth.url.changed', 'breaking', `The \`${key}\` of the flow ${title} is now \`${is ?? 'not set'}\`.`, alias, key);
  }
  const [before, after] = [objectAt(from, 'scopes') ?? {}, objectAt(to, 'scopes') ?? {}];
  const alias = 'api-security-component-oauth-scope';
  for (const scope of Object.keys(before))
    if (member(after, scope) === undefined)
      tell('oauth.scope.removed', 'info', `The flow ${title} no longer offers the scope \`${scope}\`.`, `${alias}-removed`, scope);
  for (const scope of Object.keys(after))
    if (member(before, scope) === undefined)
      tell('oauth.scope.added', 'info', `The flow ${title} now offers the scope \`${scope}\`.`, `${alias}-added`, scope);
}
