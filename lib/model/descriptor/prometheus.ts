import { field, type Json, type Tree, treeOf } from '../document/tree.ts';
import type { RawFields } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { contentOf, fieldsOfWords, first, listed, tagsIn } from './plain.ts';

export interface Target {
  /** `http://orders:8080/metrics` */
  url: string;
  scheme: string;
  address: string;
  path: string;
}

/** What service discovery calls a target; each of them is more exact than the job of a scrape configuration. */
const discovered = [
  ...['__meta_kubernetes_service_name', '__meta_kubernetes_pod_label_app_kubernetes_io_name', '__meta_kubernetes_pod_label_app'],
  ...['__meta_consul_service', '__meta_nomad_service', '__meta_eureka_app_name', '__meta_docker_container_label_com_docker_compose_service'],
];

const nameLabels = ['service', 'service_name', 'app', 'application', 'app_kubernetes_io_name', ...discovered, 'job'];

/** Name of the service that a group of targets is. */
export function nameOfLabels(labels: Tree, address: string): string {
  return first(...nameLabels.map((label) => labels[label])) ?? address.replace(/:\d+$/, '');
}

/** Targets that are one service. */
export interface Group {
  targets: Json[];
  labels: Tree;
  at: string;
}

/** A job that relabelling made is meant to name the target; one that names the scrape configuration is shared by many. */
function labelsOf(target: Json): Tree {
  const [labels, before] = [treeOf(field(target, 'labels')), treeOf(field(target, 'discoveredLabels'))];
  if (labels.job !== before.job) return { ...labels };
  const names = Object.fromEntries(discovered.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]])));
  return { ...names, ...labels };
}

/** The targets that a running Prometheus scrapes. */
export function activeTargets(gathering: Gathering, { file, line }: { file: string; line: number }, value: Json): Group[] {
  const { activeTargets: targets, droppedTargets: dropped } = treeOf(field(value, 'data'));
  const groups = listed(targets).flatMap((target, index) => {
    const url = first(field(target, 'scrapeUrl'));
    return url === null ? [] : [{ targets: [url], labels: labelsOf(target), at: `data/activeTargets/${index}` }];
  });
  if (groups.length === 0) gathering.remark({ file, line }, null, 'holds no target that is scraped');
  const count = listed(dropped).length;
  if (count > 0)
    gathering.remark({ file, line }, null, `${count} ${count === 1 ? 'target that its' : 'targets that their'} Prometheus drops: left out`);
  return groups;
}

/** `{ "targets": […], "labels": {…} }` entries of file_sd and http_sd, and the targets of a running Prometheus. */
export function readPrometheus(gathering: Gathering, entries: Entry[]): void {
  for (const entry of entries) {
    const name = gathering.nameService(entry);
    if (name !== null) describe(gathering, entry, name);
  }
}

/** `__param_format: prometheus` → `?format=prometheus` */
function queryIn(labels: Tree): string {
  const given = Object.entries(labels).flatMap(([name, value]) => (name.startsWith('__param_') ? [[name.slice(8), first(value) ?? '']] : []));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function targetOf(address: string, labels: Tree): Target | null {
  const scheme = (first(labels.__scheme__) ?? 'http').toLowerCase();
  const path = (first(labels.__metrics_path__) ?? '/metrics') + queryIn(labels);
  const whole = /^https?:\/\//i.test(address) ? address : `${scheme}://${address}${path.startsWith('/') ? path : `/${path}`}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  return { url: url.href, scheme: url.protocol.slice(0, -1), address: url.host, path: url.pathname + url.search };
}

function describe(gathering: Gathering, entry: Entry, name: string): void {
  const content = contentOf(entry);
  const labels = treeOf(content.labels);
  const addresses = listed(content.targets).flatMap((target) => first(target) ?? []);
  const targets = addresses.flatMap((address) => {
    const target = targetOf(address, labels);
    if (!target) gathering.note(entry, 'targets', `“${address}” is no target such as orders.example.com:8080: left out`);
    return target ?? [];
  });
  const [target] = targets;
  const instances = [...new Set(targets.map(({ scheme, address }) => `${scheme}://${address}`))];
  if (instances.length > 1)
    gathering.note(
      entry,
      'targets',
      `${name} has ${instances.length} targets: each is an instance, and ${instances[0]} the address that callers use`,
    );
  if (!target) gathering.note(entry, 'targets', 'has no target that can be looked at: registered without a base URL');
  const words = fieldsOfWords(gathering, entry, {
    ...(first(labels.team, labels.owner) === null ? {} : { team: first(labels.team, labels.owner) }),
    domain: first(labels.domain),
    system: first(labels.system, labels.product),
    lifecycle: labels.lifecycle,
    tier: labels.tier,
    tags: tagsIn(labels.tags),
  });
  const baseUrl = target && `${target.scheme}://${target.address}`;
  // What stands in front of several targets is not known from them: an address that the service has already stays.
  const hasMany = instances.length > 1 && baseUrl !== null;
  const place: RawFields = target ? { ...(hasMany ? { instances } : { baseUrl }), metricsPath: target.path } : {};
  gathering.describe(entry, name, { ...words, ...place }, { scrapeUrl: target?.url ?? null, ...(hasMany && { weak: { baseUrl } }) });
}
