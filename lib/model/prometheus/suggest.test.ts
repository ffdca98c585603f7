import { describe, expect, test } from 'vitest';
import { type KnownTarget, suggestMappings } from './suggest.ts';

const target = (labels: Record<string, string>, scrapeUrl = `http://${labels.instance}/metrics`): KnownTarget => ({ labels, scrapeUrl });
const suggest = (targets: KnownTarget[], name = 'orders', baseUrl: string | null = null) =>
  suggestMappings(targets, { name, baseUrl }).map(({ selector, targets: count }) => `${selector} ${count}`);

describe('labels that may mean a service', () => {
  test('the address comes first, with all instances of its job', () => {
    const targets = [
      target({ job: 'shop', instance: '10.0.0.1:80' }),
      target({ job: 'shop', instance: '10.0.0.2:80' }),
      target({ job: 'orders', instance: '10.0.0.9:80' }),
    ];
    expect(suggest(targets, 'orders', 'http://10.0.0.2')).toEqual(['job="shop" 2', 'job="orders" 1']);
    expect(
      suggest([...targets, target({ job: 'web', instance: 'h:1' }, 'http://10.0.0.3:8080/metrics')], 'orders', 'http://10.0.0.3:8080/api'),
    ).toEqual(['job="web" 1', 'job="orders" 1']);
  });

  test('within one job of many services the label with the name narrows it down', () => {
    const pods = ['orders', 'payments', 'orders'].map((app, at) => target({ job: 'pods', namespace: 'shop', app, instance: `10.0.0.${at}:80` }));
    expect(suggest(pods)).toEqual(['job="pods", namespace="shop", app="orders" 2']);
  });

  test('names that are alike are found, others are not', () => {
    expect(suggest([target({ job: 'OrdersService', instance: 'a:1' }), target({ job: 'payments', instance: 'b:1' })])).toEqual([
      'job="OrdersService" 1',
    ]);
    expect(suggest([target({ job: 'payments', instance: 'b:1' })])).toEqual([]);
  });
});
