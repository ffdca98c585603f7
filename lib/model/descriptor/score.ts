import { field, type Tree, treeOf } from '../document/tree.ts';
import { readAnnotations } from './annotation.ts';
import type { DependencyKind } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { repositoryLink } from './link.ts';
import { contentOf, first, spokenDependencies, spokenLinks } from './plain.ts';
import { slugOf } from './slug.ts';

const kindOfType: [DependencyKind, RegExp][] = [
  ['event', /queue|topic|kafka|rabbit|amqp|sqs|sns|pubsub|nats|event|stream/i],
  ['datastore', /postgres|mysql|maria|mongo|redis|s3|bucket|blob|database|\bdb\b|cache|elastic|opensearch|sql|dynamo|cassandra|memcache|store/i],
  ['http', /^(service|workload|http|api|external-service|service-port)$/i],
];

/** A Score workload: its probe says where health is, its resources what it depends on. */
export function readScore(gathering: Gathering, entries: Entry[]): void {
  const named = entries.flatMap((entry) => {
    const name = gathering.nameService(entry);
    return name === null ? [] : [{ entry, name }];
  });
  for (const { entry, name } of named) describe(gathering, entry, name);
}

function probeIn(workload: Tree): { path: string | null; baseUrl: string | null } {
  for (const container of Object.values(treeOf(workload.containers))) {
    for (const probe of ['livenessProbe', 'readinessProbe']) {
      const get = treeOf(field(field(container, probe), 'httpGet'));
      const path = first(get.path);
      if (path === null) continue;
      const host = first(get.host);
      const port = first(get.port);
      const scheme = (first(get.scheme) ?? 'http').toLowerCase();
      return { path, baseUrl: host === null ? null : `${scheme}://${host}${port === null ? '' : `:${port}`}` };
    }
  }
  return { path: null, baseUrl: null };
}

function describe(gathering: Gathering, entry: Entry, name: string): void {
  const workload = contentOf(entry);
  const annotations = treeOf(treeOf(workload.metadata).annotations);
  const { raw, links, dependencies: declared } = readAnnotations(annotations);
  const probe = probeIn(workload);
  const resources = Object.entries(treeOf(workload.resources)).flatMap(([key, resource]) => {
    const type = first(field(resource, 'type')) ?? '';
    const kind = kindOfType.find(([, pattern]) => pattern.test(type))?.[0];
    return kind ? [{ name: first(field(resource, 'id')) ?? key, kind, at: `resources/${key}` }] : [];
  });
  const kinds = workload.resources === undefined ? [] : (['http', 'event', 'datastore'] as const);
  const dependencies = declared ?? spokenDependencies(gathering, entry, name, resources, [...kinds]);
  const datastores = resources.filter(({ kind }) => kind === 'datastore').flatMap((resource) => slugOf(resource.name) ?? []);
  const repository = repositoryLink(first(annotations['github.com/project-slug']), 'github');
  const fields = {
    ...(probe.path === null ? {} : { healthCheckPath: probe.path }),
    ...(probe.baseUrl === null ? {} : { baseUrl: probe.baseUrl }),
    ...(datastores.length > 0 ? { datastores } : {}),
    ...Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)),
  };
  for (const kind of ['team', 'system', 'domain'] as const) {
    const group = (fields as Record<string, unknown>)[kind];
    if (typeof group === 'string') gathering.group(kind, group);
  }
  gathering.describe(entry, name, fields, { links: links ?? spokenLinks([repository]), dependencies });
}
