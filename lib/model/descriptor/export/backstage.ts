import { isTree, type Json, type Tree, treeOf } from '../../document/tree.ts';
import type { DocumentKind } from '../../document.ts';
import { annotationOf, annotationText } from '../annotation.ts';
import { assemble } from '../assemble.ts';
import type { GroupKind } from '../draft.ts';
import type { Entry, Known } from '../entry.ts';
import { Gathering } from '../gathering.ts';
import { applyDraft, emptyService, isSame, type Stored } from '../plan.ts';
import { slugOf } from '../slug.ts';
import type { KeptEntity } from './entity.ts';
import { generateComponent, generateGroup } from './generate.ts';
import { mergeFields, serviceFinder } from './merge.ts';
import type { Titles } from './own.ts';
import { writeYaml } from './yaml.ts';

export interface CurrentDocument {
  service: string;
  kind: DocumentKind;
  text: string;
}

export interface Catalog {
  services: Stored[];
  titles: Titles;
  /** What came from Backstage, as it came. */
  entities: KeptEntity[];
  documents: CurrentDocument[];
}

const groupKinds: Record<string, GroupKind> = { group: 'team', system: 'system', domain: 'domain' };
const order = ['apiVersion', 'kind', 'metadata', 'spec'];

/** Keys where people look for them. */
function inOrder(content: Tree): Tree {
  const names = [...order.filter((name) => Object.hasOwn(content, name)), ...Object.keys(content).filter((name) => !order.includes(name))];
  return Object.fromEntries(names.map((name) => [name, content[name] as Json]));
}

/** What an import would make of the entities, by the name of the service. */
function readBack(entities: KeptEntity[], known: Known): Map<string, Stored> {
  const gathering = new Gathering({ files: new Map(), parse: () => null, known });
  for (const entity of entities) {
    const metadata = treeOf(treeOf(entity.content).metadata);
    const entry: Entry = {
      ...entity,
      name: typeof metadata.name === 'string' ? metadata.name : entity.name,
      format: 'backstage',
      line: 1,
      lines: {},
    };
    gathering.keep(entry);
  }
  assemble(gathering);
  return new Map([...gathering.drafts.values()].map((draft) => [draft.name, applyDraft(emptyService(draft.name), draft)]));
}

const fields = Object.keys(emptyService('x')).filter((field) => field !== 'name') as (keyof Stored)[];
const differing = (a: Stored, b: Stored) => fields.filter((field) => !isSame(a[field], b[field]));

/** Groups that no entity describes get one; a title that changed here is written into the one there is. */
function withGroups(entities: KeptEntity[], { titles, services }: Catalog): KeptEntity[] {
  const described = new Set<string>();
  const kept = entities.map((entity) => {
    const kind = groupKinds[entity.kind.toLowerCase()];
    const name = kind && slugOf(entity.name);
    if (!kind || !name) return entity;
    described.add(`${kind} ${name}`);
    return { ...entity, content: retitled(entity, kind, titles[kind].get(name)) };
  });
  const made = (['team', 'domain', 'system'] as const).flatMap((kind) =>
    [...titles[kind]].flatMap(([name, title]) => (described.has(`${kind} ${name}`) ? [] : [generateGroup(kind, name, title, services)])),
  );
  return [...made, ...kept];
}

function retitled(entity: KeptEntity, kind: GroupKind, title: string | undefined): Json {
  const content = treeOf(entity.content);
  const metadata = treeOf(content.metadata);
  const spec = treeOf(content.spec);
  const profile = treeOf(spec.profile);
  const raw = profile.displayName ?? metadata.title;
  if (title === undefined || raw === title || (raw === undefined && isDefaultTitle(entity.name, title))) return content;
  if (kind === 'team') return { ...content, spec: { ...spec, profile: { ...profile, displayName: title } } };
  return { ...content, metadata: { ...metadata, title } };
}

function isDefaultTitle(name: string, title: string): boolean {
  return slugOf(title) === slugOf(name);
}

/** What no field of the format says of a service is said by annotations. */
function annotated(entity: KeptEntity, stored: Stored, read: Stored | undefined, hidesAddress: boolean): KeptEntity {
  const missing = differing(stored, read ?? emptyService(stored.name)).filter((field) => stored[field] !== null || field !== 'baseUrl');
  if (missing.length === 0 && !hidesAddress) return entity;
  const content = treeOf(entity.content);
  const metadata = treeOf(content.metadata);
  const more = Object.fromEntries(missing.map((field) => [annotationOf(field), annotationText(stored[field])]));
  const annotations = { ...treeOf(metadata.annotations), ...(hidesAddress ? { [annotationOf('baseUrl')]: '' } : {}), ...more };
  return { ...entity, content: { ...content, metadata: { ...metadata, annotations } } };
}

function withDocument(entity: KeptEntity, documents: CurrentDocument[]): KeptEntity[] {
  const content = treeOf(entity.content);
  const apis = documents.map(({ service, kind, text }): KeptEntity => {
    const spec = treeOf(content.spec);
    const api: Tree = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: { name: `${service}-${kind}` },
      spec: { type: kind, lifecycle: spec.lifecycle ?? 'production', owner: spec.owner ?? 'unknown', definition: text },
    };
    return { ...entity, kind: 'API', name: `${service}-${kind}`, service: null, content: api };
  });
  if (apis.length === 0) return [entity];
  return [{ ...entity, content: { ...content, spec: { ...treeOf(content.spec), providesApis: apis.map(({ name }) => name) } } }, ...apis];
}

/** An API that came with its text carries the text that is current now. */
function withCurrentTexts(entities: KeptEntity[], documents: CurrentDocument[]): KeptEntity[] {
  const textOf = new Map(documents.map(({ service, kind, text }) => [`${service} ${kind}`, text]));
  const providers = new Map<string, string>();
  for (const { service, content } of entities) {
    const provided = treeOf(treeOf(content).spec).providesApis;
    for (const ref of Array.isArray(provided) ? provided : []) if (service !== null && typeof ref === 'string') providers.set(nameIn(ref), service);
  }
  return entities.map((entity) => {
    const spec = treeOf(treeOf(entity.content).spec);
    const text = textOf.get(`${providers.get(entity.name.toLowerCase())} ${spec.type}`);
    if (entity.kind.toLowerCase() !== 'api' || typeof spec.definition !== 'string' || text === undefined || text === spec.definition) return entity;
    return { ...entity, content: { ...treeOf(entity.content), spec: { ...spec, definition: text } } };
  });
}

const nameIn = (ref: string) => (ref.split(/[:/]/).at(-1) ?? ref).toLowerCase();

/** The catalog as Backstage entities: what came from there with what changed here, all else made anew. */
export function writeBackstage(catalog: Catalog): string {
  const stored = new Map(catalog.services.map((service) => [service.name, service]));
  const isComponent = ({ kind }: KeptEntity) => kind.toLowerCase() === 'component';
  const kept = catalog.entities.filter(
    (entity) => isTree(entity.content) && (!isComponent(entity) || (entity.service !== null && stored.has(entity.service))),
  );
  const covered = new Set(kept.flatMap((entity) => (isComponent(entity) ? (entity.service ?? []) : [])));
  const made = catalog.services.filter(({ name }) => !covered.has(name)).map((service) => generateComponent(service, catalog.services));
  const known: Known = {
    entries: [...kept, ...made].map(({ kind, namespace, name, service }) => ({ format: 'backstage' as const, kind, namespace, name, service })),
    services: [...stored.keys()],
  };
  const base = withGroups([...withCurrentTexts(kept, catalog.documents), ...made], catalog);
  const first = readBack(base, known);
  const serviceOf = serviceFinder(known);
  const merged = base.map((entity) => {
    const service = entity.service === null ? undefined : stored.get(entity.service);
    const read = service && first.get(service.name);
    return service && read && isComponent(entity)
      ? { ...entity, content: mergeFields(entity.content, { stored: service, read }, serviceOf) }
      : entity;
  });
  const second = readBack(merged, known);
  const whole = merged.flatMap((entity) => {
    const service = entity.service === null || !isComponent(entity) ? undefined : stored.get(entity.service);
    if (!service) return [entity];
    const documents = covered.has(service.name) ? [] : catalog.documents.filter((document) => document.service === service.name);
    const hidesAddress = documents.length > 0 && service.baseUrl === null;
    return withDocument(annotated(entity, service, second.get(service.name), hidesAddress), documents);
  });
  return writeYaml(whole.map(({ content }) => inOrder(treeOf(content))));
}
