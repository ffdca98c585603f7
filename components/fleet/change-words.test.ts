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

it('names no service when Signalbox itself is blind', () => {
  expect(tellChange({ kind: 'self.gate', subject: null, data: { open: false, reason: 'no route' } })).toEqual({
    service: null,
    words: 'Signalbox cannot see: no route',
    verdict: null,
  });
});

it('has words for every kind, and shows the name of a kind it does not know', () => {
  const data = { from: 'a', to: 'up', by: 'b', fields: [], reason: '', open: true };
  for (const kind of changeKinds) expect(tell(kind, data).words).not.toBe(kind);
  expect(tell('slo.burning', {}).words).toBe('slo.burning');
});
