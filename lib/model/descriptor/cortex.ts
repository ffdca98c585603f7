import { field, isTree, type Json, type Tree, treeOf } from '../document/tree.ts';
import { documentKindOf, guessFromDocument } from './definition.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { type Link, linkOf, repositoryLink } from './link.ts';
import { contentOf, fieldsOfWords, first, listed, spokenDependencies, spokenLinks } from './plain.ts';

/** cortex.yaml: an OpenAPI document whose `info` describes the service. */
export function readCortex(gathering: Gathering, entries: Entry[]): void {
  const named = entries.flatMap((entry) => {
    const info = treeOf(contentOf(entry).info);
    if (entry.kind === 'team') gathering.group('team', entry.name, first(info.title), true);
    else if (entry.kind === 'domain') gathering.group('domain', entry.name, first(info.title), true);
    if (entry.kind !== 'service') {
      if (entry.kind !== 'team' && entry.kind !== 'domain')
        gathering.note(entry, 'info/x-cortex-type', `a ${entry.kind} is no service: kept as it is`);
      return [];
    }
    const name = gathering.nameService(entry);
    return name === null ? [] : [{ entry, name, info }];
  });
  for (const { entry, name, info } of named) describe(gathering, entry, name, info);
}

function ownerIn(info: Tree): string | null {
  const owners = listed(info['x-cortex-owners']);
  const group = owners.find((owner) => /group|team/i.test(first(field(owner, 'type')) ?? ''));
  return first(field(group, 'name'), field(group, 'tag'), treeOf(info['x-cortex-team']).name);
}

/** `[{tag}]`, `{cortex: [{tag}]}` or names. */
function calleesIn(value: Json | undefined): string[] {
  const list = isTree(value) ? Object.values(value).flatMap((inner) => listed(inner)) : listed(value);
  return list.flatMap((one) => first(one, field(one, 'tag')) ?? []);
}

function linksIn(info: Tree): (Link | null)[] {
  const links = listed(info['x-cortex-link']).map((link) =>
    linkOf([first(field(link, 'type')), first(field(link, 'name'))], first(field(link, 'url'))),
  );
  const embeds = listed(treeOf(info['x-cortex-dashboards']).embeds).map((embed) => linkOf(['dashboard'], first(field(embed, 'url'))));
  const repositories = Object.entries(treeOf(info['x-cortex-git'])).map(([provider, git]) =>
    repositoryLink(first(field(git, 'repository')), provider),
  );
  return [...links, ...embeds, ...repositories];
}

function describe(gathering: Gathering, entry: Entry, name: string, info: Tree): void {
  const custom = treeOf(info['x-cortex-custom-metadata']);
  const parents = listed(info['x-cortex-domain-parents']).concat(listed(info['x-cortex-parents']));
  const domain = parents.map((parent) => first(field(parent, 'tag'), parent)).find((text) => text !== null) ?? null;
  const groups = listed(info['x-cortex-groups']).flatMap((group) => first(group) ?? []);
  const raw = fieldsOfWords(gathering, entry, {
    title: first(info.title),
    description: info.description,
    team: ownerIn(info),
    domain,
    lifecycle: custom.lifecycle,
    tier: first(custom.tier, field(custom.tier, 'value')),
    ...(info['x-cortex-groups'] === undefined ? {} : { tags: groups }),
  });
  const calls = calleesIn(info['x-cortex-dependency']).map((callee, index) => ({
    name: callee,
    kind: 'http' as const,
    at: `info/x-cortex-dependency/${index}`,
  }));
  const dependencies = spokenDependencies(gathering, entry, name, calls, info['x-cortex-dependency'] === undefined ? [] : ['http']);
  const document = contentOf(entry);
  const text = gathering.surroundings.files.get(entry.file) ?? null;
  const holdsApi = isTree(document.paths) && Object.keys(document.paths).length > 0;
  const kind = text !== null && holdsApi ? documentKindOf('openapi', text) : null;
  if (text !== null && kind) gathering.document(entry, name, { kind, fileName: entry.file, text });
  gathering.describe(entry, name, raw, {
    weak: kind ? guessFromDocument(kind, entry.content) : {},
    links: spokenLinks(linksIn(info)),
    dependencies,
  });
}
