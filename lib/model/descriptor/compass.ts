import { field, treeOf } from '../document/tree.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { linkOf } from './link.ts';
import { contentOf, fieldsOfWords, first, listed, spokenDependencies, spokenLinks, tagsIn } from './plain.ts';

/** Atlassian's compass.yml. Components refer to each other by id. */
export function readCompass(gathering: Gathering, entries: Entry[]): void {
  const named = entries.flatMap((entry) => {
    const name = gathering.nameService(entry);
    return name === null ? [] : [{ entry, name }];
  });
  const nameOfId = new Map(
    named.flatMap(({ entry }) => (first(contentOf(entry).id) === null ? [] : [[first(contentOf(entry).id) ?? '', entry.name] as const])),
  );
  for (const { entry, name } of named) describe(gathering, entry, name, nameOfId);
}

function describe(gathering: Gathering, entry: Entry, name: string, nameOfId: Map<string, string>): void {
  const component = contentOf(entry);
  const fields = treeOf(component.fields);
  const owner = first(component.ownerId, component.owner);
  const isId = owner?.startsWith('ari:') ?? false;
  if (isId) gathering.note(entry, 'ownerId', 'the owner is given as an id of Atlassian, without a name: left without a team');
  const raw = fieldsOfWords(gathering, entry, {
    title: name === entry.name ? null : entry.name,
    description: component.description,
    ...(isId ? {} : { team: owner }),
    lifecycle: first(fields.lifecycle),
    tier: first(fields.tier),
    tags: tagsIn(component.labels),
  });
  const links = listed(component.links).map((link) => linkOf([first(field(link, 'type')), first(field(link, 'name'))], first(field(link, 'url'))));
  const wanted = listed(treeOf(component.relationships).DEPENDS_ON).flatMap((one) => first(one, field(one, 'id')) ?? []);
  const calls = wanted.flatMap((id) => {
    const callee = nameOfId.get(id) ?? (id.startsWith('ari:') ? null : id);
    if (callee === null)
      gathering.note(entry, 'relationships', 'depends on a component that is known by its id alone and is not in the upload: left out');
    return callee === null ? [] : [{ name: callee, kind: 'http' as const }];
  });
  const isWhole = calls.length === wanted.length;
  const kinds = wanted.length > 0 && isWhole ? (['http'] as const) : [];
  gathering.describe(entry, name, raw, { links: spokenLinks(links), dependencies: spokenDependencies(gathering, entry, name, calls, [...kinds]) });
}
