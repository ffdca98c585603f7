import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { draftOf, nothing, read } from './read.test.kit.ts';
import { readDescriptors } from './read.ts';

describe('Prometheus', () => {
  const groups = [
    {
      targets: ['10.0.0.1:8080', '10.0.0.2:8080'],
      labels: { job: 'orders', team: 'Checkout', __metrics_path__: '/actuator/prometheus', __scheme__: 'https' },
    },
    { targets: ['10.0.0.3:9100'], labels: {} },
    { targets: ['not a target'], labels: { job: 'odd' } },
  ];
  const yaml =
    '- targets:\n    - 10.0.0.1:8080\n    - 10.0.0.2:8080\n  labels:\n    job: orders\n    team: Checkout\n    __metrics_path__: /actuator/prometheus\n    __scheme__: https\n';

  test.each([
    ['file_sd or http_sd JSON', { 'targets.json': JSON.stringify(groups) }],
    ['file_sd YAML', { 'targets.yml': yaml }],
  ])('%s: targets of one job are one service', (_what, files) => {
    const result = read(files);
    expect(draftOf(result, 'orders')).toMatchObject({
      fields: { instances: ['https://10.0.0.1:8080', 'https://10.0.0.2:8080'], metricsPath: '/actuator/prometheus', team: 'checkout' },
      weak: { baseUrl: 'https://10.0.0.1:8080' },
      scrapeUrl: 'https://10.0.0.1:8080/actuator/prometheus',
    });
    expect(result.notes.map(({ text }) => text)).toContain(
      'orders has 2 targets: each is an instance, and https://10.0.0.1:8080 the address that callers use',
    );
  });

  test('targets without a name go by their host, and what is no target is said', () => {
    const result = read({ 'targets.json': JSON.stringify(groups) });
    expect(draftOf(result, '10-0-0-3')?.fields.baseUrl).toBe('http://10.0.0.3:9100');
    expect(draftOf(result, 'odd')?.fields.baseUrl).toBeUndefined();
  });

  test('the targets of a running server', () => {
    const target = (job: string, url: string) => ({
      discoveredLabels: { __address__: 'x' },
      labels: { instance: 'i', job },
      scrapePool: job,
      scrapeUrl: url,
      health: 'up',
    });
    const answer = {
      status: 'success',
      data: {
        activeTargets: [target('api', 'http://api:8080/metrics'), target('api', 'http://api2:8080/metrics'), target('db', 'https://db/m')],
        droppedTargets: [],
      },
    };
    const result = read({ 'targets.json': JSON.stringify(answer) });
    expect(result.drafts.map(({ name, fields }) => [name, fields.instances ?? fields.baseUrl, fields.metricsPath])).toEqual([
      ['api', ['http://api:8080', 'http://api2:8080'], '/metrics'],
      ['db', 'https://db', '/m'],
    ]);
  });
});

describe('CSV', () => {
  test('with our names or common ones, commas or semicolons, quotes and a byte order mark', () => {
    const comma = read({
      'services.csv': '\ufeffname,baseUrl,team,tags,dependencies\n"orders","http://orders:8080",checkout,"a,b","stock;mail:event:optional"\n',
    });
    expect(draftOf(comma, 'orders')?.fields).toEqual({ baseUrl: 'http://orders:8080', team: 'checkout', tags: ['a', 'b'] });
    expect(draftOf(comma, 'orders')?.dependencies?.items).toEqual([
      { service: 'stock', kind: 'http', critical: null },
      { service: 'mail', kind: 'event', critical: false },
    ]);
    const semicolon = read({
      'services.csv':
        'Service Name;URL;Owner;Criticality;Stage;Repo;Unheard of\r\nOrder Desk;orders:8080;Team A;mission critical;GA;https://github.com/acme/x;1\r\n',
    });
    expect(draftOf(semicolon, 'order-desk')).toMatchObject({
      fields: { baseUrl: 'http://orders:8080', team: 'team-a', tier: 1, lifecycle: 'production', displayName: 'Order Desk' },
      links: { items: [{ kind: 'repository', url: 'https://github.com/acme/x' }] },
    });
    expect(semicolon.notes.map(({ text }) => text).join()).toContain('Unheard of');
  });

  test('rows that are wrong are named by their line, the others go in', () => {
    const text = 'name,tier,timeout\nfine,1,5\n,2,5\nbad,2,soon\n"two\nlines",3,1\nlong,1,2,3\nlast,9,1\n';
    const result = read({ 'services.csv': text });
    expect(result.drafts.map(({ name }) => name)).toEqual(['fine', 'two-lines', 'last']);
    expect(result.rejected.map(({ line, why }) => [line, why.split(':')[0]])).toEqual([
      [3, 'a row without a name'],
      [4, 'timeoutSeconds'],
      [7, 'has 4 cells where the header has 3'],
    ]);
  });

  test('an objective is read as people write it', () => {
    const result = read({ 'services.csv': 'name,latency slo\na,p95 <= 300 ms\nb,p99 < 1.5s\nc,95: 250\n' });
    expect(['a', 'b', 'c'].map((name) => draftOf(result, name)?.fields.latencyObjective)).toEqual([
      { percentile: 95, thresholdMs: 300 },
      { percentile: 99, thresholdMs: 1500 },
      { percentile: 95, thresholdMs: 250 },
    ]);
    expect(read({ 'services.csv': 'name,latency slo\na,quick\n' }).rejected.map(({ why }) => why.split(':')[0])).toEqual(['latencyObjective']);
  });

  test('in the encodings that spreadsheets write', () => {
    const text = 'name;title\ncafe;Café\n';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const latin = Buffer.from(text, 'latin1');
    for (const bytes of [utf16, latin]) {
      const result = readDescriptors({ parts: [{ name: 'a.csv', contentType: 'text/csv', bytes }], known: nothing });
      expect(draftOf(result, 'cafe')?.fields.displayName).toBe('Café');
    }
  });
});

describe('what was told apart by content', () => {
  test('several formats about one service add up, and where they differ the first is taken and the other named', () => {
    const result = read({
      'catalog-info.yaml':
        'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: orders, tags: [a]}\nspec: {type: service, lifecycle: production, owner: team-a}\n',
      'service.datadog.yaml': 'schema-version: v2.1\ndd-service: orders\nteam: team-b\ntier: "2"\ntags: [b]\n',
    });
    expect(draftOf(result, 'orders')?.fields).toMatchObject({ team: 'team-a', tier: 2, tags: ['a', 'b'] });
    expect(result.notes.map(({ text }) => text).join()).toContain('differ about team of orders');
  });

  test('files of a repository that are no catalog are left out quietly, vendored ones entirely', () => {
    const zip = zipSync({
      'catalog-info.yaml': Buffer.from(
        'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {type: service, lifecycle: production, owner: t}\n',
      ),
      'docker-compose.yml': Buffer.from('services:\n  web: { image: nginx }\n'),
      'k8s/deploy.yaml': Buffer.from('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n'),
      'chart/templates/x.yaml': Buffer.from('a: {{ .Values.x }\n'),
      'node_modules/x/catalog-info.yaml': Buffer.from('apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: b}\nspec: {}\n'),
    });
    const result = readDescriptors({ parts: [{ name: 'repo.zip', contentType: 'application/zip', bytes: zip }], known: nothing });
    expect(result.drafts.map(({ name }) => name)).toEqual(['a']);
    expect(result.rejected).toEqual([]);
    expect(result.notes.map(({ text }) => text).join()).toContain('3 files hold no catalog entry');
  });

  test('a single file of no known format is rejected with the formats that are', () => {
    expect(read({ 'compose.yaml': 'services:\n  web: { image: nginx }\n' }).rejected).toMatchObject([
      { line: 1, why: 'holds no catalog entry of a known format', help: expect.stringContaining('Backstage') },
    ]);
  });
});

test('a column of instances names them, and one that counts them says nothing', () => {
  const csv = 'name,url,instances\norders,http://orders.example.com,10.0.0.1:80; http://10.0.0.2\nusers,http://users.example.com,3\n';
  const result = read({ 'services.csv': csv });
  expect(draftOf(result, 'orders')?.fields.instances).toEqual(['http://10.0.0.1:80', 'http://10.0.0.2']);
  expect(draftOf(result, 'users')?.fields.instances).toBeUndefined();
});
