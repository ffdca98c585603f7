import { field, type Tree, treeOf } from '../document/tree.ts';
import { documentKindOf, guessFromDocument } from './definition.ts';
import type { DependencyKind } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { type Link, linkOf, repositoryLink } from './link.ts';
import { contentOf, fieldsOfWords, first, listed, spokenDependencies, spokenLinks, tagsIn } from './plain.ts';
import { slugOf } from './slug.ts';

const dependencyKindOf: Record<string, DependencyKind> = { datastore: 'datastore', queue: 'event' };

/** Datadog's service.datadog.yaml: `dd-service` of v2 to v2.2, `kind: service` of v3. */
export function readDatadog(gathering: Gathering, entries: Entry[]): void {
  const services = entries.filter(({ kind }) => kind === 'service');
  const named = services.flatMap((entry) => {
    const name = gathering.nameService(entry);
    return name === null ? [] : [{ entry, name }];
  });
  const parents = componentsOf(entries);
  for (const entry of entries)
    if (entry.kind === 'system' || entry.kind === 'application')
      gathering.group('system', entry.name, first(field(metadataOf(entry), 'displayName')), true);
  for (const { entry, name } of named) {
    if (field(entry.content, 'apiVersion') === 'v3') describeThird(gathering, entry, name, parents);
    else describeSecond(gathering, entry, name);
  }
  for (const entry of entries) {
    if (entry.kind === 'api') readApi(gathering, entry);
    else if (!['service', 'system', 'application', 'datastore', 'queue'].includes(entry.kind))
      gathering.note(entry, 'kind', `kind ${entry.kind} is none that Signalbox shows: kept for the export`);
  }
}

const metadataOf = (entry: Entry): Tree => treeOf(field(entry.content, 'metadata'));
const specOf = (entry: Entry): Tree => treeOf(field(entry.content, 'spec'));

function linksIn(source: Tree): (Link | null)[] {
  const links = listed(source.links).map((link) => linkOf([first(field(link, 'type')), first(field(link, 'name'))], first(field(link, 'url'))));
  const repos = listed(source.repos).map((repo) => repositoryLink(first(field(repo, 'url')), first(field(repo, 'provider'))));
  const chats = listed(source.contacts).map((contact) =>
    /slack|teams|chat/i.test(first(field(contact, 'type')) ?? '') ? linkOf(['chat'], first(field(contact, 'contact'))) : null,
  );
  return [...links, ...repos, ...chats];
}

function describeSecond(gathering: Gathering, entry: Entry, name: string): void {
  const content = contentOf(entry);
  const raw = fieldsOfWords(gathering, entry, {
    description: content.description,
    team: first(content.team, content['dd-team']),
    system: first(content.application),
    lifecycle: content.lifecycle,
    tier: content.tier,
    tags: tagsIn(content.tags),
  });
  gathering.describe(entry, name, raw, { links: spokenLinks(linksIn(content)) });
}

/** Systems by what they list as their components. */
function componentsOf(entries: Entry[]): Map<string, string> {
  const parents = new Map<string, string>();
  for (const entry of entries.filter(({ kind }) => kind === 'system'))
    for (const component of listed(specOf(entry).components)) parents.set((first(component) ?? '').toLowerCase(), entry.name);
  return parents;
}

/** `service:orders` → its kind and name. */
function refOf(text: string): { kind: string; name: string } {
  const at = text.indexOf(':');
  return at < 0 ? { kind: 'service', name: text } : { kind: text.slice(0, at).toLowerCase(), name: text.slice(at + 1) };
}

function describeThird(gathering: Gathering, entry: Entry, name: string, parents: Map<string, string>): void {
  const metadata = metadataOf(entry);
  const spec = specOf(entry);
  const system = listed(spec.componentOf)
    .map((ref) => refOf(first(ref) ?? ''))
    .find(({ kind }) => kind === 'system' || kind === 'application');
  const raw = fieldsOfWords(gathering, entry, {
    title: first(metadata.displayName),
    description: metadata.description,
    team: first(metadata.owner),
    system: system?.name ?? parents.get(`service:${entry.name}`.toLowerCase()) ?? null,
    lifecycle: spec.lifecycle,
    tier: spec.tier,
    tags: tagsIn(metadata.tags),
  });
  const refs = listed(spec.dependsOn)
    .flatMap((ref) => first(ref) ?? [])
    .map(refOf);
  const calls = refs.map(({ kind, name: callee }, index) => ({
    name: callee,
    kind: dependencyKindOf[kind] ?? ('http' as const),
    at: `spec/dependsOn/${index}`,
  }));
  const dependencies = spokenDependencies(gathering, entry, name, calls, spec.dependsOn === undefined ? [] : ['http', 'event', 'datastore']);
  const datastores = refs.filter(({ kind }) => kind === 'datastore').flatMap(({ name: store }) => slugOf(store) ?? []);
  const links = linksIn(metadata);
  const [location] = listed(treeOf(contentOf(entry).datadog).codeLocations);
  if (!links.some((link) => link?.kind === 'repository')) links.push(repositoryLink(first(field(location, 'repositoryURL')), null));
  gathering.describe(entry, name, { ...raw, ...(datastores.length > 0 ? { datastores } : {}) }, { links: spokenLinks(links), dependencies });
}

function definitionOf(gathering: Gathering, entry: Entry): { text: string; fileName: string } | null {
  const face = treeOf(specOf(entry).interface);
  const path = first(face.fileRef);
  const found = path === null ? null : gathering.file(entry, path);
  if (found) return { text: found.text, fileName: found.path };
  if (path !== null) gathering.note(entry, 'spec/interface', `the definition ${path} is not in the upload`);
  const given = face.definition;
  if (given === undefined || given === null) return null;
  return { text: typeof given === 'string' ? given : JSON.stringify(given), fileName: `${entry.name}.yaml` };
}

function readApi(gathering: Gathering, entry: Entry): void {
  const definition = definitionOf(gathering, entry);
  const kind = definition && documentKindOf('openapi', definition.text);
  if (!definition || !kind) return;
  const providers = listed(specOf(entry).implementedBy).flatMap((ref) => first(ref) ?? []);
  if (providers.length === 0) gathering.note(entry, 'spec/implementedBy', 'says no service that implements it: its document belongs to none');
  for (const provider of providers) {
    const service = gathering.serviceOf(`datadog service:default/${refOf(provider).name.toLowerCase()}`);
    const draft = service === null ? undefined : gathering.drafts.get(service);
    if (!draft) gathering.note(entry, 'spec/implementedBy', `${provider} is described nowhere`);
    else if (gathering.document(entry, draft.name, { kind, ...definition }))
      draft.weak = { ...guessFromDocument(kind, gathering.surroundings.parse(definition.text)), ...draft.weak };
  }
}
