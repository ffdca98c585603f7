import { field, isTree, listOf, type Tree, textOf, treeOf } from '../../document/tree.ts';
import { annotationOf, readAnnotations } from '../annotation.ts';
import { documentKindOf, guessFromDocument } from '../definition.ts';
import { type Draft, type Fields, fitFields, type RawFields } from '../draft.ts';
import type { Entry } from '../entry.ts';
import type { Gathering } from '../gathering.ts';
import { type Link, linkOf, repositoryLink } from '../link.ts';
import { spokenLinks } from '../plain.ts';
import { parseRef, refText } from '../ref.ts';
import { lifecycleOf, tierOf } from '../words.ts';
import { readDefinition } from './api.ts';
import { callsOf, type Surrounding } from './calls.ts';
import { type Entities, isDescribed, metadataOf, oneRefIn, refsIn, specOf, textsOf } from './entity.ts';

/** The team behind `owner`; undefined where the entity does not say. */
export function teamOf(gathering: Gathering, entry: Entry, entities: Entities, titleOf: Surrounding['titleOf']): string | undefined {
  const text = textsOf(specOf(entry).owner)[0];
  if (text === undefined || /^(unknown|none|n\/a|tbd|todo)$/i.test(text)) {
    gathering.note(entry, 'spec/owner', 'says no owner: left without a team');
    return undefined;
  }
  const ref = parseRef(text, 'group', entry.namespace);
  if (/^user:/i.test(text)) {
    gathering.note(entry, 'spec/owner', `is owned by a person, ${ref ? refText(ref) : text}: teams are made of groups alone`);
    return undefined;
  }
  const said = ref?.name ?? text.replace(/^group:([^/]*\/)?/i, '');
  const name = gathering.group('team', said, ref && titleOf(ref));
  if (name === null) gathering.note(entry, 'spec/owner', `owner “${text}” holds no name: left without a team`);
  else if (!ref) gathering.note(entry, 'spec/owner', `owner “${text}” is no reference such as group:default/orders: read as the team ${name}`);
  else if (!isDescribed(gathering, entities, ref))
    gathering.note(entry, 'spec/owner', `${refText(ref)} is described nowhere: its team goes by that name`);
  return name ?? undefined;
}

function groupOf(gathering: Gathering, entry: Entry, kind: 'system' | 'domain', surrounding: Surrounding): string | undefined {
  const ref = oneRefIn(gathering, entry, kind, kind);
  if (!ref) return undefined;
  if (!isDescribed(gathering, surrounding.entities, ref))
    gathering.note(entry, `spec/${kind}`, `${refText(ref)} is described nowhere: the ${kind} goes by that name`);
  return gathering.group(kind, ref.name, surrounding.titleOf(ref)) ?? undefined;
}

function wordsOf(gathering: Gathering, entry: Entry, annotations: Tree): RawFields {
  const spec = specOf(entry);
  const labels = treeOf(metadataOf(entry).labels);
  const lifecycle = textOf(spec.lifecycle);
  const known = lifecycle === null ? null : lifecycleOf(lifecycle);
  if (lifecycle === null) gathering.note(entry, 'spec/lifecycle', 'says no lifecycle: taken as production');
  else if (known === null)
    gathering.note(
      entry,
      'spec/lifecycle',
      `lifecycle “${lifecycle}” is none of experimental, production, deprecated, nor a word for one: taken as production`,
    );
  else if (known !== lifecycle) gathering.note(entry, 'spec/lifecycle', `lifecycle “${lifecycle}” is taken as ${known}`);
  const given = [spec.tier, labels.tier, ...Object.entries(annotations).flatMap(([name, value]) => (/\/tier$/.test(name) ? [value] : []))];
  const tierText = given.map((value) => textOf(value)).find((text) => text !== null);
  const tier = tierText === undefined || tierText === null ? null : tierOf(tierText);
  if (tierText && tier === null) gathering.note(entry, 'spec/tier', `tier “${tierText}” is none of 1 to 4: left as it is`);
  return { ...(known === null ? {} : { lifecycle: known }), ...(tier === null ? {} : { tier }) };
}

const slugs: [annotation: string, provider: string][] = [
  ['github.com/project-slug', 'github'],
  ['gitlab.com/project-slug', 'gitlab'],
  ['bitbucket.org/project-slug', 'bitbucket'],
  ['backstage.io/source-location', 'none'],
  ['backstage.io/view-url', 'none'],
];

function linksOf(entry: Entry, annotations: Tree): Draft['links'] {
  const links = listOf(metadataOf(entry).links).flatMap<Link>((link) => {
    const words = ['type', 'title', 'icon'].map((name) => textOf(field(link, name)));
    return linkOf(words, textOf(field(link, 'url'), 2048)) ?? [];
  });
  const repository = slugs.map(([name, provider]) => repositoryLink(textOf(annotations[name], 2048), provider)).find((link) => link !== null);
  if (repository && !links.some(({ kind }) => kind === 'repository')) links.push(repository);
  for (const [name, value] of Object.entries(annotations)) {
    if (/^(backstage\.io|signalbox)\//.test(name)) continue;
    const link = linkOf([name], textOf(value, 2048));
    if (link && !links.some(({ url }) => url === link.url)) links.push(link);
  }
  return spokenLinks(links);
}

function readDocuments(gathering: Gathering, entry: Entry, name: string, { entities }: Surrounding): Fields {
  let weak: Fields = {};
  for (const ref of refsIn(gathering, entry, 'providesApis', 'api')) {
    const api = entities.get(refText(ref));
    if (!api) {
      const isKnown = isDescribed(gathering, entities, ref);
      gathering.note(entry, ref.at, `${refText(ref)} is ${isKnown ? 'not in this upload: the document stays as it is' : 'described nowhere'}`);
      continue;
    }
    const definition = readDefinition(gathering, api);
    const kind = definition && documentKindOf(textOf(specOf(api).type)?.toLowerCase() ?? null, definition.text);
    if (!definition || !kind || !gathering.document(api, name, { kind, ...definition })) continue;
    weak = { ...guessFromDocument(kind, gathering.surroundings.parse(definition.text)), ...weak };
  }
  return fitFields(weak).fields as Fields;
}

function groupsOf(gathering: Gathering, entry: Entry, surrounding: Surrounding): RawFields {
  const systemRef = oneRefIn(gathering, entry, 'system', 'system');
  return {
    team: teamOf(gathering, entry, surrounding.entities, surrounding.titleOf),
    system: groupOf(gathering, entry, 'system', surrounding),
    domain: groupOf(gathering, entry, 'domain', surrounding) ?? (systemRef && surrounding.domainOf(systemRef)) ?? undefined,
  };
}

/** A Component, as the service that it is. */
export function describeComponent(gathering: Gathering, entry: Entry, name: string, surrounding: Surrounding): void {
  const metadata = metadataOf(entry);
  const annotations = treeOf(metadata.annotations);
  if (!isTree(field(entry.content, 'spec'))) gathering.note(entry, '', 'has no spec: only its name is known');
  const explicit = readAnnotations(annotations);
  const calls = callsOf(gathering, entry, surrounding);
  const raw: RawFields = {
    displayName: textOf(metadata.title, 4000) ?? undefined,
    description: textOf(metadata.description, 8000) ?? undefined,
    tags: tagsOf(gathering, entry, metadata),
    ...wordsOf(gathering, entry, annotations),
    ...groupsOf(gathering, entry, surrounding),
    metricsPath: textOf(annotations['prometheus.io/path']) ?? undefined,
    datastores: calls.datastores.length > 0 ? calls.datastores : undefined,
    ...explicit.raw,
  };
  for (const kind of ['team', 'system', 'domain'] as const) if (typeof raw[kind] === 'string') gathering.group(kind, raw[kind]);
  const guessed = readDocuments(gathering, entry, name, surrounding);
  const weak = Object.hasOwn(annotations, annotationOf('baseUrl')) ? { ...guessed, baseUrl: undefined } : guessed;
  const derived = calls.items.length > 0 || calls.kinds.size > 0 ? { kinds: [...calls.kinds], items: calls.items } : null;
  gathering.describe(entry, name, raw, {
    weak,
    links: explicit.links ?? linksOf(entry, annotations),
    dependencies: explicit.dependencies ?? derived,
  });
}

function tagsOf(gathering: Gathering, entry: Entry, { tags }: Tree): string[] | undefined {
  if (tags === undefined || tags === null) return undefined;
  if (Array.isArray(tags)) return textsOf(tags);
  gathering.note(entry, 'metadata/tags', 'tags are no list: each word was taken as one');
  return textsOf(tags).flatMap((text) => text.split(/[\s,]+/).filter(Boolean));
}
