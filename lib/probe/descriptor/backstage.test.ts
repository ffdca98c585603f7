import { describe, expect, test } from 'vitest';
import type { Draft } from '#lib/model/descriptor/draft.ts';
import type { Known } from '#lib/model/descriptor/entry.ts';
import { readDescriptors } from './read.ts';

const nothing: Known = { entries: [], services: [] };
const read = (files: Record<string, string>, known = nothing) =>
  readDescriptors({ parts: Object.entries(files).map(([name, text]) => ({ name, contentType: '', bytes: new TextEncoder().encode(text) })), known });
const readOne = (text: string, known = nothing) => read({ 'catalog-info.yaml': text }, known);
const draftOf = ({ drafts }: { drafts: Draft[] }, name: string) => drafts.find((draft) => draft.name === name);
const textsOf = ({ notes }: { notes: { text: string }[] }) => notes.map(({ text }) => text);

const entity = (kind: string, name: string, spec = '', metadata = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${metadata}spec:\n  type: service\n  lifecycle: production\n  owner: team-a\n${spec}`;
const all = (...entities: string[]) => entities.join('---\n');

describe('a whole catalog', () => {
  const result = read({
    'catalog/all.yaml': all(
      entity(
        'Component',
        'orders',
        '  system: shop\n  providesApis: [orders-api, order-events]\n  consumesApis: [payments-api]\n  dependsOn: [component:default/stock, resource:orders-db, resource:bus]\n',
        '  title: Order desk\n  description: Takes orders.\n  tags: [java]\n  annotations:\n    github.com/project-slug: acme/orders\n    grafana/overview-dashboard: https://grafana.example.com/d/1\n    prometheus.io/path: /actuator/prometheus\n    signalbox/health-check-path: /actuator/health\n  links:\n    - { url: https://wiki.example.com/orders, title: Runbook }\n    - { url: https://acme.slack.com/archives/C1, title: Talk to us, icon: chat }\n',
      ),
      entity('Component', 'payments', '  providesApis: [payments-api]\n'),
      entity('Component', 'stock', '  dependencyOf: [component:payments]\n'),
      `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: orders-api }\nspec: { type: openapi, lifecycle: production, owner: team-a, definition: { $text: ../apis/orders.yaml } }\n`,
      `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: payments-api }\nspec: { type: openapi, lifecycle: production, owner: team-a, definition: { $text: https://example.com/payments.yaml } }\n`,
      `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: order-events }\nspec:\n  type: asyncapi\n  lifecycle: production\n  owner: team-a\n  definition: |\n    asyncapi: 3.0.0\n    info: { title: Events, version: '1' }\n    channels: { placed: { address: order.placed }, paid: { address: order.paid } }\n    operations:\n      tell: { action: send, channel: { $ref: '#/channels/placed' } }\n      hear: { action: receive, channel: { $ref: '#/channels/paid' } }\n`,
      'apiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata: { name: orders-db }\nspec: { type: database, owner: team-a }\n',
      'apiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata: { name: bus }\nspec: { type: kafka-topic, owner: team-a }\n',
      'apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: { name: shop, title: The shop }\nspec: { owner: team-a, domain: sales }\n',
      'apiVersion: backstage.io/v1alpha1\nkind: Domain\nmetadata: { name: sales, title: Selling }\nspec: { owner: team-a }\n',
      'apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: { name: team-a }\nspec: { type: team, profile: { displayName: The A team }, children: [] }\n',
      'apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: { name: jane }\nspec: { memberOf: [team-a] }\n',
      'apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: { name: root }\nspec: { targets: [./all.yaml, ./missing.yaml, https://example.com/x.yaml] }\n',
    ),
    'apis/orders.yaml':
      'swagger: "2.0"\ninfo: { title: Orders, version: "1" }\nhost: orders.example.com\nbasePath: /v2\nschemes: [https]\npaths: {}\n',
  });

  test('becomes services with owner, system, domain, links and addresses', () => {
    expect(result.rejected).toEqual([]);
    expect(draftOf(result, 'orders')).toMatchObject({
      fields: {
        ...{
          displayName: 'Order desk',
          description: 'Takes orders.',
          tags: ['java'],
          lifecycle: 'production',
          team: 'team-a',
          system: 'shop',
          domain: 'sales',
        },
        ...{ metricsPath: '/actuator/prometheus', healthCheckPath: '/actuator/health', datastores: ['orders-db'] },
      },
      weak: { baseUrl: 'https://orders.example.com/v2', publishes: ['order.placed'], subscribes: ['order.paid'] },
    });
    expect(draftOf(result, 'orders')?.links?.items).toEqual([
      { kind: 'runbook', url: 'https://wiki.example.com/orders' },
      { kind: 'chat', url: 'https://acme.slack.com/archives/C1' },
      { kind: 'repository', url: 'https://github.com/acme/orders' },
      { kind: 'dashboard', url: 'https://grafana.example.com/d/1' },
    ]);
  });

  test('becomes dependencies: on components, on stores, on who provides the API, and from the other end', () => {
    const calls = (name: string) => draftOf(result, name)?.dependencies?.items.map(({ service, kind }) => `${service} ${kind}`);
    expect(calls('orders')).toEqual(['stock http', 'orders-db datastore', 'bus event', 'payments http']);
    expect(calls('payments')).toEqual(['stock http']);
  });

  test('becomes groups with their titles, and documents from the files of the upload', () => {
    const titles = result.groups.map(({ kind, name, displayName }) => `${kind} ${name} ${displayName}`).sort();
    expect(titles).toEqual(['domain sales Selling', 'system shop The shop', 'team team-a The A team']);
    expect(result.documents.map(({ service, kind, fileName }) => `${service} ${kind} ${fileName}`)).toEqual([
      'orders openapi apis/orders.yaml',
      'orders asyncapi order-events.yaml',
    ]);
  });

  test('keeps every entity, and never asks another server', () => {
    expect(result.entries).toHaveLength(13);
    expect(textsOf(result).join('\n')).toContain('other servers are never asked');
    expect(textsOf(result)).toContain('./missing.yaml is not in the upload');
  });
});

describe('one in seven is wrong', () => {
  test.each([
    ['a reference that leads nowhere', entity('Component', 'a', '  dependsOn: [component:ghost]\n'), /component:default\/ghost is described nowhere/],
    ['a system that nobody describes', entity('Component', 'a', '  system: nowhere\n'), /system:default\/nowhere is described nowhere/],
    ['a reference to itself', entity('Component', 'a', '  dependsOn: [component:a]\n'), /depends on itself/],
    [
      'a circle',
      all(entity('Component', 'a', '  dependsOn: [component:b]\n'), entity('Component', 'b', '  dependsOn: [component:a]\n')),
      /a, b depend on each other in a circle/,
    ],
    ['an unknown kind', entity('Componet', 'a'), /kind Componet is none that Signalbox shows/],
    ['a lifecycle of five weeks', entity('Component', 'a').replace('production', '5 weeks'), /lifecycle “5 weeks” is none of/],
    ['a lifecycle in other words', entity('Component', 'a').replace('production', 'GA'), /lifecycle “GA” is taken as production/],
    ['no owner', entity('Component', 'a').replace('  owner: team-a\n', ''), /says no owner/],
    ['an owner who is a person', entity('Component', 'a').replace('team-a', 'user:jane'), /owned by a person/],
    ['an owner that is no reference', entity('Component', 'a').replace('team-a', '"Team A <a@example.com>"'), /is no reference such as/],
    ['a name with other letters', entity('Component', 'My_Service.v2'), /“My_Service.v2” is registered as my-service-v2/],
    ['no spec', 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: a }\n', /has no spec/],
    ['no apiVersion', entity('Component', 'a').replace('apiVersion: backstage.io/v1alpha1\n', ''), /has no apiVersion/],
    ['tags that are no list', entity('Component', 'a', '', '  tags: java, go\n'), /tags are no list/],
    ['a key twice', entity('Component', 'a', '  owner: team-b\n'), /a key stands twice/],
    [
      'groups above each other',
      all(entity('Group', 'g', '  parent: h\n'), entity('Group', 'h', '  parent: g\n')),
      /stand above each other in a circle/,
    ],
    ['an API without definition', all(entity('Component', 'a', '  providesApis: [x]\n'), entity('API', 'x')), /has no definition/],
  ])('%s is said, and the entry goes in', (_what, text, said) => {
    const result = readOne(text);
    expect(textsOf(result).join('\n')).toMatch(said);
    expect(result.rejected).toEqual([]);
    expect(result.entries.length).toBeGreaterThan(0);
    for (const { file, line } of result.notes) expect([file, line > 0]).toEqual(['catalog-info.yaml', true]);
  });

  test.each([
    ['no name', 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { title: x }\nspec: {}\n', 1, /without a name/],
    ['no kind', 'apiVersion: backstage.io/v1alpha1\nmetadata: { name: x }\nspec: {}\n', 1, /has no kind/],
    [
      'the same twice, whatever the case',
      all(entity('Component', 'a'), entity('component', 'A')),
      9,
      /stands twice: first in catalog-info.yaml, line 1/,
    ],
    ['two names that differ by punctuation alone', all(entity('Component', 'a.b'), entity('Component', 'a_b')), 9, /belongs to another entry/],
    ['broken YAML', all(entity('Component', 'a'), 'kind: Component\n  metadata: [\n'), 10, /no valid YAML/],
    [
      'a template that nobody filled in',
      'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {{ values.name }}\n',
      1,
      /no valid YAML|without a name/,
    ],
  ])('%s is rejected with line, reason and what to do; the rest goes in', (_what, text, line, why) => {
    const result = readOne(all(entity('Component', 'fine'), text));
    expect(result.drafts.some(({ name }) => name === 'fine')).toBe(true);
    expect(result.rejected).toHaveLength(1);
    expect(result.rejected[0]).toMatchObject({ file: 'catalog-info.yaml', why: expect.stringMatching(why), help: expect.stringMatching(/.{10}/) });
    expect(result.rejected[0]?.line).toBeGreaterThanOrEqual(line + 9);
  });
});

describe('an entity stays the same service', () => {
  const known: Known = {
    entries: [{ format: 'backstage', kind: 'component', namespace: 'default', name: 'order_service', service: 'order-service' }],
    services: ['order-service'],
  };

  test('by its identity, whatever its name looks like now', () => {
    expect(readOne(entity('Component', 'Order_Service'), known).drafts.map(({ name }) => name)).toEqual(['order-service']);
  });

  test('and one of another namespace gets a name of its own', () => {
    const text = entity('Component', 'order-service', '', '  namespace: emea\n');
    expect(readOne(text, known).drafts.map(({ name }) => name)).toEqual(['emea-order-service']);
    expect(readOne(text).drafts.map(({ name }) => name)).toEqual(['order-service']);
  });
});
