import { describe, expect, test } from 'vitest';
import type { Draft } from './draft.ts';
import { applyDraft, emptyService, type Stored } from './plan.ts';

const [one, two, balancer] = ['http://10.0.0.1:80', 'http://10.0.0.2:80', 'http://orders.example.com'];
const standing = (fields: Partial<Stored>): Stored => ({ ...emptyService('orders'), metricsPath: '/metrics', ...fields });
/** What a list of targets says that has one of the service. */
const target = (baseUrl: string): Draft => ({
  ...{ name: 'orders', fields: { baseUrl, metricsPath: '/metrics' }, weak: {}, links: null, dependencies: null },
  ...{ scrapeUrl: `${baseUrl}/metrics`, sources: [] },
});
const placesAfter = (before: Partial<Stored>, draft: Draft) => {
  const { baseUrl, instances } = applyDraft(standing(before), draft);
  return { baseUrl, instances };
};

describe('a list of targets that has one left of several', () => {
  test('leaves no instance behind where the address was merely one of them', () => {
    expect(placesAfter({ baseUrl: one, instances: [one, two] }, target(one))).toEqual({ baseUrl: one, instances: [] });
    expect(placesAfter({ baseUrl: one, instances: [one, two] }, target(two))).toEqual({ baseUrl: two, instances: [] });
    expect(placesAfter({ baseUrl: null, instances: [one, two] }, target(two))).toEqual({ baseUrl: two, instances: [] });
  });

  test('leaves the address that callers use, and is looked at alone', () => {
    expect(placesAfter({ baseUrl: balancer, instances: [one, two] }, target(two))).toEqual({ baseUrl: balancer, instances: [two] });
    expect(placesAfter({ baseUrl: balancer, instances: [one, two] }, target(balancer))).toEqual({ baseUrl: balancer, instances: [] });
  });

  test('changes nothing of a service that has one address, or that other files speak of', () => {
    expect(placesAfter({ baseUrl: one, instances: [] }, target(two))).toEqual({ baseUrl: two, instances: [] });
    const described = { ...target(two), scrapeUrl: null };
    expect(placesAfter({ baseUrl: one, instances: [one, two] }, described)).toEqual({ baseUrl: two, instances: [one, two] });
  });
});
