import { describe, expect, test } from 'vitest';
import type { Draft } from '#lib/model/descriptor/draft.ts';
import { readDescriptors } from './read.ts';

const read = (files: Record<string, string>) =>
  readDescriptors({
    parts: Object.entries(files).map(([name, text]) => ({ name, contentType: '', bytes: new TextEncoder().encode(text) })),
    known: { entries: [], services: [] },
  });
const names = ({ drafts }: { drafts: Draft[] }) => drafts.map(({ name }) => name);
const fieldsOf = ({ drafts }: { drafts: Draft[] }, name: string) => drafts.find((draft) => draft.name === name)?.fields;
const component = (name: string, spec = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\nspec:\n  type: service\n  lifecycle: production\n  owner: group:default/core\n${spec}`;
const entity = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
  spec: { type: 'service', lifecycle: '5 weeks', owner: 'core' },
});

describe('entries that stand in a list are taken one by one', () => {
  test.each([
    ['what Backstage answers for all entities', [entity('one'), entity('two')]],
    ['what Backstage answers for a query', { items: [entity('one'), entity('two')], totalItems: 2 }],
    ['definitions of Datadog', ['one', 'two'].map((name) => ({ 'schema-version': 'v2.1', 'dd-service': name, lifecycle: '5 weeks' }))],
    [
      'what Datadog answers',
      {
        data: ['one', 'two'].map((name) => ({
          attributes: { schema: { 'schema-version': 'v2.2', 'dd-service': name, lifecycle: '5 weeks' } },
        })),
      },
    ],
  ])('%s', (_what, value) => {
    const text = JSON.stringify(value, null, 1);
    const result = read({ 'dump.json': text });
    expect(names(result)).toEqual(['one', 'two']);
    expect(result.rejected).toEqual([]);
    const line = text.split('\n').findIndex((one) => one.includes('5 weeks')) + 1;
    expect(result.notes.find(({ text: said }) => said.includes('5 weeks'))).toMatchObject({ line, times: 2 });
  });

  test('a nameless one is refused with its line, the others go in', () => {
    const text = JSON.stringify([entity('one'), { ...entity('x'), metadata: {} }, entity('three')], null, 1);
    const result = read({ 'dump.json': text });
    expect(names(result)).toEqual(['one', 'three']);
    expect(result.rejected).toMatchObject([{ file: 'dump.json', line: 14, why: 'a Component without a name' }]);
  });
});

test('a placeholder that is not filled in is no name', () => {
  const text = [`\${{ values.name }}`, `"{{cookiecutter.name}}"`, '<%= name %>', 'real'].map((name) => component(name)).join('---\n');
  const result = read({ 'catalog-info.yaml': text });
  expect(names(result)).toEqual(['real']);
  expect(result.rejected.map(({ line, why }) => [line, /placeholder/.test(why)])).toEqual([
    [1, true],
    [10, true],
    [19, true],
  ]);
});

test('a reference that leads nowhere is told with the line of its item', () => {
  const text = component('orders', '  dependsOn:\n    - component:orders\n    - component:ghost\n  consumesApis:\n    - a b\n    - api:lost\n');
  const lines = Object.fromEntries(read({ 'catalog-info.yaml': text }).notes.map((note) => [note.text.slice(0, 30), note.line]));
  expect(lines).toMatchObject({
    'depends on itself: left out': 10,
    'component:default/ghost is des': 11,
    'consumesApis: “a b” is no refe': 13,
    'nobody in the upload provides ': 14,
  });
});

test('an API that an earlier import brought, and this one does not, is named', () => {
  const text = component('orders', '  providesApis: [orders-api]\n');
  const known = { entries: [{ format: 'backstage' as const, kind: 'API', namespace: 'default', name: 'orders-api', service: null }], services: [] };
  const { notes } = readDescriptors({ parts: [{ name: 'a.yaml', contentType: '', bytes: new TextEncoder().encode(text) }], known });
  expect(notes.map((note) => note.text)).toContain('api:default/orders-api is not in this upload: the document stays as it is');
});

test('an owner that is no reference gives its team the name without the kind', () => {
  const text = `${component('a').replace('group:default/core', '"group:default/Team Blue"')}---\n${component('b').replace('group:default/core', '"user:default/jane doe"')}`;
  const result = read({ 'catalog-info.yaml': text });
  expect(fieldsOf(result, 'a')?.team).toBe('team-blue');
  expect(fieldsOf(result, 'b')?.team).toBeUndefined();
});

test('the second of one name in two namespaces says why it goes by another', () => {
  const result = read({ 'catalog-info.yaml': `${component('orders')}---\n${component('orders\n  namespace: legacy')}` });
  expect(names(result)).toEqual(['orders', 'legacy-orders']);
  expect(result.notes.map(({ text }) => text)).toContain('“orders” is registered as legacy-orders: the name orders belongs to another entry');
});

test('a location tells which of its patterns no file of the upload fits', () => {
  const location = `apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: all }
spec: { targets: [./services/*/catalog-info.yaml, './**/catalog-info.yaml', './teams/*.yaml'] }
`;
  const result = read({ 'repo/all.yaml': location, 'repo/services/a/catalog-info.yaml': component('a') });
  const said = result.notes.filter(({ text }) => text.includes('fits'));
  expect(said).toMatchObject([{ text: 'no file of the upload fits ./teams/*.yaml', line: 4 }]);
});

describe('Prometheus', () => {
  test('a group that is none is refused alone', () => {
    const text = '[\n{"targets": ["good:1"], "labels": {"job": "good"}},\n{"labels": {"job": "bad"}},\n{"targets": "x:1"},\n"x:1"\n]';
    const result = read({ 'targets.json': text });
    expect(names(result)).toEqual(['good']);
    expect(result.rejected.map(({ line }) => line)).toEqual([3, 4, 5]);
  });

  test('targets of one scrape configuration are the services that discovery names', () => {
    const target = (service: string, job: string) => ({
      discoveredLabels: { job: 'kubernetes', __meta_kubernetes_service_name: service },
      labels: { job },
      scrapeUrl: `http://${service}:8080/metrics`,
    });
    const activeTargets = [target('checkout', 'kubernetes'), target('catalogue', 'kubernetes'), target('orders-svc', 'orders')];
    const result = read({ 'targets.json': JSON.stringify({ status: 'success', data: { activeTargets, droppedTargets: [{}] } }) });
    expect(names(result)).toEqual(['checkout', 'catalogue', 'orders']);
    expect(result.notes.map(({ text }) => text)).toContain('1 target that its Prometheus drops: left out');
  });
});

describe('tables as people keep them', () => {
  test('the column “name” is the name, whatever stands before it', () => {
    expect(names(read({ 'a.csv': 'id,application,name\n1,shop,orders\n2,shop,stock\n' }))).toEqual(['orders', 'stock']);
    expect(names(read({ 'a.csv': 'id,service id\n1,orders\n' }))).toEqual(['orders']);
  });

  test('a cell that is left open says nothing', () => {
    const result = read({ 'a.csv': 'name,owner,url,tier,metrics\norders,N/A,-,TBD,none\n' });
    expect(fieldsOf(result, 'orders')).toEqual({ metricsPath: null });
    expect(result.rejected).toEqual([]);
  });

  test('a link that is no address is left out, and the row goes in', () => {
    const result = read({ 'a.csv': 'name,slack,repo\norders,#orders,acme/orders\n' });
    expect(result.drafts[0]?.links?.items).toEqual([{ kind: 'repository', url: 'https://github.com/acme/orders' }]);
    expect(result.notes.map(({ text }) => text)).toContain('chat “#orders” is no http or https address: left out');
  });

  test('what is wrong with a cell is said with the cell', () => {
    const { rejected } = read({ 'a.csv': 'name,tier,timeout\na,seven,1\nb,1,9999\n' });
    expect(rejected.map(({ line, why }) => [line, why])).toEqual([
      [2, 'tier: must be a number, not “seven”'],
      [3, expect.stringMatching(/^timeoutSeconds: must be at most \d+$/)],
    ]);
  });
});

test('a team, domain or system that is new is called as the file writes it', () => {
  const { groups } = read({ 'a.csv': 'name,team,domain,system\norders,Bäckerei,Online Shop,order_desk\n' });
  expect(groups.map(({ name, spelling }) => [name, spelling])).toEqual([
    ['backerei', 'Bäckerei'],
    ['online-shop', 'Online Shop'],
    ['order-desk', null],
  ]);
});

test('Signalbox YAML whose services are no list is refused with its line', () => {
  const result = read({ 'signalbox.yaml': 'signalbox: 1\nservices:\n  orders: { baseUrl: http://orders }\n' });
  expect(result.rejected).toMatchObject([{ file: 'signalbox.yaml', line: 2, why: 'services is no list' }]);
});

test('services of another tool are not taken for ours', () => {
  const result = read({ 'render.yaml': 'services:\n  - type: web\n    name: site\n    env: node\n    buildCommand: npm i\n' });
  expect(names(result)).toEqual([]);
  expect(result.rejected).toHaveLength(1);
});

test('opslevel.yml without its version is read', () => {
  expect(names(read({ 'opslevel.yml': 'service:\n  name: cart\n  owner: shop\n' }))).toEqual(['cart']);
});

test('rejected entries are told from the top of the first file to the end of the last', () => {
  const own = 'services:\n  - name: a\n    tier: 9\n  - displayName: nameless\n    tier: 1\n';
  const result = read({ 'b.yaml': own, 'a.csv': 'name,tier\n,1\n' });
  expect(result.rejected.map(({ file, line }) => [file, line])).toEqual([
    ['b.yaml', 3],
    ['b.yaml', 4],
    ['a.csv', 2],
  ]);
  expect(result.rejected[0]?.why).toBe('tier: must be at most 4');
});

test('a JSON file that is cut off is called that, with the line where it ends', () => {
  const { rejected } = read({ 'a.json': '{\n "kind": "Component",\n "metadata": {' });
  expect(rejected).toMatchObject([{ line: 3, why: expect.stringMatching(/^is no valid JSON: /) }]);
});

test('ten thousand services of one file are read within seconds', () => {
  const service = (i: number) => `  - name: s-${i}\n    team: core\n    tier: 3\n    tags:\n      - a\n      - b\n    links: []\n    publishes: []\n`;
  const startedMs = performance.now();
  const result = read({ 'signalbox.yaml': `signalbox: 1\nservices:\n${Array.from({ length: 10_000 }, (_, i) => service(i)).join('')}` });
  expect(result.drafts).toHaveLength(10_000);
  expect(performance.now() - startedMs).toBeLessThan(20_000);
}, 60_000);
