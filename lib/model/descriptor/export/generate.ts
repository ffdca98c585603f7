import type { Json, Tree } from '../../document/tree.ts';
import type { GroupKind } from '../draft.ts';
import type { Stored } from '../plan.ts';
import type { KeptEntity } from './entity.ts';

const apiVersion = 'backstage.io/v1alpha1';
const tagPattern = /^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/;
const titles = { runbook: 'Runbook', repository: 'Repository', dashboard: 'Dashboard', chat: 'Chat' } as const;

export const isBackstageTag = (tag: string) => tag.length <= 63 && tagPattern.test(tag);
export const linkEntry = ({ kind, url }: Stored['links'][number]): Json => ({ url, title: titles[kind], type: kind });

export function dependencyRef({ service, kind }: Pick<Stored['dependencies'][number], 'service' | 'kind'>): string {
  return `${kind === 'http' ? 'component' : 'resource'}:${service}`;
}

const entityOf = (kind: string, name: string, content: Tree): KeptEntity => ({ kind, namespace: 'default', name, service: null, file: '', content });

/** The domain that all services of a system share. */
function domainOf(system: string, services: Stored[]): string | null {
  const domains = new Set(services.filter((service) => service.system === system).map(({ domain }) => domain));
  return domains.size === 1 ? ([...domains][0] ?? null) : null;
}

export function generateGroup(kind: GroupKind, name: string, title: string, services: Stored[]): KeptEntity {
  if (kind === 'team')
    return entityOf('Group', name, {
      apiVersion,
      kind: 'Group',
      metadata: { name },
      spec: { type: 'team', profile: { displayName: title }, children: [] },
    });
  const domain = kind === 'system' ? domainOf(name, services) : null;
  const metadata = { name, title };
  const spec = { owner: 'unknown', ...(domain === null ? {} : { domain }) };
  return entityOf(kind === 'system' ? 'System' : 'Domain', name, { apiVersion, kind: kind === 'system' ? 'System' : 'Domain', metadata, spec });
}

/** A service that never was in Backstage, in its words as far as they go. */
export function generateComponent(service: Stored, services: Stored[]): KeptEntity {
  const { name, displayName, description, tags, links, team, system, lifecycle, dependencies } = service;
  const names = new Set(services.map((one) => one.name));
  const calls = dependencies.filter(({ kind, service: callee }) => kind === 'datastore' || (kind === 'http' && names.has(callee)));
  const metadata: Tree = {
    name,
    ...(displayName === name ? {} : { title: displayName }),
    ...(description === '' ? {} : { description }),
    ...(tags.length > 0 && tags.every(isBackstageTag) ? { tags } : {}),
    ...(links.length > 0 ? { links: links.map(linkEntry) } : {}),
  };
  const spec: Tree = {
    type: 'service',
    lifecycle,
    owner: team === null ? 'unknown' : `group:${team}`,
    ...(system === null ? {} : { system }),
    ...(calls.length > 0 ? { dependsOn: calls.map(dependencyRef) } : {}),
  };
  return { ...entityOf('Component', name, { apiVersion, kind: 'Component', metadata, spec }), service: name };
}
