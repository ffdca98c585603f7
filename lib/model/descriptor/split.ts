import { field, isTree, type Json, listOf, type Tree, textOf, treeOf } from '../document/tree.ts';
import type { Entry, Format } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { type Lines, linesBelow } from './lines.ts';
import { isServiceField } from './own.ts';
import { activeTargets, type Group, nameOfLabels } from './prometheus.ts';

/** One document of a file: its value, and where what stands. */
export interface Source {
  file: string;
  line: number;
  value: Json;
  lines: Lines;
}

const backstageKinds = new Set(['component', 'api', 'system', 'domain', 'resource', 'group', 'user', 'location', 'template']);
const datadogKinds = /^(service|datastore|queue|system|api|application|repository|[a-z][a-z0-9]*(-[a-z0-9]+)*)$/;

/** Groups of targets, even where some of them are wrong. */
export function isTargets(value: Json): value is Json[] {
  return Array.isArray(value) && value.some((group) => isTree(group) && Object.hasOwn(group, 'targets') && !Object.hasOwn(group, 'kind'));
}

/** A list of services in our words; other tools list theirs under the same name. */
function isOwnList(services: Json | undefined): boolean {
  return listOf(services).some((one) => {
    const names = Object.keys(treeOf(one));
    return names.includes('name') && names.filter(isServiceField).length * 2 >= names.length;
  });
}

function isBackstage(value: Tree): boolean {
  const version = textOf(value.apiVersion) ?? '';
  if (/^backstage\.io\//i.test(version)) return true;
  const kind = textOf(value.kind)?.toLowerCase() ?? '';
  return backstageKinds.has(kind) && !/^(v\d|apps\/|batch\/|networking)/.test(version) && (isTree(value.metadata) || isTree(value.spec));
}

/** Its version may be forgotten where the rest is plain. */
function isOpslevel(value: Tree): boolean {
  if (Object.hasOwn(value, 'version')) return ['service', 'component', 'repository'].some((name) => isTree(value[name]));
  const service = treeOf(value.service ?? value.component);
  return Object.hasOwn(service, 'name') && ['owner', 'tier', 'lifecycle', 'aliases'].some((name) => Object.hasOwn(service, name));
}

const marks: [Format, (value: Tree) => boolean][] = [
  ['prometheus', (value) => Array.isArray(treeOf(value.data).activeTargets)],
  ['signalbox', (value) => Object.hasOwn(value, 'signalbox') || isOwnList(value.services)],
  ['score', (value) => /^score\.dev\//.test(textOf(value.apiVersion) ?? '')],
  [
    'datadog',
    (value) => Object.hasOwn(value, 'dd-service') || (Object.hasOwn(value, 'schema-version') && /^v[12]/.test(textOf(value['schema-version']) ?? '')),
  ],
  ['datadog', (value) => value.apiVersion === 'v3' && datadogKinds.test(textOf(value.kind) ?? '')],
  ['backstage', isBackstage],
  ['cortex', (value) => Object.keys(treeOf(value.info)).some((name) => name.startsWith('x-cortex-'))],
  [
    'compass',
    (value) => Object.hasOwn(value, 'configVersion') || Object.hasOwn(value, 'typeId') || /^ari:cloud:compass/.test(textOf(value.id) ?? ''),
  ],
  ['opslevel', isOpslevel],
];

/** Which catalog format a document is in, by what it holds; null for all else. */
export function recognise(value: Json): Format | null {
  if (isTargets(value)) return 'prometheus';
  if (!isTree(value)) return null;
  return marks.find(([, fits]) => fits(value))?.[0] ?? null;
}

type Splitter = (gathering: Gathering, source: Source, value: Tree) => void;

const placeholder = /\{\{|\$\{|<%/;

function add(
  gathering: Gathering,
  source: Source,
  format: Format,
  { kind, name, content, at = '' }: { kind: string; name: string | null; content: Json; at?: string },
) {
  const line = source.lines[at] ?? source.line;
  if (name === null || placeholder.test(name)) {
    const help = 'Give it a name: entries are known by it. A placeholder such as {{ name }} of a template is none.';
    const why = name === null ? `a ${kind} without a name` : `its name “${name}” is a placeholder that is not filled in`;
    gathering.refuse({ file: source.file, line }, kind, why, help);
    return;
  }
  const lines = at === '' ? source.lines : linesBelow(source.lines, at);
  const namespace = format === 'backstage' ? (textOf(treeOf(treeOf(content).metadata).namespace) ?? 'default') : 'default';
  const entry: Entry = { format, kind, namespace, name, file: source.file, line, content, lines, service: null };
  gathering.keep(entry);
}

const splitters: Record<Exclude<Format, 'csv'>, Splitter> = {
  backstage: (gathering, source, value) => {
    const kind = textOf(value.kind);
    const name = textOf(treeOf(value.metadata).name);
    if (kind === null) {
      gathering.refuse(source, name, 'has no kind', 'Add a kind such as Component, API, System, Domain, Resource or Group.');
      return;
    }
    if (textOf(value.apiVersion) === null) gathering.remark(source, name, 'has no apiVersion: read as backstage.io/v1alpha1');
    add(gathering, source, 'backstage', { kind, name, content: value });
  },
  datadog: (gathering, source, value) => {
    const isThird = value.apiVersion === 'v3';
    const name = isThird ? textOf(treeOf(value.metadata).name) : textOf(value['dd-service']);
    add(gathering, source, 'datadog', { kind: isThird ? (textOf(value.kind) ?? 'service') : 'service', name, content: value });
  },
  opslevel: (gathering, source, value) => {
    for (const kind of ['service', 'component', 'repository'] as const) {
      const content = value[kind];
      if (isTree(content))
        add(gathering, source, 'opslevel', { kind: kind === 'repository' ? kind : 'service', name: textOf(content.name), content, at: kind });
    }
  },
  compass: (gathering, source, value) => add(gathering, source, 'compass', { kind: 'service', name: textOf(value.name), content: value }),
  cortex: (gathering, source, value) => {
    const info = treeOf(value.info);
    const kind = textOf(info['x-cortex-type'])?.toLowerCase() ?? 'service';
    add(gathering, source, 'cortex', { kind, name: textOf(info['x-cortex-tag']) ?? textOf(info.title), content: value });
  },
  score: (gathering, source, value) =>
    add(gathering, source, 'score', { kind: 'service', name: textOf(treeOf(value.metadata).name), content: value }),
  prometheus: (gathering, source, value) => splitTargets(gathering, source, value),
  signalbox: (gathering, source, value) => {
    for (const [list, kind] of [
      ['teams', 'team'],
      ['domains', 'domain'],
      ['systems', 'system'],
      ['services', 'service'],
    ] as const) {
      const items = value[list] ?? [];
      if (!Array.isArray(items))
        gathering.refuse(
          { file: source.file, line: source.lines[list] ?? source.line },
          null,
          `${list} is no list`,
          `Write ${list} as a list, each with its name: “- name: orders”.`,
        );
      else
        for (const [at, content] of items.entries())
          add(gathering, source, 'signalbox', { kind, name: textOf(field(content, 'name')), content, at: `${list}/${at}` });
    }
  },
};

/** Groups of targets, and the targets of a running Prometheus, as one entry a service. */
function splitTargets(gathering: Gathering, source: Source, value: Json): void {
  const groups = Array.isArray(value) ? groupsIn(gathering, source, value) : activeTargets(gathering, source, value);
  const services = new Map<string, Group>();
  for (const group of groups) {
    const name = nameOfLabels(group.labels, textOf(group.targets[0], 500) ?? '');
    const before = services.get(name);
    if (before) before.targets.push(...group.targets);
    else services.set(name, group);
  }
  for (const [name, { targets, labels, at }] of services)
    add(gathering, source, 'prometheus', { kind: 'service', name: name === '' ? null : name, content: { targets, labels }, at });
}

/** The groups of a list; what is none is refused alone. */
function groupsIn(gathering: Gathering, source: Source, value: Json[]): Group[] {
  return value.flatMap((group, index) => {
    if (isTree(group) && Array.isArray(group.targets)) return [{ targets: [...group.targets], labels: treeOf(group.labels), at: String(index) }];
    const line = source.lines[String(index)] ?? source.line;
    gathering.refuse({ file: source.file, line }, null, 'is no group of targets', 'Write it as {"targets": ["orders:8080"], "labels": {…}}.');
    return [];
  });
}

/** The entries of one document, kept for the mapping and the export. */
export function splitSource(gathering: Gathering, source: Source, format: Exclude<Format, 'csv'>): void {
  if (Array.isArray(source.value)) splitTargets(gathering, source, source.value);
  else splitters[format](gathering, source, treeOf(source.value));
}
