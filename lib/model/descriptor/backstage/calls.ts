import { textOf } from '../../document/tree.ts';
import type { DependencyKind, DraftDependency } from '../draft.ts';
import { type Entry, entryKey } from '../entry.ts';
import type { Gathering } from '../gathering.ts';
import { type Ref, refText } from '../ref.ts';
import { slugOf } from '../slug.ts';
import { type Entities, type FoundRef, isDescribed, refOf, refsIn, specOf } from './entity.ts';

/** What every entity of the import has to say about the others. */
export interface Surrounding {
  entities: Entities;
  /** Services that provide an API, by its reference. */
  providers: ReadonlyMap<string, string[]>;
  /** What depends on whom, said from the other end: `dependencyOf`. */
  dependents: ReadonlyMap<string, Ref[]>;
  titleOf(ref: Ref): string | null;
  domainOf(system: Ref): string | null;
}

interface Calls {
  kinds: Set<DependencyKind>;
  items: DraftDependency[];
  datastores: string[];
}

const storeType = /database|data-?base|\bdb\b|datastore|store|bucket|s3|cache|redis|postgres|mysql|mongo|elastic|dynamo|cassandra|sql/i;
const queueType = /queue|topic|kafka|rabbit|sqs|sns|pubsub|pub-sub|stream|broker|event/i;

function addResource(name: string, target: Entry | undefined, calls: Calls): void {
  const type = target ? (textOf(specOf(target).type) ?? '') : '';
  const kind = queueType.test(type) ? 'event' : 'datastore';
  calls.items.push({ service: name, kind, critical: null });
  if (kind === 'datastore' && storeType.test(type)) calls.datastores.push(name);
}

function addDependsOn(gathering: Gathering, entry: Entry, ref: FoundRef, calls: Calls, surrounding: Surrounding): void {
  if (ref.kind === 'api') {
    addConsumed(gathering, entry, ref, calls, surrounding);
    return;
  }
  const name = gathering.serviceOf(`backstage ${refText(ref)}`) ?? slugOf(ref.name);
  if (name === null || (ref.kind !== 'component' && ref.kind !== 'resource')) return;
  if (ref.kind === 'component' && name === gathering.serviceOf(entryKey(entry))) {
    gathering.note(entry, ref.at, 'depends on itself: left out');
    return;
  }
  if (!isDescribed(gathering, surrounding.entities, ref) && !gathering.isService(name))
    gathering.note(entry, ref.at, `${refText(ref)} is described nowhere: the dependency is kept by its name`);
  if (ref.kind === 'resource') addResource(name, surrounding.entities.get(refText(ref)), calls);
  else calls.items.push({ service: name, kind: 'http', critical: null });
}

function addConsumed(gathering: Gathering, entry: Entry, ref: FoundRef, calls: Calls, surrounding: Surrounding): void {
  const self = gathering.serviceOf(entryKey(entry));
  const providers = surrounding.providers.get(refText(ref)) ?? [];
  const api = surrounding.entities.get(refText(ref));
  const kind = api && textOf(specOf(api).type)?.toLowerCase() === 'asyncapi' ? 'event' : 'http';
  if (providers.length === 0) {
    calls.kinds.delete(kind);
    gathering.note(entry, ref.at, `nobody in the upload provides ${refText(ref)}: no dependency was made of it`);
  }
  if (providers.includes(self ?? '')) gathering.note(entry, ref.at, `consumes ${refText(ref)}, which it provides itself: left out`);
  for (const service of providers) if (service !== self) calls.items.push({ service, kind, critical: null });
}

export function callsOf(gathering: Gathering, entry: Entry, surrounding: Surrounding): Calls {
  const spec = specOf(entry);
  const said = surrounding.dependents.get(refText(refOf(entry))) ?? [];
  const kinds: DependencyKind[] = [
    ...(spec.dependsOn === undefined ? [] : (['http', 'datastore', 'event'] as const)),
    ...(spec.consumesApis === undefined ? [] : (['http', 'event'] as const)),
  ];
  const calls: Calls = { kinds: new Set(kinds), items: [], datastores: [] };
  const called = said.map((ref) => ({ ...ref, at: '' }));
  for (const ref of [...refsIn(gathering, entry, 'dependsOn', 'component'), ...called]) addDependsOn(gathering, entry, ref, calls, surrounding);
  for (const ref of refsIn(gathering, entry, 'consumesApis', 'api')) addConsumed(gathering, entry, ref, calls, surrounding);
  const unique = new Map(calls.items.map((item) => [`${item.service} ${item.kind}`, item]));
  return { ...calls, items: [...unique.values()] };
}
