import { describe, expect, it } from 'vitest';
import { registrationDefaults } from '#lib/model/registration-defaults.ts';
import { registrationSchema, type Service, servicePatchSchema } from '#lib/model/service.ts';
import { mergeLive } from './service-changes.ts';
import { emptyForm, fillIn, findFaults, formOf, patchOf, registrationOf } from './service-form.ts';

const filled = { ...emptyForm, name: 'orders', baseUrl: 'https://orders.example.com' };
const suggestion = {
  name: 'orders',
  displayName: 'Orders',
  description: 'Takes orders',
  version: '1.0.0',
  healthCheckPath: '/healthz',
  metricsPath: null,
  openapiPath: '/openapi.json',
};

it('an untouched form holds the defaults of the registration', () => expect(emptyForm).toMatchObject(registrationDefaults));

it('a form with name and base URL becomes a registration that the server takes', () => {
  const parsed = registrationSchema.parse(registrationOf(filled));
  expect(parsed).toMatchObject({ name: 'orders', ...registrationDefaults });
  expect(parsed).not.toHaveProperty('displayName');
  expect(parsed).not.toHaveProperty('apiKey');
});

it('secrets travel only when somebody typed them', () =>
  expect(registrationOf({ ...filled, apiKey: 'k', bearerToken: '' })).toMatchObject({ apiKey: 'k' }));

describe('fillIn', () => {
  it('takes every suggested field', () =>
    expect(fillIn(filled, suggestion, new Set())).toMatchObject({
      displayName: 'Orders',
      healthCheckPath: '/healthz',
      metricsPath: null,
      openapiPath: '/openapi.json',
    }));
  it('leaves what was typed', () =>
    expect(fillIn({ ...filled, name: 'mine' }, suggestion, new Set(['name', 'metricsPath']))).toMatchObject({
      name: 'mine',
      metricsPath: '/metrics',
      displayName: 'Orders',
    }));
  it('keeps the usual health path where none was found', () =>
    expect(fillIn(filled, { ...suggestion, healthCheckPath: null }, new Set()).healthCheckPath).toBe('/health'));
});

describe('findFaults', () => {
  it('finds nothing in a good form', () => expect(findFaults(filled)).toEqual({}));
  it('names each field by its path', () => {
    const form = { ...filled, name: 'Bad Name', timeoutSeconds: '' as const, metricsPath: 'metrics', links: [{ kind: 'runbook' as const, url: '' }] };
    expect(Object.keys(findFaults(form)).sort()).toEqual(['links.0.url', 'metricsPath', 'name', 'timeoutSeconds']);
  });
});

it('an objective needs its threshold', () => {
  const form = { ...filled, latencyObjective: { percentile: 99 as const, thresholdMs: '' as const } };
  expect(findFaults(form)).toEqual({ 'latencyObjective.thresholdMs': 'needs a number of milliseconds' });
  expect(registrationSchema.safeParse(registrationOf({ ...form, latencyObjective: { percentile: 99, thresholdMs: 1500 } })).success).toBe(true);
});

describe('patchOf', () => {
  const service = { ...registrationDefaults, ...filled, displayName: 'Orders', hasApiKey: true, verdict: 'up' } as unknown as Service;

  it('is empty for an untouched form', () => expect(patchOf(formOf(service), formOf(service))).toEqual({}));
  it('holds the changed fields alone, and the server takes them', () => {
    const patch = patchOf(formOf(service), { ...formOf(service), tier: 1, tags: ['eu'], apiKey: null });
    expect(patch).toEqual({ tier: 1, tags: ['eu'], apiKey: null });
    expect(servicePatchSchema.parse(patch)).toEqual(patch);
  });
});

it('what others change shows at once, but never over what is being typed', () => {
  const mine = { ...filled, tier: 1, description: 'mine' };
  expect(mergeLive(mine, { ...filled, tier: 2, description: 'theirs' }, new Set(['description']))).toMatchObject({ tier: 2, description: 'mine' });
});
