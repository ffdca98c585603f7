import { expect, test } from 'vitest';
import { planTraffic, type Step } from './plan.ts';
import { requestOf } from './request.ts';

function take(seed: number, count: number, perSecond = 20): Step[] {
  const plan = planTraffic(seed, perSecond);
  return Array.from({ length: count }, () => plan.next().value);
}

test('the same seed gives the same sequence, another seed another one', () => {
  expect(take(1, 500)).toEqual(take(1, 500));
  expect(take(2, 500)).not.toEqual(take(1, 500));
});

test('the rate is what was asked for, on average', () => {
  for (const perSecond of [5, 20, 100]) {
    const steps = take(7, 4000, perSecond);
    const seconds = steps.reduce((sum, { afterMs }) => sum + afterMs, 0) / 1000;
    expect(steps.length / seconds).toBeGreaterThan(perSecond * 0.9);
    expect(steps.length / seconds).toBeLessThan(perSecond * 1.1);
  }
});

test('visitors go through the gateway and to the services themselves, and write now and then', () => {
  const users = Array.from({ length: 250 }, (_, index) => `user-${index}`);
  const requests = take(3, 5000).map((step) => requestOf(step, users));
  const share = (filter: (request: (typeof requests)[number]) => boolean) => requests.filter(filter).length / requests.length;
  expect(share(({ service }) => service === 'gateway')).toBeGreaterThan(0.4);
  for (const service of ['user', 'inventory', 'notification', 'profile'])
    expect(share((request) => request.service === service)).toBeGreaterThan(0.03);
  expect(share(({ method }) => method !== 'GET')).toBeGreaterThan(0.1);
  expect(share(({ method }) => method === 'DELETE')).toBeGreaterThan(0);
});

test('the first visitor signs up', () => {
  expect(requestOf(take(1, 1)[0] as Step, [])).toMatchObject({ method: 'POST', path: '/accounts' });
});
