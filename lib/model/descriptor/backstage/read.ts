import { field, textOf, treeOf } from '../../document/tree.ts';
import { findCircles } from '../circle.ts';
import type { GroupKind } from '../draft.ts';
import type { Entry } from '../entry.ts';
import type { Gathering } from '../gathering.ts';
import { type Ref, refText } from '../ref.ts';
import { slugOf } from '../slug.ts';
import { describeComponent } from './component.ts';
import { type Entities, isDescribed, metadataOf, oneRefIn, refOf, refsIn, specOf, textsOf } from './entity.ts';

const groupKinds: Record<string, GroupKind> = { group: 'team', system: 'system', domain: 'domain' };
const silentKinds = new Set(['component', 'api', 'system', 'domain', 'resource', 'group', 'user', 'location']);

/** The entities of Backstage catalogs: Components become services, Groups teams, Systems and Domains what they are. */
export function readBackstage(gathering: Gathering, entries: Entry[]): void {
  const entities: Entities = new Map(entries.map((entry) => [refText(refOf(entry)), entry]));
  const components = entries.filter(({ kind }) => kind.toLowerCase() === 'component');
  const named = components.flatMap((entry) => {
    const name = gathering.nameService(entry);
    return name === null ? [] : [{ entry, name }];
  });
  const titleOf = (ref: Ref) => titleIn(entities.get(refText(ref)));
  const surrounding = {
    entities,
    titleOf,
    providers: providersIn(gathering, named),
    dependents: dependentsIn(gathering, entries),
    domainOf: (system: Ref) => domainOf(gathering, entities, system),
  };
  for (const entry of entries) readOther(gathering, entry, entities);
  for (const { entry, name } of named) describeComponent(gathering, entry, name, surrounding);
  noteCircles(gathering, entries, 'group', 'parent');
  noteCircles(gathering, entries, 'domain', 'subdomainOf');
}

function titleIn(entry: Entry | undefined): string | null {
  if (!entry) return null;
  return textOf(field(specOf(entry).profile, 'displayName'), 100) ?? textOf(metadataOf(entry).title, 100);
}

function domainOf(gathering: Gathering, entities: Entities, system: Ref): string | null {
  const entry = entities.get(refText(system));
  const ref = entry ? oneRefIn(gathering, entry, 'domain', 'domain') : null;
  return ref && gathering.group('domain', ref.name, titleIn(entities.get(refText(ref))));
}

function providersIn(gathering: Gathering, named: { entry: Entry; name: string }[]): Map<string, string[]> {
  const providers = new Map<string, string[]>();
  for (const { entry, name } of named)
    for (const ref of refsIn(gathering, entry, 'providesApis', 'api')) providers.set(refText(ref), [...(providers.get(refText(ref)) ?? []), name]);
  return providers;
}

function dependentsIn(gathering: Gathering, entries: Entry[]): Map<string, Ref[]> {
  const dependents = new Map<string, Ref[]>();
  for (const entry of entries)
    for (const ref of refsIn(gathering, entry, 'dependencyOf', 'component'))
      dependents.set(refText(ref), [...(dependents.get(refText(ref)) ?? []), refOf(entry)]);
  return dependents;
}

function readOther(gathering: Gathering, entry: Entry, entities: Entities): void {
  const kind = entry.kind.toLowerCase();
  const groupKind = groupKinds[kind];
  if (groupKind) {
    const name = gathering.group(groupKind, entry.name, titleIn(entry), true);
    if (name !== null && name !== entry.name) gathering.note(entry, 'metadata/name', `“${entry.name}” goes by the name ${name}`);
    checkParents(gathering, entry, entities);
  } else if (kind === 'location') checkTargets(gathering, entry);
  else if (!silentKinds.has(kind)) gathering.note(entry, 'kind', `kind ${entry.kind} is none that Signalbox shows: kept for the export`);
}

const parents: Record<string, [name: string, kind: string][]> = {
  group: [['parent', 'group']],
  system: [['domain', 'domain']],
  domain: [['subdomainOf', 'domain']],
};

function checkParents(gathering: Gathering, entry: Entry, entities: Entities): void {
  for (const [name, kind] of parents[entry.kind.toLowerCase()] ?? []) {
    const ref = oneRefIn(gathering, entry, name, kind);
    if (!ref) continue;
    if (refText(ref) === refText(refOf(entry))) gathering.note(entry, `spec/${name}`, `${name} leads to itself`);
    else if (!isDescribed(gathering, entities, ref)) gathering.note(entry, `spec/${name}`, `${refText(ref)} is described nowhere`);
  }
}

function checkTargets(gathering: Gathering, entry: Entry): void {
  const spec = specOf(entry);
  for (const target of [...textsOf(spec.target), ...textsOf(spec.targets)]) {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target))
      gathering.note(entry, 'spec/targets', `${target} is elsewhere: other servers are never asked, put the file into the upload`);
    else if (target.includes('*')) {
      if (!gathering.hasFileLike(entry, target)) gathering.note(entry, 'spec/targets', `no file of the upload fits ${target}`);
    } else if (!gathering.file(entry, target)) gathering.note(entry, 'spec/targets', `${target} is not in the upload`);
  }
}

function noteCircles(gathering: Gathering, entries: Entry[], kind: string, name: string): void {
  const some = entries.filter((entry) => entry.kind.toLowerCase() === kind && treeOf(entry.content).spec !== undefined);
  const edges = new Map(
    some.map((entry) => [refText(refOf(entry)), textsOf(specOf(entry)[name]).length > 0 ? refsOf(gathering, entry, name, kind) : []]),
  );
  for (const circle of findCircles(edges)) {
    const entry = some.find((one) => refText(refOf(one)) === circle[0]);
    if (entry)
      gathering.note(
        entry,
        `spec/${name}`,
        `${circle.map((ref) => slugOf(ref.split('/').at(-1) ?? ref)).join(', ')} stand above each other in a circle`,
      );
  }
}

const refsOf = (gathering: Gathering, entry: Entry, name: string, kind: string) => refsIn(gathering, entry, name, kind).map(refText);
