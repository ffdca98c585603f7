import { operationHref } from '#components/api/api-state.ts';
import { topicHref } from '#components/topic/topic-href.ts';
import type { SearchHit, SearchKind, SearchReason } from '#lib/model/search.ts';

/** Kinds in the order in which they stand, with what their group is called. */
export const kindGroups = [
  ['service', 'Services'],
  ['operation', 'Operations'],
  ['schema', 'Schemas'],
  ['team', 'Teams'],
  ['domain', 'Domains'],
  ['system', 'Systems'],
  ['topic', 'Topics'],
] as const satisfies readonly (readonly [SearchKind, string])[];

const most: Record<SearchKind, number> = { service: 8, operation: 6, schema: 4, team: 3, domain: 3, system: 3, topic: 3 };

/** Where a hit leads. */
export function hrefOf({ kind, name, key, service }: Pick<SearchHit, 'kind' | 'name' | 'key' | 'service'>): string {
  const group = key ?? name;
  switch (kind) {
    case 'service':
      return `/services/${service ?? name}`;
    case 'operation':
      return service === null ? '/apis' : operationHref(service, group);
    case 'schema':
      return `/apis?${new URLSearchParams({ mode: 'schemas', q: group })}`;
    case 'topic':
      return topicHref(group);
    case 'team':
    case 'domain':
      return `/services?${new URLSearchParams({ [kind]: group })}`;
    default:
      return `/services?${new URLSearchParams({ q: group })}`;
  }
}

/** Names a hit among all; the same for as long as it is found. */
export const idOf = ({ kind, name, key, service }: Pick<SearchHit, 'kind' | 'name' | 'key' | 'service'>): string =>
  `${kind} ${service ?? ''} ${key ?? name}`;

/** The best hits of each kind, kinds in their order, without the services that stand there already. */
export function gatherHits(hits: readonly SearchHit[], known: ReadonlySet<string>): { group: string; hits: SearchHit[] }[] {
  return kindGroups.flatMap(([kind, group]) => {
    const shown = known.size;
    const room = kind === 'service' ? Math.max(0, most.service - shown) : most[kind];
    const found = hits.filter((hit) => hit.kind === kind && !(kind === 'service' && known.has(hit.service ?? hit.name))).slice(0, room);
    return found.length === 0 ? [] : [{ group, hits: found }];
  });
}

/** The reasons that the name of a hit does not show by itself. */
export function reasonsBeside({ kind, name, why }: Pick<SearchHit, 'kind' | 'name' | 'why'>): SearchReason[] {
  const shown = name.toLowerCase();
  return why.filter(({ field, text }) => text.toLowerCase() !== shown && !(kind === 'operation' && (field === 'path' || field === 'method')));
}
