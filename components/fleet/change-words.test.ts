import { expect, it } from 'vitest';
import { changeKinds } from '#lib/model/change.ts';
import { tellChange } from './change-words.ts';

const tell = (kind: string, data: Record<string, unknown>) => tellChange({ kind, subject: 'orders', data: { service: 'orders', ...data } });

it('says what came of a service and why', () => {
  expect(tell('verdict.changed', { from: 'up', to: 'down', reason: 'connection refused' })).toEqual({
    service: 'orders',
    words: 'is down: connection refused',
    verdict: 'down',
  });
  expect(tell('verdict.changed', { from: 'down', to: 'up', reason: 'HTTP 200' }).words).toBe('is up again, was down');
  expect(tell('verdict.changed', { from: 'unknown', to: 'up', reason: 'HTTP 200' }).words).toBe('is up');
});

it('says versions, registrations and who did it', () => {
  expect(tell('version.changed', { from: '2.3.0', to: '2.4.0' }).words).toBe('2.3.0 → 2.4.0');
  expect(tell('version.changed', { from: null, to: '2.4.0' }).words).toBe('says it is version 2.4.0');
  expect(tell('service.registered', { by: 'ana' }).words).toBe('registered by ana');
  expect(tell('service.changed', { by: 'ana', fields: ['tier', 'tags'] }).words).toBe('tier, tags changed by ana');
});

it('says what became of a document, and who calls it where it breaks', () => {
  const revised = { number: 4, from: '1.0.0', to: '2.0.0', by: 'ana' };
  expect(tell('document.revised', revised).words).toBe('API document revision 4, 1.0.0 → 2.0.0 by ana');
  expect(tell('document.revised', { ...revised, to: '1.0.0', by: null }).words).toBe('API document revision 4');
  expect(tell('document.compared', { breaking: 0, warnings: 0, callers: [] }).words).toBe('API changed, nothing breaks');
  expect(tell('document.compared', { breaking: 0, warnings: 1, callers: [] }).words).toBe('API changed, 1 warning');
  expect(tell('document.compared', { breaking: 2, warnings: 0, callers: ['a', 'b', 'c', 'd'] }).words).toBe(
    'API: 2 breaking changes; called by a, b, c and 1 more',
  );
  expect(tell('import.applied', { by: 'ana', created: 2, changed: 1 })).toMatchObject({ service: null });
});

it('names no service when Signalbox itself is blind', () => {
  expect(tellChange({ kind: 'self.gate', subject: null, data: { open: false, reason: 'no route' } })).toEqual({
    service: null,
    words: 'Signalbox cannot see: no route',
    verdict: null,
  });
});

it('has words for every kind, and shows the name of a kind it does not know', () => {
  const data = {
    from: 'a',
    to: 'up',
    by: 'b',
    fields: [],
    reason: '',
    open: true,
    callers: [],
    callees: [],
    instance: null,
    score: 1,
    number: 1,
    breaking: 0,
    warnings: 0,
  };
  for (const kind of changeKinds) expect(tell(kind, data).words).not.toBe(kind);
  expect(tell('slo.burning', {}).words).toBe('slo.burning');
});
