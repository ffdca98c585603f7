import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Catalog, writeBackstage } from '#lib/model/descriptor/export/backstage.ts';
import type { KeptEntity } from '#lib/model/descriptor/export/entity.ts';
import { writeOwn } from '#lib/model/descriptor/export/own.ts';
import { writeYaml } from '#lib/model/descriptor/export/yaml.ts';
import { emptyService, planService, type Stored } from '#lib/model/descriptor/plan.ts';
import { type StoredRegistration, servicePatchSchema } from '#lib/model/service.ts';
import { type Descriptors, readDescriptors } from './read.ts';

const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,12}$/);
const words = fc.oneof(fc.string({ maxLength: 40, unit: 'grapheme' }), fc.string({ maxLength: 60 }), fc.lorem({ maxCount: 8 }));
const clean = (text: string) => text.toWellFormed().replaceAll('\0', '');
const label = words.map((text) => clean(text).trim().slice(0, 100)).filter((text) => text !== '');
const path = fc.constantFrom('/health', '/-/ready', '/actuator/health?full=1', '/métriques', '/a%20b');
const names = fc.uniqueArray(label, { maxLength: 4 });
const text = fc
  .oneof(
    words,
    fc.array(words, { maxLength: 4 }).map((lines) => lines.join('\n')),
    fc.constantFrom('', ' a ', 'a\n\n', '- x', 'yes', '12', '# no', '| x'),
  )
  .map(clean);

const stored = (name: string, others: string[]): fc.Arbitrary<Stored> =>
  fc
    .record(
      {
        displayName: label,
        description: text,
        baseUrl: fc.constantFrom(null, 'http://orders.example.com:8080', 'https://x.example.com/base', 'http://[2001:db8::1]:81'),
        instances: fc.uniqueArray(fc.constantFrom('http://10.0.0.1:8080', 'http://10.0.0.2:8080', 'https://x.example.com/blue'), { maxLength: 3 }),
        healthCheckPath: path,
        metricsPath: fc.oneof(path, fc.constant(null)),
        openapiPath: fc.oneof(path, fc.constant(null)),
        metricsSource: fc.oneof(slug, fc.constant(null)),
        metricsSelector: fc.constantFrom(null, 'job="orders"', 'job=~"a|b", path="C:\\\\x, \\"y\\""'),
        healthFromUp: fc.boolean(),
        timeoutSeconds: fc.double({ min: 0.1, max: 600, noNaN: true }),
        maxRetries: fc.integer({ min: 0, max: 20 }),
        pollIntervalSeconds: fc.integer({ min: 1, max: 3600 }),
        domain: fc.oneof(slug, fc.constant(null)),
        system: fc.oneof(fc.constantFrom('shop', 'desk'), slug, fc.constant(null)),
        team: fc.oneof(slug, fc.constantFrom('unknown', 'none'), fc.constant(null)),
        tier: fc.integer({ min: 1, max: 4 }),
        lifecycle: fc.constantFrom('experimental' as const, 'production' as const, 'deprecated' as const),
        maintenance: fc.boolean(),
        tryWrites: fc.boolean(),
        latencyObjective: fc.oneof(
          fc.constant(null),
          fc.record({
            percentile: fc.constantFrom(50 as const, 95 as const, 99 as const),
            thresholdMs: fc.double({ min: 0.1, max: 600_000, noNaN: true }),
          }),
        ),
        tags: fc.uniqueArray(fc.oneof(label, slug), { maxLength: 4 }),
        links: fc.uniqueArray(
          fc.record({
            kind: fc.constantFrom('runbook' as const, 'repository' as const, 'dashboard' as const, 'chat' as const),
            url: fc.constantFrom('https://wiki.example.com/a', 'https://github.com/acme/x', 'http://grafana.example.com/d/1?x=y#z'),
          }),
          { maxLength: 3, selector: ({ kind, url }) => kind + url },
        ),
        dependencies: fc.uniqueArray(
          fc.record({
            service: fc.oneof(fc.constantFrom(...others, 'orders-db'), slug).filter((other) => other !== name),
            kind: fc.constantFrom('http' as const, 'event' as const, 'datastore' as const),
            critical: fc.boolean(),
          }),
          { maxLength: 4, selector: ({ service, kind }) => `${service} ${kind}` },
        ),
        datastores: names,
        publishes: names,
        subscribes: names,
      },
      { requiredKeys: [] },
    )
    .map(
      (given) =>
        ({
          ...emptyService(name),
          ...(servicePatchSchema.parse({ ...given, baseUrl: undefined }) as Partial<StoredRegistration>),
          baseUrl: given.baseUrl ?? null,
        }) as Stored,
    );

const catalog = fc
  .uniqueArray(slug, { minLength: 1, maxLength: 4 })
  .chain((all) => fc.tuple(...all.map((name) => stored(name, all))))
  .map((services) => ({ services, titles: titlesOf(services) }));

function titlesOf(services: Stored[]) {
  const of = (kind: 'team' | 'domain' | 'system') =>
    new Map(services.flatMap((service) => (service[kind] === null ? [] : [[service[kind], `The ${service[kind]}`] as const])));
  return { team: of('team'), domain: of('domain'), system: of('system') };
}

function read(yaml: string): Descriptors {
  const known = { entries: [], services: [] };
  return readDescriptors({ parts: [{ name: 'export.yaml', contentType: 'application/yaml', bytes: new TextEncoder().encode(yaml) }], known });
}

/** Reading an export back finds every service as it is: whether it is there already or not. */
function expectSame(yaml: string, services: Stored[]): Descriptors {
  const result = read(yaml);
  expect(result.rejected).toEqual([]);
  expect(result.drafts.map(({ name }) => name).sort()).toEqual(services.map(({ name }) => name).sort());
  for (const draft of result.drafts) {
    const service = services.find(({ name }) => name === draft.name) as Stored;
    expect(planService(draft, service).changes).toEqual([]);
    const fresh = planService(draft, null).after;
    expect(planService(draft, fresh).changes).toEqual([]);
    expect({ ...fresh, links: 0, dependencies: 0, tags: 0, datastores: 0, publishes: 0, subscribes: 0 }).toEqual({
      ...service,
      ...{ links: 0, dependencies: 0, tags: 0, datastores: 0, publishes: 0, subscribes: 0 },
    });
    for (const list of ['links', 'dependencies', 'tags', 'datastores', 'publishes', 'subscribes'] as const)
      expect(new Set(fresh[list].map((item) => JSON.stringify(sorted(item))))).toEqual(
        new Set(service[list].map((item) => JSON.stringify(sorted(item)))),
      );
  }
  return result;
}

const sorted = (item: unknown) => (typeof item === 'object' && item !== null ? Object.entries(item).sort() : item);

describe('an export', () => {
  test('is YAML that reads back as what was written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string({ maxLength: 20 }).map(clean), fc.jsonValue({ stringUnit: 'grapheme' })), { minLength: 1, maxLength: 3 }),
        (documents) => {
          const json = JSON.parse(JSON.stringify(documents)) as object[];
          const parsed = parseAllDocuments(writeYaml(json));
          expect((parsed as { toJS(): unknown }[]).map((document) => document.toJS())).toEqual(json);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('in our own words changes nothing when it is imported again, and makes the same catalog anew', () => {
    fc.assert(
      fc.property(catalog, ({ services, titles }) => {
        expectSame(writeOwn({ services, titles }), services);
      }),
      { numRuns: 150 },
    );
  });

  test('as Backstage entities changes nothing when it is imported again, and makes the same catalog anew', () => {
    fc.assert(
      fc.property(catalog, ({ services, titles }) => {
        const result = expectSame(writeBackstage({ services, titles, entities: [], documents: [] }), services);
        for (const { kind, name, displayName } of result.groups) expect(displayName).toBe(titles[kind].get(name));
      }),
      { numRuns: 150 },
    );
  });
});

describe('what came from Backstage', () => {
  const source = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Orders_API
  title: Orders
  annotations:
    acme.example.com/cost-centre: "4711"
    github.com/project-slug: acme/orders
  tags: [java]
  links:
    - { url: https://docs.example.com/orders, title: Handbook, type: documentation }
  unheard-of: { kept: true }
spec:
  type: service
  lifecycle: 5 weeks
  owner: user:jane
  system: shop
  dependsOn: [component:payments, resource:orders-db]
  x-more: [1, 2]
---
apiVersion: acme.example.com/v1
kind: Component
metadata: { name: payments }
spec: { type: library, lifecycle: beta, owner: team-a, providesApis: [payments] }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: payments }
spec: { type: grpc, lifecycle: production, owner: team-a, definition: "syntax = 'proto3';" }
---
apiVersion: backstage.io/v1beta3
kind: Template
metadata: { name: new-service }
spec: { steps: [{ id: a, action: fetch }] }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: jane }
spec: { memberOf: [team-a] }
`;
  const imported = read(source);
  const entities = imported.entries.map((entry) => ({ ...entry }) as KeptEntity);
  const services = imported.drafts.map((draft) => planService(draft, null).after);
  const titles = { team: new Map([['team-a', 'Team a']]), domain: new Map<string, string>(), system: new Map([['shop', 'Shop']]) };
  const parsed = (yaml: string) => (parseAllDocuments(yaml) as { toJS(): Record<string, unknown> }[]).map((document) => document.toJS());
  const whole: Catalog = { services, titles, entities, documents: [] };

  test('goes out as it came in, unknown kinds and fields included', () => {
    const out = parsed(writeBackstage(whole));
    for (const entity of parsed(source)) expect(out).toContainEqual(entity);
    expect(out.filter(({ kind }) => kind !== 'Group' && kind !== 'System')).toHaveLength(5);
  });

  test('carries what changed here in its own fields, and in annotations what it has no field for', () => {
    const changed = services.map((service) =>
      service.name !== 'orders-api'
        ? service
        : {
            ...service,
            ...{ displayName: 'Order desk', team: 'desk', tier: 1, timeoutSeconds: 3, baseUrl: 'http://orders.example.com' },
            dependencies: [
              { service: 'payments', kind: 'http' as const, critical: true },
              { service: 'stock', kind: 'http' as const, critical: true },
            ],
          },
    );
    const yaml = writeBackstage({ ...whole, services: changed, titles: { ...titles, team: new Map([...titles.team, ['desk', 'The desk']]) } });
    const orders = parsed(yaml).find(({ metadata }) => (metadata as { name: string }).name === 'Orders_API');
    expect(orders).toMatchObject({
      metadata: {
        title: 'Order desk',
        'unheard-of': { kept: true },
        annotations: {
          'acme.example.com/cost-centre': '4711',
          'signalbox/tier': '1',
          'signalbox/timeout-seconds': '3',
          'signalbox/base-url': 'http://orders.example.com',
        },
        links: [{ title: 'Handbook' }],
      },
      spec: { owner: 'group:desk', 'x-more': [1, 2], lifecycle: '5 weeks', dependsOn: ['component:payments', 'component:stock'] },
    });
    for (const draft of read(yaml).drafts) expect(planService(draft, changed.find(({ name }) => name === draft.name) ?? null).changes).toEqual([]);
  });

  test('stays away when the service was removed here', () => {
    const out = parsed(writeBackstage({ ...whole, services: services.filter(({ name }) => name !== 'payments') }));
    expect(out.some(({ kind, metadata }) => kind === 'Component' && (metadata as { name: string }).name === 'payments')).toBe(false);
  });
});
