import { describe, expect, test } from 'vitest';
import type { OperationEntry } from '../document.ts';
import { findDrift } from '../drift.ts';
import type { Finding } from '../finding.ts';
import type { DocumentSide, DriftFacts, ObservedRoute } from './facts.ts';

const nowMs = Date.UTC(2026, 10, 30, 12);
const minutesAgo = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();
const day = 24 * 60;

const operation = (key: string, more: Partial<OperationEntry> = {}): OperationEntry => {
  const [method = '', path = ''] = key.split(' ');
  return {
    ...{
      key,
      kind: 'operation',
      method,
      path,
      operationId: null,
      summary: null,
      tags: [],
      deprecated: false,
      parameters: [],
      pointer: `/paths/${path}`,
    },
    ...more,
  };
};

const document: DocumentSide = {
  ...{ revision: 5, version: '2.1.0', servers: ['https://api.example.com/v1'], statuses: new Map() },
  operations: [operation('GET /orders'), operation('POST /orders'), operation('GET /orders/{id}')],
};

const route = (label: string, more: Partial<ObservedRoute> = {}): ObservedRoute => {
  const [method = '', ...rest] = label.split(' ');
  return { ...{ method, route: rest.join(' '), requestRate: 2.5, errorRatio: 0, seenAt: minutesAgo(1) }, ...more };
};
const all = ['GET /orders', 'POST /orders', 'GET /orders/:id'].map((label) => route(label));

const calm: DriftFacts = {
  ...{
    document,
    service: { version: '2.1.3', ownPaths: ['/healthy', '/metrics'] },
    routes: all,
    since: minutesAgo(90),
    callers: [],
    served: null,
    contract: [],
    wereMethodsTried: false,
  },
};
const found = (more: Partial<DriftFacts>) => findDrift({ ...calm, ...more }, nowMs);
const shortly = (findings: Finding[]) => findings.map(({ id, severity, operation: key }) => `${severity} ${id} ${key}`);
const withRoutes = (...routes: ObservedRoute[]) => found({ routes: [...all, ...routes] });

test('where everything agrees nothing is found', () => {
  expect(found({})).toEqual([]);
});

describe('what cannot be seen is not judged', () => {
  test('no routes', () => expect(found({ routes: [] })).toEqual([]));
  test('no document', () => expect(found({ document: null })).toEqual([]));
  test('labels that are no paths', () =>
    expect(found({ routes: [route('GET OrdersController.index'), route('GET '), route('GET *'), route('GET __unknown__')] })).toEqual([]));
  test('labels that somebody made up to keep us busy', () => {
    const hostile = ['_', '*', '{', '{*', '/', '/:', '<', '(', '?P<', 'a/'].map((part) => route(`GET /${part.repeat(20_000)}`));
    expect(found({ routes: [...all, ...hostile] }).length).toBeLessThanOrEqual(hostile.length);
  });
  test('no versions', () => expect(found({ service: { version: null, ownPaths: [] } })).toEqual([]));
  test('versions that are no numbers', () => expect(found({ service: { version: 'main-4f2a', ownPaths: [] } })).toEqual([]));

  test('a label that may mean several operations, nor any operation beside it', () => {
    const twins = [operation('GET /a/items'), operation('GET /b/items'), operation('GET /other')];
    expect(found({ document: { ...document, operations: twins }, routes: [route('GET /items')] })).toEqual([]);
  });
});

describe('undeclared', () => {
  test('a route, with its rate', () => {
    const [finding] = withRoutes(route('DELETE /secret/:id'));
    expect(finding).toMatchObject({
      ...{ id: 'route.undeclared', source: 'drift', severity: 'warning', operation: 'DELETE /secret/:id', pointer: '/paths' },
      ...{ actual: '2.5 requests/s now', help: expect.stringContaining('Describe') },
    });
  });

  test('a route that is called no longer tells when it was', () => {
    expect(withRoutes(route('GET /secret', { requestRate: 0 }))[0]?.actual).toBe('last call seen at 2026-11-30 11:59 UTC');
  });

  test('a route that nobody calls is a hint, one of long ago nothing', () => {
    expect(shortly(withRoutes(route('GET /secret', { requestRate: 0, seenAt: null })))).toEqual(['info route.undeclared GET /secret']);
    expect(withRoutes(route('GET /secret', { requestRate: null, seenAt: minutesAgo(31 * day) }))).toEqual([]);
  });

  test('routes labelled with the values of parameters are fifty, the busiest first, and how many more', () => {
    const routes = Array.from({ length: 1200 }, (_, at) => route(`GET /secret/${at}`, { requestRate: at }));
    const findings = withRoutes(...routes);
    expect([findings.length, findings[0]?.operation, findings[50]?.message]).toEqual([
      51,
      'GET /secret/1199',
      '1,150 more routes of the metrics are not declared.',
    ]);
  });

  test('a method at a path that is declared', () => {
    const [finding] = withRoutes(route('DELETE /orders/:id'));
    expect(finding).toMatchObject({ id: 'method.undeclared', operation: 'DELETE /orders/:id', declared: 'GET' });
  });

  test('a method that the contract run saw refused is not one, one that it saw accepted is', () => {
    const routes = [route('DELETE /orders/:id'), route('PATCH /orders/:id')];
    const accepted = { ...withRoutes(route('PATCH /orders/:id'))[0], id: 'method.undeclared.accepted', operation: 'PATCH /orders/{id}' } as Finding;
    const told = found({ routes, contract: [accepted], wereMethodsTried: true });
    expect(told.filter(({ id }) => id === 'method.undeclared').map(({ operation }) => operation)).toEqual(['PATCH /orders/:id']);
  });

  test.each([
    'HEAD /orders',
    'OPTIONS /orders',
    '_OTHER /orders',
    'GET /healthy',
    'GET /metrics',
    'GET /health/live',
    'GET /favicon.ico',
    'GET /openapi.json',
  ])('%s needs no words in a document', (label) => expect(withRoutes(route(label))).toEqual([]));

  test.each(['GET /health-records', 'GET /docs/:id', 'GET /status/:id', 'GET /ready-meals'])('%s does', (label) => {
    expect(shortly(withRoutes(route(label)))).toEqual([`warning route.undeclared ${label}`]);
  });

  test('a path below that of a server is the declared one', () => {
    expect(found({ routes: all.map((one) => ({ ...one, route: `/v1${one.route}` })) })).toEqual([]);
  });
});

describe('never seen', () => {
  test('an operation without a route, and one whose route nobody called', () => {
    const routes = [route('GET /orders'), route('POST /orders', { requestRate: 0, seenAt: null })];
    expect(found({ routes }).map(({ operation: key, actual, severity }) => [severity, key, actual])).toEqual([
      ['info', 'POST /orders', 'a route, but no call'],
      ['info', 'GET /orders/{id}', 'no such route'],
    ]);
  });

  test('metrics that tell no method leave open which of a path was called', () => {
    expect(found({ routes: [route(' /orders'), route(' /orders/{id}')] })).toEqual([]);
  });

  test('is told with since when', () => {
    const routes = [route('GET /orders'), route('POST /orders')];
    expect(found({ routes })[0]?.message).toBe('No call of this operation was seen since 2026-11-30 10:30 UTC, although the metrics name routes.');
    expect(found({ routes, since: null })[0]?.message).toBe('No call of this operation was seen, although the metrics name routes.');
  });

  test('of a document that speaks of other things, fifty and how many more', () => {
    const operations = Array.from({ length: 300 }, (_, at) => operation(`GET /thing-${at}`));
    const findings = found({ document: { ...document, operations: [...document.operations, ...operations] } });
    expect([findings.length, findings.at(-1)?.message]).toEqual([51, '250 more operations were not seen.']);
  });

  test('webhooks and preflights are called by others', () => {
    const operations = [...document.operations, operation('OPTIONS /orders'), operation('webhook POST shipped', { kind: 'webhook' })];
    expect(found({ document: { ...document, operations } })).toEqual([]);
  });
});

describe('deprecated', () => {
  const deprecated = { ...document, operations: document.operations.map((one) => ({ ...one, deprecated: one.key === 'POST /orders' })) };

  test('and still called, by whom', () => {
    const callers = [
      { service: 'desk', team: 'shop' },
      { service: 'robot', team: null },
    ];
    const [finding] = found({ document: deprecated, callers });
    expect(shortly(found({ document: deprecated, callers }))).toEqual(['warning operation.deprecated.called POST /orders']);
    expect(finding?.message).toContain('desk (team shop), robot');
    expect(found({ document: deprecated })[0]?.message).toContain('The graph knows no caller');
  });

  test('and called no more is as it should be but for being there', () => {
    const routes = all.map((one) => (one.method === 'POST' ? { ...one, requestRate: 0, seenAt: minutesAgo(40 * day) } : one));
    expect(shortly(found({ document: deprecated, routes }))).toEqual(['info operation.unseen POST /orders']);
  });
});

describe('answers', () => {
  const failing = all.map((one) => ({ ...one, errorRatio: one.method === 'POST' ? 0.034 : 0 }));
  const withStatuses = (...statuses: string[]) => ({ ...document, statuses: new Map([['POST /orders', statuses]]) });

  test('of 5xx where the document declares none', () => {
    const [finding] = found({ document: withStatuses('200', '404'), routes: failing });
    expect(finding).toMatchObject({ id: 'status.undeclared', severity: 'info', declared: '200, 404', actual: '5xx, 3.4 % of answers' });
  });

  test.each(['500', '5XX', 'default'])('are declared by %s', (status) => {
    expect(found({ document: withStatuses('200', status), routes: failing })).toEqual([]);
  });

  test('that the latest contract run found wrong come first, as they are', () => {
    const fault: Finding = {
      ...{ id: 'response.status.undeclared', source: 'contract', severity: 'error', direction: 'response', operation: 'GET /orders' },
      ...{ pointer: '', message: 'answers 418', fingerprint: 'f' },
    };
    const refusal: Finding = { ...fault, direction: 'request', fingerprint: 'g' };
    expect(found({ contract: [fault, refusal], document: withStatuses('200'), routes: failing })[0]).toBe(fault);
    expect(found({ contract: [refusal] })).toEqual([]);
  });
});

describe('versions', () => {
  const told = (version: string) => shortly(found({ service: { version, ownPaths: [] } }));
  test.each(['2.1.0', 'v2.1', '2.1.9', '2.1.0-rc.1+build.7'])('%s is what the document describes', (version) => expect(told(version)).toEqual([]));
  test('another minor version is a hint, another major one a warning', () => {
    expect(told('2.4.0')).toEqual(['info version.differs null']);
    expect(told('3.0.0')).toEqual(['warning version.differs null']);
  });
});

describe('the document that is served', () => {
  const served = { revision: 4, operations: ['GET /orders', 'PUT /orders'], url: 'http://x/openapi.json' };
  test('is told by what it has more and less', () => {
    const [finding] = found({ served });
    expect(finding).toMatchObject({ id: 'document.differs', severity: 'warning', actual: 'revision 4, served at http://x/openapi.json' });
    expect(finding?.message).toBe(
      'The service serves revision 4, and revision 5 was uploaded after it: it serves PUT /orders, which the uploaded one lacks; it lacks POST /orders, GET /orders/{id}.',
    );
  });
  test('may have the same operations', () => {
    const [finding] = found({ served: { ...served, operations: document.operations.map(({ key }) => key) } });
    expect(finding?.message).toContain('their operations are the same');
  });
});

test('a fingerprint stays whatever the numbers, and tells findings apart', () => {
  const busy = withRoutes(route('GET /secret'), route('PUT /orders'), route('GET /hidden'));
  const quiet = withRoutes(route('GET /secret', { requestRate: 0.1 }), route('PUT /orders', { seenAt: minutesAgo(90) }), route('GET /hidden'));
  expect(busy.map(({ fingerprint }) => fingerprint)).toEqual(quiet.map(({ fingerprint }) => fingerprint));
  expect(new Set(busy.map(({ fingerprint }) => fingerprint)).size).toBe(3);
});
