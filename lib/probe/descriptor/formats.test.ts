import { describe, expect, test } from 'vitest';
import { callsOf, draftOf, linksOf, read } from './read.test.kit.ts';

describe('Datadog', () => {
  test.each(['v2', 'v2.1', 'v2.2'])('schema version %s', (version) => {
    const result = read({
      'service.datadog.yaml': `schema-version: ${version}
dd-service: shopping-cart
team: e-commerce
application: Shop App
description: Holds what customers want.
tier: High
lifecycle: generally available
contacts:
  - { type: slack, contact: https://acme.slack.com/archives/C01 }
  - { type: email, contact: cart@example.com }
links:
  - { name: Runbook, type: runbook, url: https://wiki.example.com/cart }
  - { name: Board, type: dashboard, url: https://app.datadoghq.com/dashboard/abc }
  - { name: Design, type: doc, url: https://docs.google.com/document/d/1 }
repos:
  - { name: cart, provider: github, url: https://github.com/acme/cart }
tags: ['env:prod', 'business-unit:retail']
integrations: { pagerduty: https://acme.pagerduty.com/service-directory/P1 }
extensions: { acme.example.com/a: [1] }
`,
    });
    const draft = draftOf(result, 'shopping-cart');
    expect(draft?.fields).toEqual({
      ...{ description: 'Holds what customers want.', team: 'e-commerce', system: 'shop-app', lifecycle: 'production', tier: 2 },
      tags: ['env:prod', 'business-unit:retail'],
    });
    expect(linksOf(draft)).toEqual([
      'runbook https://wiki.example.com/cart',
      'dashboard https://app.datadoghq.com/dashboard/abc',
      'repository https://github.com/acme/cart',
      'chat https://acme.slack.com/archives/C01',
    ]);
    expect(result.rejected).toEqual([]);
  });

  test('v3: services, datastores, queues, systems and APIs of one file', () => {
    const result = read({
      'entity.datadog.yaml': `apiVersion: v3
kind: service
metadata:
  name: payments
  displayName: Payments
  owner: money
  tags: ['a:b']
  links: [{ name: src, type: repo, provider: github, url: https://github.com/acme/payments }]
spec:
  lifecycle: beta
  tier: "1"
  dependsOn: [service:ledger, datastore:payments-db, queue:settlements, service:payments]
  componentOf: [system:checkout]
---
apiVersion: v3
kind: datastore
metadata: { name: payments-db, owner: money }
---
apiVersion: v3
kind: system
metadata: { name: checkout, displayName: The checkout }
spec: { components: [service:payments] }
---
apiVersion: v3
kind: api
metadata: { name: payments-api }
spec:
  implementedBy: [service:payments]
  interface: { fileRef: ./openapi.yaml }
`,
      'openapi.yaml': 'openapi: 3.0.3\ninfo: { title: Payments, version: "1" }\nservers: [{ url: https://pay.example.com/v1/ }]\npaths: {}\n',
    });
    const draft = draftOf(result, 'payments');
    expect(draft?.fields).toMatchObject({
      displayName: 'Payments',
      team: 'money',
      lifecycle: 'experimental',
      tier: 1,
      system: 'checkout',
      datastores: ['payments-db'],
    });
    expect(callsOf(draft)).toEqual(['ledger http', 'payments-db datastore', 'settlements event']);
    expect(draft?.weak).toEqual({ baseUrl: 'https://pay.example.com/v1' });
    expect(result.documents).toMatchObject([{ service: 'payments', kind: 'openapi', fileName: 'openapi.yaml' }]);
    expect(result.groups).toContainEqual({ kind: 'system', name: 'checkout', displayName: 'The checkout', spelling: null, isDescribed: true });
    expect(result.notes.map(({ text }) => text)).toContain('depends on itself: left out');
    expect(result.entries).toHaveLength(4);
  });
});

test('opslevel.yml', () => {
  const result = read({
    'opslevel.yml': `---
version: 1
service:
  name: Shopping Cart
  lifecycle: generally-available
  tier: tier_1
  product: Retail Website
  language: Ruby
  framework: Rails
  description: The cart.
  owner: order_management_team
  aliases: [shopping_cart]
  tags: [{ key: db, value: mysql }]
  repositories: [{ name: acme/cart, path: /, provider: github }]
  tools:
    - { name: Runbook, category: runbooks, url: https://wiki.example.com/cart }
    - { name: Grafana, category: metrics, url: https://grafana.example.com/d/1, environment: production }
  dependencies: [{ alias: inventory }, payments]
`,
  });
  const draft = draftOf(result, 'shopping-cart');
  expect(draft?.fields).toEqual({
    ...{
      displayName: 'Shopping Cart',
      description: 'The cart.',
      team: 'order-management-team',
      system: 'retail-website',
      lifecycle: 'production',
      tier: 1,
    },
    tags: ['db:mysql'],
  });
  expect(linksOf(draft)).toEqual([
    'runbook https://wiki.example.com/cart',
    'dashboard https://grafana.example.com/d/1',
    'repository https://github.com/acme/cart',
  ]);
  expect(callsOf(draft)).toEqual(['inventory http', 'payments http']);
});

test('compass.yml', () => {
  const result = read({
    'compass.yml': `name: Orders Service
id: ari:cloud:compass:0000:component/1111/2222
description: Takes orders.
configVersion: 1
typeId: SERVICE
ownerId: ari:cloud:identity::team/3333
fields: { lifecycle: Pre-release, tier: 2 }
links:
  - { name: Repo, type: REPOSITORY, url: https://bitbucket.org/acme/orders }
  - { name: Chat, type: CHAT_CHANNEL, url: https://acme.slack.com/archives/C2 }
  - { name: Board, type: DASHBOARD, url: https://boards.example.com/1 }
  - { name: On call, type: ON_CALL, url: https://oncall.example.com/1 }
relationships: { DEPENDS_ON: [ari:cloud:compass:0000:component/1111/9999] }
labels: [java]
`,
    'b/compass.yml': 'name: Stock\nid: ari:cloud:compass:0000:component/1111/9999\nconfigVersion: 1\ntypeId: SERVICE\n',
  });
  const draft = draftOf(result, 'orders-service');
  expect(draft?.fields).toEqual({ displayName: 'Orders Service', description: 'Takes orders.', lifecycle: 'experimental', tier: 2, tags: ['java'] });
  expect(linksOf(draft).map((link) => link.split(' ')[0])).toEqual(['repository', 'chat', 'dashboard']);
  expect(callsOf(draft)).toEqual(['stock http']);
  expect(result.notes.map(({ text }) => text).join()).toContain('id of Atlassian');
});

test('cortex.yaml, which is an OpenAPI document at once', () => {
  const result = read({
    'cortex.yaml': `openapi: 3.0.1
info:
  title: Fulfilment
  description: Ships.
  x-cortex-tag: fulfilment
  x-cortex-type: service
  x-cortex-groups: [critical, java]
  x-cortex-owners:
    - { type: email, email: a@example.com }
    - { type: group, name: Logistics Team, provider: OKTA }
  x-cortex-git: { github: { repository: acme/fulfilment } }
  x-cortex-link: [{ name: Run, type: runbook, url: https://wiki.example.com/f }]
  x-cortex-dependency: { cortex: [{ tag: stock, method: GET, path: /stock }] }
  x-cortex-dashboards: { embeds: [{ type: grafana, url: https://grafana.example.com/e/1 }] }
  x-cortex-custom-metadata: { tier: 2, lifecycle: live }
servers: [{ url: https://fulfilment.example.com }]
paths: { /parcels: { get: { responses: { '200': { description: OK } } } } }
`,
  });
  const draft = draftOf(result, 'fulfilment');
  expect(draft?.fields).toEqual({
    displayName: 'Fulfilment',
    description: 'Ships.',
    team: 'logistics-team',
    tier: 2,
    lifecycle: 'production',
    tags: ['critical', 'java'],
  });
  expect(linksOf(draft)).toEqual([
    'runbook https://wiki.example.com/f',
    'dashboard https://grafana.example.com/e/1',
    'repository https://github.com/acme/fulfilment',
  ]);
  expect(callsOf(draft)).toEqual(['stock http']);
  expect([draft?.weak.baseUrl, result.documents[0]?.kind]).toEqual(['https://fulfilment.example.com', 'openapi']);
});

test('Score', () => {
  const result = read({
    'score.yaml': `apiVersion: score.dev/v1b1
metadata: { name: hello-world, annotations: { signalbox/team: greeters } }
service: { ports: { www: { port: 8080, targetPort: 80 } } }
containers:
  main:
    image: nginx
    livenessProbe: { httpGet: { path: /live, port: 8080 } }
    readinessProbe: { httpGet: { path: /ready, port: 8080 } }
resources:
  db: { type: postgres }
  bus: { type: kafka-topic }
  backend: { type: service, id: greeter }
  name: { type: dns }
`,
  });
  const draft = draftOf(result, 'hello-world');
  expect(draft?.fields).toEqual({ healthCheckPath: '/live', datastores: ['db'], team: 'greeters' });
  expect(callsOf(draft)).toEqual(['bus event', 'db datastore', 'greeter http']);
});
