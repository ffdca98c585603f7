import type { SearchHit } from '../search.ts';
import type { SearchEntry } from './entry.ts';
import { explain } from './explain.ts';
import type { SearchQuery } from './parse-query.ts';
import type { FoundEntry } from './search-index.ts';

const maxPropertiesShown = 6;

/** What a hit says in its second line; `services` counts those that belong to a group. */
function detailOf({ kind, fields }: SearchEntry, services: number): string | null {
  if (kind === 'operation') return fields.summary?.[0] ?? fields.operationId?.[0] ?? null;
  if (kind === 'schema') return fields.property ? listBriefly(fields.property) : null;
  if (kind === 'service') return detailOfService(fields);
  return services === 1 ? '1 service' : `${services} services`;
}

function listBriefly(names: readonly string[]): string {
  return [...names.slice(0, maxPropertiesShown), ...(names.length > maxPropertiesShown ? ['…'] : [])].join(', ');
}

function detailOfService({ description, team = [], domain = [], name }: SearchEntry['fields']): string | null {
  const groups = [...team, ...domain].join(' · ');
  return description?.[0]?.slice(0, 200).toWellFormed() ?? (groups === '' ? (name?.[0] ?? null) : groups);
}

export function toHit({ entry, unit, score }: FoundEntry, query: SearchQuery, typos: boolean, services: number): SearchHit {
  const { kind, key, deprecated, fields } = entry;
  const ofService = kind === 'service' || kind === 'operation' || kind === 'schema';
  const title = fields.title?.[0] ?? fields.name?.[0] ?? key;
  return {
    kind,
    name: kind === 'operation' ? key : title,
    detail: detailOf(entry, services),
    service: ofService ? unit : null,
    key: kind === 'service' ? null : key,
    method: fields.method?.[0] ?? null,
    deprecated,
    verdict: null,
    why: explain(entry, query, typos),
    score,
  };
}
