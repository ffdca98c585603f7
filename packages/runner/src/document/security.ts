import { isObject, type JsonObject, listAt, member, objectAt, readPointer, textAt } from '../json.ts';
import type { Contract, SecurityScheme } from './document.ts';

/** What each requirement of an operation asks for. An empty one among them opens it to everybody. */
export function readSecurity(document: JsonObject, operation: JsonObject): string[][] {
  const own = Array.isArray(operation.security) ? operation : document;
  const requirements = listAt(own, 'security').filter(isObject).map(Object.keys);
  return requirements.some((schemes) => schemes.length === 0) ? [] : requirements;
}

export function readSchemes(document: JsonObject): Map<string, SecurityScheme> {
  const written = Object.entries(objectAt(objectAt(document, 'components'), 'securitySchemes'));
  return new Map(
    written.map(([name, value]) => {
      const ref = textAt(value, '$ref');
      const node = ref === undefined ? value : readPointer(document, ref);
      const scheme = {
        name,
        type: textAt(node, 'type') ?? '',
        scheme: (textAt(node, 'scheme') ?? '').toLowerCase(),
        in: textAt(node, 'in') ?? 'header',
        key: textAt(node, 'name') ?? name,
      };
      return [name, scheme];
    }),
  );
}

export function readServers(document: JsonObject): Contract['servers'] {
  return listAt(document, 'servers').map((server) => {
    const variables = objectAt(server, 'variables');
    const url = (textAt(server, 'url') ?? '/').replace(/\{([^}]+)\}/g, (_, name) => String(member(variables[name], 'default') ?? ''));
    return { url, description: textAt(server, 'description') ?? '' };
  });
}
