import { oasdiffIds } from './oasdiff-ids.ts';
import type { Direction } from './schema/change.ts';

/** Where a schema stands: in a parameter, in a header of a response, or in a body. */
export type Area = 'param' | 'header' | 'body';

/** Things that are named by what they are rather than by where they stand. */
const areaOfThing: { [thing: string]: string } = {
  additionalProperties: 'body',
  unevaluatedProperties: 'body',
  multipleOf: 'property',
  format: 'property',
  not: 'property',
  readOnly: 'property',
  writeOnly: 'property',
  uniqueItems: 'items',
  minItems: 'items',
  maxItems: 'items',
  prefixItems: 'items',
  unevaluatedItems: 'items',
  minProperties: 'object',
  maxProperties: 'object',
};

/** Our name of a rule: `<area>.<thing>.<change>`. */
export function nameRule(kind: string, area: Area, nested: boolean): string {
  if (kind === 'became-false' || kind === 'became-true') return `schema.${kind}`;
  if (area === 'param') return `param.${kind}`;
  if (area === 'header') return `response.header.${kind}`;
  if (kind.startsWith('discriminator.') || kind.startsWith('property.')) return kind;
  const fixed = areaOfThing[kind.slice(0, kind.indexOf('.'))];
  return `${fixed ?? (nested ? 'property' : 'body')}.${kind}`;
}

export interface Position {
  direction: Direction;
  area: Area;
  in?: string;
}

/** Only the names that oasdiff has. An entry `a|b` means the first of them that it has. */
export function nameAliases(suffixes: string[], { direction, area, in: place }: Position, nested: boolean): string[] {
  const isHeader = area === 'param' && place === 'header' && nested;
  const starts = isHeader ? ['request-header-property-', 'request-header-', ...prefixes(direction, area, nested)] : prefixes(direction, area, nested);
  const found = suffixes.flatMap((entry) => {
    const known = entry
      .split('|')
      .flatMap((suffix) => [
        ...(isHeader ? [suffix.replace('request-property', 'request-header-property')] : []),
        ...starts.map((prefix) => prefix + suffix),
      ]);
    return known.find((id) => oasdiffIds.has(id)) ?? [];
  });
  return [...new Set(found)];
}

function prefixes(direction: Direction, area: Area, nested: boolean): string[] {
  if (area === 'header') return ['response-header-', 'response-property-', ''];
  if (area === 'param')
    return nested ? ['request-parameter-property-', 'request-property-', 'request-parameter-', ''] : ['request-parameter-', 'request-property-', ''];
  return [`${direction}-${nested ? 'property' : 'body'}-`, `${direction}-`, ...(direction === 'request' ? [''] : []), `${direction}-property-`];
}
