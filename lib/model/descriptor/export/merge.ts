import { isTree, type Json, type Tree, textOf, treeOf } from '../../document/tree.ts';
import type { Known } from '../entry.ts';
import { linkOf } from '../link.ts';
import { isSame, type Stored } from '../plan.ts';
import { parseRef } from '../ref.ts';
import { slugOf } from '../slug.ts';
import { dependencyRef, isBackstageTag, linkEntry } from './generate.ts';

interface Sides {
  /** The service as it is. */
  stored: Stored;
  /** The service as the entity describes it. */
  read: Stored;
}

function mergeLinks(metadata: Tree, { stored, read }: Sides): Tree {
  if (isSame(stored.links, read.links)) return metadata;
  const urls = new Set(stored.links.map(({ url }) => url));
  const given = Array.isArray(metadata.links) ? metadata.links : [];
  const kept = given.filter((item) => {
    const link = isTree(item) ? linkOf([textOf(item.type), textOf(item.title), textOf(item.icon)], textOf(item.url, 2048)) : null;
    return link === null || urls.has(link.url);
  });
  const known = new Set(read.links.map(({ url }) => url));
  return { ...metadata, links: [...kept, ...stored.links.filter(({ url }) => !known.has(url)).map(linkEntry)] };
}

function mergeMetadata(metadata: Tree, sides: Sides): Tree {
  const { stored, read } = sides;
  return {
    ...mergeLinks(metadata, sides),
    ...(stored.displayName === read.displayName ? {} : { title: stored.displayName }),
    ...(stored.description === read.description ? {} : { description: stored.description }),
    ...(isSame(stored.tags, read.tags) || !stored.tags.every(isBackstageTag) ? {} : { tags: stored.tags }),
  };
}

function mergeCalls(spec: Tree, { stored, read }: Sides, serviceOf: (ref: string) => string | null): Tree {
  const key = ({ service, kind }: Stored['dependencies'][number]) => `${service} ${kind}`;
  const [wanted, had] = [new Set(stored.dependencies.map(key)), new Set(read.dependencies.map(key))];
  const given = (Array.isArray(spec.dependsOn) ? spec.dependsOn : []) as Json[];
  const kept = given.filter((ref) => {
    const service = typeof ref === 'string' ? serviceOf(ref) : null;
    if (service === null) return true;
    const gone = [...had].filter((one) => !wanted.has(one));
    return !gone.some((one) => one.startsWith(`${service} `));
  });
  const added = stored.dependencies.filter((one) => one.kind !== 'event' && !had.has(key(one))).map(dependencyRef);
  return kept.length === given.length && added.length === 0 ? spec : { ...spec, dependsOn: [...kept, ...added] };
}

/** The service behind a reference, by what is known of every entity. */
export function serviceFinder(known: Known): (text: string) => string | null {
  const names = new Map(known.entries.map(({ kind, namespace, name, service }) => [`${kind}:${namespace}/${name}`.toLowerCase(), service]));
  return (text) => {
    const ref = parseRef(text, 'component');
    return ref && (names.get(`${ref.kind}:${ref.namespace}/${ref.name}`) ?? slugOf(ref.name));
  };
}

function mergeSpec(spec: Tree, sides: Sides, serviceOf: (ref: string) => string | null): Tree {
  const { stored, read } = sides;
  return {
    ...mergeCalls(spec, sides, serviceOf),
    ...(stored.lifecycle === read.lifecycle ? {} : { lifecycle: stored.lifecycle }),
    ...(stored.team === read.team || stored.team === null ? {} : { owner: `group:${stored.team}` }),
    ...(stored.system === read.system || stored.system === null ? {} : { system: stored.system }),
  };
}

/** An entity with what changed of its service, in the fields that the format has for it. */
export function mergeFields(content: Json, sides: Sides, serviceOf: (ref: string) => string | null): Json {
  const entity = treeOf(content);
  return { ...entity, metadata: mergeMetadata(treeOf(entity.metadata), sides), spec: mergeSpec(treeOf(entity.spec), sides, serviceOf) };
}
