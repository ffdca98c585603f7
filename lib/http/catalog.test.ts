import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ImportPlan, ImportResult } from '#lib/model/descriptor/import.ts';
import { callApi, enrol, type Person, readAnswer } from './stage.test.kit.ts';

let admin: Person;
let guest: Person;
beforeAll(async () => {
  admin = await enrol('admin');
  guest = await enrol('guest');
});

const yaml = { 'content-type': 'application/yaml' };
const importText = <T = ImportResult>(text: string, headers: Record<string, string> = yaml, path = '/imports') =>
  callApi<T>('POST', path, { headers: { ...admin.headers, ...headers }, body: text });

async function send<T>(path: string, init: RequestInit & { headers?: Record<string, string> }) {
  const { answerCall } = await import('./call.ts');
  return answerCall(
    new Request(`http://signalbox.test/api/v1${path}`, { ...init, headers: { host: 'signalbox.test', ...init.headers } }),
    'rest',
  ) as Promise<Response & { ofType?: T }>;
}

const component = (name: string, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\n${more}spec: { type: service, lifecycle: production, owner: team-a }\n`;

describe('an import', () => {
  test('is previewed, applied, and the second time changes nothing', async () => {
    const text = `${component('first')}---\n${component('second')}`;
    const preview = await importText<ImportPlan>(text, yaml, '/imports/preview');
    expect([preview.status, preview.body.counts]).toEqual([200, { create: 2, change: 0, same: 0, rejected: 0, entries: 2 }]);
    expect((await importText(text)).body).toMatchObject({ created: ['first', 'second'], changed: [], same: 0 });
    expect((await importText(text)).body).toMatchObject({ created: [], changed: [], same: 2 });
    const read = await callApi('GET', '/services/first', { headers: guest.headers });
    expect(read.body).toMatchObject({ team: 'team-a', baseUrl: null, reason: 'no base URL yet' });
  });

  test('comes as CSV, JSON, zip or several files', async () => {
    expect((await importText('name;team\nsheet;desk\n', { 'content-type': 'text/csv' })).body.created).toEqual(['sheet']);
    const targets = JSON.stringify([{ targets: ['scraped.example.com:8080'], labels: { job: 'scraped' } }]);
    expect((await importText(targets, { 'content-type': 'application/json' })).body.created).toEqual(['scraped']);
    const zip = zipSync({
      'a/catalog-info.yaml': Buffer.from(component('zipped')),
      'vendor/x/catalog-info.yaml': Buffer.from(component('vendored')),
    });
    const zipped = await readAnswer<ImportResult>(
      await send('/imports', { method: 'POST', headers: { ...admin.headers, 'content-type': 'application/zip' }, body: new Uint8Array(zip) }),
    );
    expect(zipped.body.created).toEqual(['zipped']);
    const form = new FormData();
    form.append('files', new File([component('parted')], 'one/catalog-info.yaml'));
    form.append('files', new File(['schema-version: v2\ndd-service: parted-two\nteam: desk\n'], 'service.datadog.yaml'));
    const parted = await readAnswer<ImportResult>(await send('/imports', { method: 'POST', headers: admin.headers, body: form }));
    expect(parted.body.created.sort()).toEqual(['parted', 'parted-two']);
  });

  test('that holds nothing readable says so and stays below 500', async () => {
    const html = await importText('<!doctype html><html><body>Sign in</body></html>');
    expect(html.body.rejected[0]?.why).toContain('HTML');
    expect((await importText('')).status).toBe(400);
    const broken = await send('/imports', {
      method: 'POST',
      headers: { ...admin.headers, 'content-type': 'application/zip' },
      body: new Uint8Array([0x50, 0x4b, 3, 4, 1, 2]),
    });
    expect(broken.status).toBe(422);
    const huge = await send('/imports', { method: 'POST', headers: { ...admin.headers, ...yaml }, body: 'a'.repeat(17_000_000) });
    expect(huge.status).toBe(413);
  });

  test('is no business of users and guests', async () => {
    const call = (person: Person) => callApi('POST', '/imports', { headers: { ...person.headers, ...yaml }, body: component('x') });
    expect([(await call(guest)).status, (await call(await enrol('user'))).status]).toEqual([403, 403]);
  });
});

describe('an export', () => {
  test.each(['signalbox', 'backstage'])('as %s is YAML, and importing it again changes nothing', async (format) => {
    await importText(component('exported', '  title: Exported\n'));
    await callApi('PATCH', '/services/exported', {
      headers: admin.headers,
      body: { tier: 1, timeoutSeconds: 2.5, baseUrl: 'http://exported.example.com' },
    });
    await callApi('PATCH', '/services/exported', { headers: admin.headers, body: { apiKey: 'top-secret' } });
    const answer = await send(`/export?format=${format}`, { headers: guest.headers });
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/yaml']);
    expect(text).toContain('exported.example.com');
    expect(text).not.toContain('top-secret');
    const again = await importText(text);
    expect(again.body).toMatchObject({ created: [], changed: [], groups: 0, rejected: [] });
    expect(again.body.same).toBeGreaterThan(3);
  });
});

describe('http_sd', () => {
  const groups = (query = '') =>
    callApi<{ targets: string[]; labels: Record<string, string> }[]>('GET', `/http-sd${query}`, { headers: guest.headers });

  test('is a plain array, empty where nothing matches', async () => {
    expect(await groups('?team=nobody-at-all')).toMatchObject({ status: 200, body: [] });
  });

  test('names host, scheme, path and labels of every service that has metrics', async () => {
    const services = [
      { name: 'sd-one', baseUrl: 'https://one.example.com/base', metricsPath: '/metrics', team: 'sd', domain: 'sales', tier: 1, tags: ['x'] },
      { name: 'sd-two', baseUrl: 'http://two.example.com:8080', metricsPath: null, team: 'sd' },
      { name: 'sd-three', baseUrl: 'http://three.example.com:8080', metricsPath: '/m?format=prometheus', team: 'sd', lifecycle: 'deprecated' },
    ];
    for (const body of services) await callApi('POST', '/services', { headers: admin.headers, body });
    expect((await groups('?team=sd')).body).toEqual(
      [
        {
          targets: ['one.example.com:443'],
          labels: {
            __scheme__: 'https',
            __metrics_path__: '/base/metrics',
            service: 'sd-one',
            team: 'sd',
            domain: 'sales',
            tier: '1',
            lifecycle: 'production',
          },
        },
        {
          targets: ['three.example.com:8080'],
          labels: {
            __scheme__: 'http',
            __metrics_path__: '/m',
            __param_format: 'prometheus',
            service: 'sd-three',
            team: 'sd',
            tier: '3',
            lifecycle: 'deprecated',
          },
        },
      ].sort((a, b) => (a.labels.service < b.labels.service ? -1 : 1)),
    );
    expect((await groups('?team=sd&tag=x')).body).toHaveLength(1);
    expect((await groups('?team=sd&lifecycle=deprecated')).body).toHaveLength(1);
    const itself = await importText(JSON.stringify((await groups('?team=sd')).body), { 'content-type': 'application/json' });
    expect(itself.body).toMatchObject({ created: [], changed: [], same: 2 });
  });
});
