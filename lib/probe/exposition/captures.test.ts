import { readFileSync } from 'node:fs';
import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { Counter, Histogram, Registry, type RegistryContentType } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { familyOf, listSamples } from '#lib/model/exposition.ts';
import { parseExposition } from '../exposition.ts';

const textType = 'text/plain; version=0.0.4; charset=utf-8';
const parse = (text: string, contentType: string = textType) => parseExposition(Buffer.from(text), contentType);

describe('captures of real libraries', () => {
  const capture = (file: string) => readFileSync(new URL(`./captures/${file}`, import.meta.url), 'utf8');
  const keyOf = (family: string, labels: Iterable<[string, string]>) => `${family}|${[...labels].sort().join()}`;

  test.each(['express-prom-bundle.prom', 'opossum-prometheus.prom', 'prometheus.prom', 'alertmanager.prom', 'pushgateway.prom'])(
    '%s: a sample for each line, and each gauge and counter as another parser reads it',
    (file) => {
      const text = capture(file);
      const samples = listSamples(parse(text));
      expect(samples).toHaveLength(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length);
      const values = new Map(samples.map((one) => [keyOf(one.name, one.labels), one.value]));
      const flat = parsePrometheusTextFormat(text).filter(({ type }) => type === 'GAUGE' || type === 'COUNTER');
      expect(flat.length).toBeGreaterThan(0);
      for (const { name: family, metrics } of flat)
        for (const metric of metrics) expect(values.get(keyOf(family, Object.entries(metric.labels ?? {})))).toBe(Number(metric.value));
    },
  );

  test('prom-client says the same in both formats, exemplars and all', async () => {
    const print = async (contentType: RegistryContentType) => {
      const registry = new Registry<RegistryContentType>();
      registry.setContentType(contentType);
      const exemplars = contentType === Registry.OPENMETRICS_CONTENT_TYPE;
      const calls = new Counter({ name: 'calls_total', help: 'a \\ b\nc', labelNames: ['path'], registers: [registry] });
      const seconds = new Histogram({ name: 'seconds', help: 'b', labelNames: ['path'], enableExemplars: exemplars, registers: [registry] });
      calls.inc({ path: 'a"b\\c\nd' }, 3);
      if (exemplars) seconds.observe({ labels: { path: '/' }, value: 0.3, exemplarLabels: { trace_id: 'x' } } as never);
      else seconds.observe({ path: '/' }, 0.3);
      return registry.metrics();
    };
    const open = parse(await print(Registry.OPENMETRICS_CONTENT_TYPE), Registry.OPENMETRICS_CONTENT_TYPE);
    const text = parse(await print(Registry.PROMETHEUS_CONTENT_TYPE), Registry.PROMETHEUS_CONTENT_TYPE);
    expect(open.format).toBe('openmetrics');
    expect(listSamples(open)).toEqual(listSamples(text));
    expect(listSamples(open)[0]).toMatchObject({ name: 'calls_total', labels: new Map([['path', 'a"b\\c\nd']]), value: 3 });
    expect([familyOf(open, 'calls_total')?.type, familyOf(text, 'calls_total')?.type]).toEqual(['counter', 'counter']);
  });
});
