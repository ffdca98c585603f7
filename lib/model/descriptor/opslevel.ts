import { field } from '../document/tree.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { linkOf, repositoryLink } from './link.ts';
import { contentOf, fieldsOfWords, first, listed, spokenDependencies, spokenLinks, tagsIn } from './plain.ts';

/** opslevel.yml: `service` or `component`. A repository alone is no service. */
export function readOpslevel(gathering: Gathering, entries: Entry[]): void {
  const named = entries.flatMap((entry) => {
    if (entry.kind !== 'service') {
      gathering.note(entry, '', `a ${entry.kind} is no service: kept as it is`);
      return [];
    }
    const name = gathering.nameService(entry);
    return name === null ? [] : [{ entry, name }];
  });
  for (const { entry, name } of named) describe(gathering, entry, name);
}

function describe(gathering: Gathering, entry: Entry, name: string): void {
  const service = contentOf(entry);
  const raw = fieldsOfWords(gathering, entry, {
    title: name === entry.name ? null : entry.name,
    description: service.description,
    team: first(service.owner),
    system: first(service.system, service.product),
    lifecycle: service.lifecycle,
    tier: service.tier,
    tags: tagsIn(service.tags),
  });
  const tools = listed(service.tools).map((tool) => linkOf([first(field(tool, 'category')), first(field(tool, 'name'))], first(field(tool, 'url'))));
  const repositories = listed(service.repositories).map((one) => repositoryLink(first(field(one, 'name'), one), first(field(one, 'provider'))));
  const callees = listed(service.dependencies).flatMap((one) => first(one, field(one, 'alias'), field(one, 'name'), field(one, 'service')) ?? []);
  const calls = callees.map((callee, index) => ({ name: callee, kind: 'http' as const, at: `dependencies/${index}` }));
  const dependencies = spokenDependencies(gathering, entry, name, calls, service.dependencies === undefined ? [] : ['http']);
  gathering.describe(entry, name, raw, { links: spokenLinks([...tools, ...repositories]), dependencies });
}
