import { put, type Tree } from '../document/tree.ts';
import { numberFields } from '../registration-defaults.ts';
import { isPlainHttpUrl } from '../service.ts';
import { type DraftDependency, dependencyKinds, type FieldName, type RawFields } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { type Link, type LinkKind, linkKinds, linkOf, repositoryUrl } from './link.ts';
import { contentOf } from './plain.ts';
import { slugOf } from './slug.ts';
import { lifecycleOf, tierOf } from './words.ts';

type Column = FieldName | LinkKind | 'name' | 'dependencies' | 'links';

const aliases: Record<string, string> = {
  name: 'name servicename service slug componentname component application app serviceid id',
  displayName: 'displayname title label fullname',
  description: 'description desc summary about purpose',
  baseUrl: 'baseurl url endpoint address host uri serviceurl rooturl',
  instances: 'instances instanceurls',
  healthCheckPath: 'healthcheckpath healthcheck health healthpath healthurl healthendpoint healthcheckurl',
  metricsPath: 'metricspath metrics metricsurl metricsendpoint',
  openapiPath: 'openapipath openapi openapiurl swagger swaggerurl apidocs',
  metricsSource: 'metricssource',
  metricsSelector: 'metricsselector',
  healthFromUp: 'healthfromup',
  timeoutSeconds: 'timeoutseconds timeout',
  maxRetries: 'maxretries retries',
  retryDelaySeconds: 'retrydelayseconds retrydelay',
  circuitBreakerThreshold: 'circuitbreakerthreshold breakerthreshold',
  circuitBreakerTimeoutSeconds: 'circuitbreakertimeoutseconds breakertimeout',
  pollIntervalSeconds: 'pollintervalseconds pollinterval interval',
  domain: 'domain boundedcontext area businessdomain',
  system: 'system product platform',
  team: 'team owner ownerteam owningteam ownedby group squad teamname',
  tier: 'tier criticality priority importance',
  lifecycle: 'lifecycle stage phase status state',
  maintenance: 'maintenance',
  tryWrites: 'trywrites',
  latencyObjective: 'latencyobjective latencyslo latencytarget',
  tags: 'tags tag labels keywords',
  dependencies: 'dependencies dependson dependency calls upstreams',
  datastores: 'datastores datastore databases database stores',
  publishes: 'publishes produces emits publishestopics',
  subscribes: 'subscribes consumes listens subscribestopics',
  runbook: 'runbook runbookurl playbook',
  repository: 'repository repo repourl repositoryurl git github sourcecode source',
  dashboard: 'dashboard dashboardurl grafana',
  chat: 'chat slack channel slackchannel',
  links: 'links',
};
const columnOfAlias = new Map(
  Object.entries(aliases).flatMap(([column, words]) => words.split(' ').map((word): [string, Column] => [word, column as Column])),
);

const pathColumns = new Set<Column>(['healthCheckPath', 'metricsPath', 'openapiPath']);
const plainHeader = (header: string) => header.toLowerCase().replace(/[^a-z0-9]/g, '');
const columnOf = (header: string) => columnOfAlias.get(plainHeader(header)) ?? null;
/** What people put into a cell that they leave open. */
const leftOpen = /^(-+|–|—|\?+|n\/?a|none|null|nil|tbd|tba|unknown|unassigned)$/i;

/** Whether a first row names the columns of a table of services. */
export function isTableHeader(header: string[]): boolean {
  return header.some((cell) => columnOf(cell) === 'name');
}

/** A row as it is kept for the export: by the names of its columns. */
export function rowContent(header: string[], cells: string[]): Tree {
  const content: Tree = {};
  for (const [at, name] of header.entries()) put(content, name.trim(), cells[at] ?? '');
  return content;
}

/** Of several columns that may be the name, the one that says so most plainly: `name` before `service` before `id`. */
function nameColumn(headers: string[]): string | undefined {
  const order = (aliases.name ?? '').split(' ');
  return headers.filter((cell) => columnOf(cell) === 'name').toSorted((a, b) => order.indexOf(plainHeader(a)) - order.indexOf(plainHeader(b)))[0];
}

export function nameInRow(header: string[], cells: string[]): string {
  return (cells[header.indexOf(nameColumn(header) ?? '')] ?? '').trim();
}

/** Columns that no service field goes by. */
export function strangeColumns(header: string[]): string[] {
  return header.filter((cell) => cell.trim() !== '' && columnOf(cell) === null);
}

export function readTable(gathering: Gathering, entries: Entry[]): void {
  for (const entry of entries) {
    const name = gathering.nameService(entry);
    if (name !== null) describe(gathering, entry, name);
  }
}

const splitList = (text: string) =>
  text
    .split(/[,;|\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** `payments`, `stock:event`, `orders-db:datastore:optional`. */
function dependencyIn(text: string): DraftDependency[] {
  const [name = '', ...words] = text.split(':').map((word) => word.trim().toLowerCase());
  const service = slugOf(name);
  if (service === null) return [];
  const kind = dependencyKinds.find((one) => words.includes(one)) ?? 'http';
  return [{ service, kind, critical: words.includes('optional') ? false : words.includes('critical') ? true : null }];
}

const truth: Record<string, boolean> = { true: true, yes: true, y: true, 1: true, on: true, false: false, no: false, n: false, 0: false, off: false };

const pathIn = (cell: string) => {
  if (URL.canParse(cell) && /^https?:/i.test(cell)) return new URL(cell).pathname;
  return /^(none|-|n\/a)$/i.test(cell) ? null : cell.startsWith('/') ? cell : `/${cell}`;
};

const withScheme = (cell: string) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(cell) ? cell : `http://${cell}`);
/** `p95 <= 300 ms`, `p99 < 1.5s`. What is no objective is left as it is, for the schema to refuse. */
function objectiveIn(cell: string): unknown {
  const found = /^p?\s*(50|95|99)\s*(?:<=?|≤|:|,)?\s*(\d+(?:\.\d+)?)\s*(ms|s)?$/i.exec(cell);
  if (!found) return cell;
  const [, percentile, threshold, unit] = found;
  return { percentile: Number(percentile), thresholdMs: Number(threshold) * (unit?.toLowerCase() === 's' ? 1000 : 1) };
}

const readers: { [C in FieldName]?: (cell: string) => unknown } = {
  baseUrl: withScheme,
  healthCheckPath: (cell) => pathIn(cell) ?? undefined,
  metricsPath: pathIn,
  openapiPath: pathIn,
  tier: (cell) => tierOf(cell) ?? cell,
  maintenance: (cell) => truth[cell.toLowerCase()] ?? cell,
  tryWrites: (cell) => truth[cell.toLowerCase()] ?? cell,
  healthFromUp: (cell) => truth[cell.toLowerCase()] ?? cell,
  // A table that counts them names none of them.
  instances: (cell) => (/^\d+$/.test(cell) ? undefined : splitList(cell).map(withScheme)),
  latencyObjective: objectiveIn,
  tags: splitList,
  datastores: splitList,
  publishes: splitList,
  subscribes: splitList,
};
for (const field of numberFields) readers[field] = (cell) => Number(cell.replace(/\s*s(ec(onds?)?)?$/i, ''));

function groupIn(gathering: Gathering, entry: Entry, kind: 'team' | 'domain' | 'system', cell: string): string | undefined {
  const name = gathering.group(kind, cell);
  if (name === null) gathering.note(entry, kind, `${kind} “${cell}” holds no letter or digit to make a name of: left out`);
  else if (name !== cell) gathering.note(entry, kind, `${kind} “${cell}” goes by the name ${name}`);
  return name ?? undefined;
}

function lifecycleIn(gathering: Gathering, entry: Entry, cell: string) {
  const lifecycle = lifecycleOf(cell);
  if (lifecycle === null)
    gathering.note(
      entry,
      'lifecycle',
      `lifecycle “${cell}” is none of experimental, production, deprecated, nor a word for one: taken as production`,
    );
  return lifecycle ?? undefined;
}

const isLinkKind = (column: string): column is LinkKind => (linkKinds as readonly string[]).includes(column);

function linkIn(gathering: Gathering, entry: Entry, kind: LinkKind, cell: string): Link[] {
  const url = kind === 'repository' ? repositoryUrl(cell, null) : isPlainHttpUrl(cell) ? cell : null;
  if (url === null) gathering.note(entry, kind, `${kind} “${cell.slice(0, 80)}” is no http or https address: left out`);
  return url === null ? [] : [{ kind, url }];
}

interface Row {
  raw: Record<string, unknown>;
  links: Link[];
  dependencies: DraftDependency[] | null;
}

function readCell(gathering: Gathering, entry: Entry, row: Row, column: Column, cell: string): void {
  if (column === 'dependencies') row.dependencies = splitList(cell).flatMap(dependencyIn);
  else if (column === 'links') for (const url of splitList(cell)) row.links.push(linkOf([], url) ?? { kind: 'runbook', url });
  else if (isLinkKind(column)) row.links.push(...linkIn(gathering, entry, column, cell));
  else if (column === 'team' || column === 'domain' || column === 'system') row.raw[column] = groupIn(gathering, entry, column, cell);
  else if (column === 'lifecycle') row.raw.lifecycle = lifecycleIn(gathering, entry, cell);
  else row.raw[column] = (readers[column as FieldName] ?? ((text: string) => text))(cell);
}

function describe(gathering: Gathering, entry: Entry, name: string): void {
  const row: Row = { raw: {}, links: [], dependencies: null };
  for (const [header, value] of Object.entries(contentOf(entry))) {
    const column = columnOf(header);
    const cell = String(value).trim();
    if (column !== null && column !== 'name' && cell !== '' && (pathColumns.has(column) || !leftOpen.test(cell)))
      readCell(gathering, entry, row, column, cell);
  }
  if (name !== entry.name) row.raw.displayName ??= entry.name;
  const calls = row.dependencies?.filter(({ service }) => service !== name) ?? null;
  if (calls && calls.length !== row.dependencies?.length) gathering.note(entry, '', 'depends on itself: left out');
  gathering.describeStrictly(entry, name, row.raw as RawFields, {
    links: row.links.length === 0 ? null : { kinds: [...new Set(row.links.map(({ kind }) => kind))], items: row.links },
    dependencies: calls && { kinds: [...dependencyKinds], items: calls },
  });
}
