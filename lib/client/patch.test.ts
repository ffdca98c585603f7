import { describe, expect, it } from 'vitest';
import type { Change } from '#lib/model/change.ts';
import type { ServiceState } from '#lib/model/service.ts';
import type { FleetSummary, ServicePage } from './outputs.ts';
import { patchData } from './patch.ts';
import { createStaleness } from './stale.ts';

const since = '2026-01-01T00:00:00.000Z';
const state = (verdict: ServiceState['verdict'], reason = 'HTTP 200'): ServiceState => ({
  verdict,
  reason,
  since,
  checkedAt: since,
  durationMs: 4,
  version: '1.0.0',
  requestRate: 12,
  errorRatio: 0,
  latencyMsP95: { low: 100, high: 250 },
  signalsAt: since,
  coverage: null,
});
const read = (...states: [string, ServiceState][]): Change => ({
  id: 7,
  at: '2026-01-01T00:00:05.000Z',
  kind: 'state.read',
  subject: null,
  data: { states: states.map(([service, each]) => ({ service, ...each })) },
});
const row = (name: string) => ({ name, displayName: name, ...state('up'), history: [], rates: [] }) as unknown as ServicePage['services'][number];
const page = (...names: string[]): ServicePage => ({ services: names.map(row), pagination: { page: 1, limit: 20, total: names.length, pages: 1 } });
const listKey = [['service', 'list'], { type: 'query', input: {} }];
const fleetKey = [['fleet', 'summary'], { type: 'query' }];
const troubled = (service: string, verdict: 'down' | 'degraded', reason: string) => ({
  ...{ kind: 'service' as const, service, displayName: service, domain: 'shop', team: null, tier: 1, verdict, reason, since, cause: null },
});
const fleet = (): FleetSummary => ({
  at: since,
  lastLookAt: since,
  total: 3,
  counts: { up: 2, degraded: 0, down: 1, unknown: 0, maintenance: 0 },
  wrong: [
    { ...troubled('pay', 'down', 'refused'), blast: { services: 1, requestRate: null, direct: ['web'], beyond: [] }, follows: [], followsTotal: 0 },
  ],
  wrongTotal: 1,
  slowest: [],
  breakers: { open: 0, halfOpen: 0, total: 0 },
  cells: [
    {
      domain: 'shop',
      services: [
        ['pay', 'down'],
        ['cart', 'up'],
        ['web', 'up'],
      ],
    },
  ],
});

describe('a batch of looks', () => {
  it('changes the rows it names and leaves the others the same objects', () => {
    const before = page('a', 'b');
    const after = patchData(listKey, before, read(['b', state('down', 'connection refused')])) as ServicePage;
    expect(after.services[0]).toBe(before.services[0]);
    expect(after.services[1]).toMatchObject({ name: 'b', verdict: 'down', reason: 'connection refused', history: [] });
    expect(after.services[1]).not.toHaveProperty('service');
  });

  it('leaves a list that it does not concern the same object, so that nothing renders', () => {
    const before = page('a');
    expect(patchData(listKey, before, read(['z', state('down')]))).toBe(before);
    const pages = { pages: [before], pageParams: [1] };
    expect(patchData([['service', 'list'], { type: 'infinite', input: {} }], pages, read(['z', state('down')]))).toBe(pages);
  });

  it('reaches every page of an infinite list', () => {
    const pages = { pages: [page('a'), page('b')], pageParams: [1, 2] };
    const after = patchData([['service', 'list'], { type: 'infinite', input: {} }], pages, read(['b', state('down')])) as typeof pages;
    expect(after.pages[0]).toBe(pages.pages[0]);
    expect(after.pages[1]?.services[0]?.verdict).toBe('down');
    expect(after.pageParams).toEqual([1, 2]);
  });

  it('corrects counts and cells at once; who enters what is wrong the next answer says', () => {
    const after = patchData(fleetKey, fleet(), read(['web', state('degraded', 'slow')])) as FleetSummary;
    expect(after.counts).toMatchObject({ up: 1, degraded: 1, down: 1 });
    expect(after.wrong).toMatchObject([{ service: 'pay' }]);
    expect(after.cells[0]?.services).toEqual([
      ['pay', 'down'],
      ['web', 'degraded'],
      ['cart', 'up'],
    ]);
    expect(after.lastLookAt).toBe('2026-01-01T00:00:05.000Z');
  });

  it('lets a service that recovers leave what is wrong', () => {
    const after = patchData(fleetKey, fleet(), read(['pay', state('up')])) as FleetSummary;
    expect(after.wrong).toEqual([]);
    expect(after.counts).toMatchObject({ up: 3, down: 0 });
  });

  it('keeps what only the server knows of a service that stays wrong', () => {
    const after = patchData(fleetKey, fleet(), read(['pay', state('down', 'timed out')])) as FleetSummary;
    expect(after.wrong[0]).toMatchObject({ blast: { direct: ['web'] }, tier: 1, reason: 'timed out' });
  });

  it('reaches what follows from an incident, and lets what is well again leave it', () => {
    const [head] = fleet().wrong;
    const follows = [troubled('web', 'degraded', 'slow'), troubled('cart', 'degraded', 'slow')];
    const before = { ...fleet(), wrong: head ? [{ ...head, follows, followsTotal: 2 }] : [] };
    const states = read(['web', state('degraded', 'slower')]);
    expect((patchData(fleetKey, before, states) as FleetSummary).wrong[0]?.follows).toMatchObject([
      { service: 'web', reason: 'slower' },
      { service: 'cart' },
    ]);
    const well = patchData(fleetKey, before, read(['cart', state('up')])) as FleetSummary;
    expect(well.wrong[0]?.follows).toMatchObject([{ service: 'web' }]);
  });
});

describe('a change that people read', () => {
  const change: Change = { id: 9, at: since, kind: 'service.registered', subject: 'cart', data: { service: 'cart', by: 'ana' } };
  const changes = { changes: [{ id: 8, at: since, kind: 'self.gate', subject: null, data: {} }] };

  it('comes first in the lists it belongs to, once', () => {
    const key = [['fleet', 'changes'], { type: 'query', input: { limit: 2 } }];
    const once = patchData(key, changes, change) as typeof changes;
    expect(once.changes.map(({ id }) => id)).toEqual([9, 8]);
    expect(patchData(key, once, change)).toBe(once);
    expect(patchData([['fleet', 'changes'], { type: 'query', input: { service: 'pay' } }], changes, change)).toBe(changes);
  });

  it('makes stale what it names and nothing else', () => {
    const stale = createStaleness();
    stale.add(change);
    const concerned = (path: string[], input?: object) => stale.concerns([path, { input, type: 'query' }]);
    expect(concerned(['service', 'list'])).toBe(true);
    expect(concerned(['service', 'read'], { name: 'cart' })).toBe(true);
    expect(concerned(['service', 'read'], { name: 'pay' })).toBe(false);
    expect(concerned(['user', 'list'])).toBe(false);
    expect(stale.concerns(['something else'])).toBe(false);
  });

  it('a look makes the charts of its service stale but not its patched state', () => {
    const stale = createStaleness();
    stale.add(read(['pay', state('up')]));
    expect(stale.concerns([['service', 'readings'], { input: { name: 'pay', window: '24h' } }])).toBe(true);
    expect(stale.concerns([['service', 'read'], { input: { name: 'pay' } }])).toBe(false);
    expect(stale.concerns([['service', 'list'], {}])).toBe(false);
  });

  it('a revision makes its own document stale, and the search, but no other document', () => {
    const stale = createStaleness();
    stale.add({
      ...{ id: 9, at: since, kind: 'document.revised', subject: 'cart' },
      data: { service: 'cart', number: 4, documentKind: 'openapi', from: '1.0.0', to: '1.1.0', by: null },
    });
    expect(stale.concerns([['document', 'index'], { input: { name: 'cart' } }])).toBe(true);
    expect(stale.concerns([['document', 'slice'], { input: { name: 'cart', key: 'GET /', depth: 3 } }])).toBe(true);
    expect(stale.concerns([['document', 'index'], { input: { name: 'pay' } }])).toBe(false);
    expect(stale.concerns([['search', 'everything'], { input: { q: 'cart' } }])).toBe(true);
  });

  it('an import makes every list and every service stale, and no document', () => {
    const stale = createStaleness();
    stale.add({ id: 9, at: since, kind: 'import.applied', subject: null, data: { by: 'ana', created: 2, changed: 1 } });
    expect(stale.concerns([['service', 'list'], { input: {} }])).toBe(true);
    expect(stale.concerns([['group', 'teams'], { input: {} }])).toBe(true);
    expect(stale.concerns([['service', 'read'], { input: { name: 'cart' } }])).toBe(true);
    expect(stale.concerns([['document', 'index'], { input: { name: 'cart' } }])).toBe(false);
  });
});
