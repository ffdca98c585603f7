import { beforeAll, expect, test } from 'vitest';
import type { DocumentIndex, OperationEntry } from '#lib/model/document.ts';
import { inTransaction, type PrismaClient } from '../db.ts';
import { makeRegistration } from '../fixture.ts';
import { deleteService, insertService } from '../service.ts';
import { eachDatabase } from '../testbed.ts';
import { deleteAcceptance, keepAcceptance, listAcceptances } from './acceptance.ts';
import { findFetchState, keepFetchState } from './fetch-state.ts';
import { forgetRevisions } from './forget.ts';
import { keepLint, keepReview, listPending, listScores } from './review.ts';
import {
  findCurrentRevision,
  findPredecessor,
  findRevision,
  insertRevision,
  listKinds,
  listRevisions,
  readRevisionFindings,
  readRevisionIndex,
  readRevisionText,
} from './revision.ts';
import { packJson, packText } from './text.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);

const operation = (key: string): OperationEntry => ({
  ...{ key, kind: 'operation', method: key.split(' ')[0] ?? '', path: key.split(' ')[1] ?? '', operationId: null, summary: 'Lists \0 things' },
  ...{ tags: ['a', 'b'], deprecated: key.startsWith('DELETE'), parameters: ['id'], pointer: '/paths' },
});

function indexOf(keys: string[], kind: 'openapi' | 'asyncapi' = 'openapi'): DocumentIndex {
  const facts = { kind, format: 'OpenAPI 3.1.0', title: 'Things', version: '1.0.0', description: null, servers: [], tags: [] };
  return {
    ...facts,
    operations: keys.map(operation),
    schemas: [{ name: 'Thing', properties: ['id', 'name'], pointer: '/components/schemas/Thing' }],
  };
}

const finding = {
  id: 'x',
  source: 'compare',
  severity: 'breaking',
  direction: 'request',
  operation: null,
  pointer: '',
  message: 'm',
  fingerprint: 'f',
} as const;

async function keep(db: PrismaClient, serviceId: number, keys: string[], hash: string, kind: 'openapi' | 'asyncapi' = 'openapi') {
  const [text, json] = [await packText(`text of ${hash}`), await packJson({ hash })];
  const index = indexOf(keys, kind);
  const packed = { text, canonical: json, index: await packJson(index), findings: await packJson([]) };
  const facts = { contentHash: hash, source: 'uploaded' as const, sourceName: 'a.yaml', by: 'ana', sizeBytes: 9, errors: 0 };
  return inTransaction(db, (tx) => insertRevision(tx, serviceId, { index, packed, ...facts }, nowMs));
}

const idOf = async (db: PrismaClient, name: string) => (await db.service.findUniqueOrThrow({ where: { name } })).id;

eachDatabase((open) => {
  let db: PrismaClient;
  let orders: number;
  beforeAll(async () => {
    db = await open();
    await insertService(db, makeRegistration('orders'), nowMs);
    orders = await idOf(db, 'orders');
  });

  test('revisions count from 1 within a service, across kinds, and each kind has one that is current', async () => {
    await keep(db, orders, ['GET /a'], 'one');
    await keep(db, orders, ['GET /a', 'DELETE /a'], 'two');
    await keep(db, orders, ['SEND a'], 'three', 'asyncapi');
    expect(await findCurrentRevision(db, orders)).toMatchObject({ number: 2, kind: 'openapi' });
    expect(await findCurrentRevision(db, orders, 'asyncapi')).toMatchObject({ number: 3 });
    expect(await listKinds(db, orders)).toEqual(expect.arrayContaining(['openapi', 'asyncapi']));
    expect((await listRevisions(db, orders, { page: 1, limit: 2 })).rows.map(({ number }) => number)).toEqual([3, 2]);
    expect(await listRevisions(db, orders, { kind: 'openapi', page: 1, limit: 20 })).toMatchObject({
      total: 2,
      rows: [{ number: 2 }, { number: 1 }],
    });
    const second = await findRevision(db, orders, 2);
    expect(second && (await findPredecessor(db, second))).toMatchObject({ number: 1 });
  });

  test('texts come back as they were, whatever they hold', async () => {
    const row = await findRevision(db, orders, 2);
    expect(await readRevisionText(db, row?.id ?? 0, 'text')).toBe('text of two');
    expect(await readRevisionText(db, row?.id ?? 0, 'canonical')).toBe('{"hash":"two"}');
    expect((await readRevisionIndex(db, row?.id ?? 0))?.operations.map(({ key }) => key)).toEqual(['GET /a', 'DELETE /a']);
  });

  test('only the current documents list their operations and schemas', async () => {
    const rows = await db.operation.findMany({ where: { serviceId: orders }, orderBy: { key: 'asc' } });
    expect(rows.map(({ key }) => key)).toEqual(['DELETE /a', 'GET /a', 'SEND a']);
    expect(rows[0]).toMatchObject({ deprecated: true, tags: ['a', 'b'], parameters: ['id'], summary: 'Lists  things', kind: 'operation' });
    expect(await db.schemaEntry.findMany({ where: { serviceId: orders }, select: { name: true, properties: true } })).toEqual(
      Array.from({ length: 2 }, () => ({ name: 'Thing', properties: ['id', 'name'] })),
    );
  });

  test('a review is kept once', async () => {
    const [first] = await listPending(db, 'review', 10);
    expect(first).toMatchObject({ number: 1, service: { name: 'orders' } });
    const second = await findRevision(db, orders, 2);
    const keepIt = () => inTransaction(db, (tx) => keepReview(tx, second?.id ?? 0, { comparedWith: 1, findings: [finding] }, nowMs));
    expect([await keepIt(), await keepIt()]).toEqual([true, false]);
    expect(await findRevision(db, orders, 2)).toMatchObject({ comparedWith: 1, breaking: 1, warnings: 0, infos: 0 });
    expect(await readRevisionFindings(db, second?.id ?? 0, 'comparison')).toEqual([finding]);
    expect((await listPending(db, 'review', 10)).map(({ number }) => number)).toEqual([1, 3]);
  });

  test('lint is asked for current revisions alone, and gives a trend', async () => {
    expect((await listPending(db, 'lint', 10)).map(({ number }) => number)).toEqual([2, 3]);
    const second = await findRevision(db, orders, 2);
    await keepLint(db, second?.id ?? 0, { score: 88.5, findings: [{ ...finding, source: 'lint' }] }, nowMs);
    expect(await listScores(db, orders, 'openapi')).toEqual([{ number: 2, at: '2026-11-22T12:00:00.000Z', score: 88.5 }]);
    expect(await readRevisionFindings(db, second?.id ?? 0, 'lint')).toHaveLength(1);
    expect((await listPending(db, 'lint', 10)).map(({ number }) => number)).toEqual([3]);
  });

  test('an acceptance holds until it expires or is taken back', async () => {
    const acceptance = { fingerprint: 'f', reason: 'agreed with\0 mobile', by: 'ana', at: '2026-11-22T12:00:00.000Z' };
    await keepAcceptance(db, orders, { ...acceptance, expiresAt: '2026-11-23T12:00:00.000Z' });
    expect(await listAcceptances(db, orders, nowMs)).toMatchObject([{ fingerprint: 'f', reason: 'agreed with mobile' }]);
    expect(await listAcceptances(db, orders, nowMs + 86_400_000)).toEqual([]);
    await keepAcceptance(db, orders, { ...acceptance, expiresAt: null });
    expect(await listAcceptances(db, orders, nowMs + 86_400_000)).toHaveLength(1);
    expect([await deleteAcceptance(db, orders, 'f'), await deleteAcceptance(db, orders, 'f')]).toEqual([true, false]);
  });

  test('what the last fetch said is kept and replaced', async () => {
    expect(await findFetchState(db, orders)).toBeNull();
    const state = { url: 'http://orders/openapi.json', etag: '"1"', lastModified: null, textHash: 'h' };
    await keepFetchState(db, orders, state, nowMs);
    await keepFetchState(db, orders, { ...state, etag: '"2"' }, nowMs);
    expect(await findFetchState(db, orders)).toEqual({ ...state, etag: '"2"' });
  });

  test('the oldest are forgotten of each service beyond a number, the current ones never', async () => {
    await insertService(db, makeRegistration('busy'), nowMs);
    const busy = await idOf(db, 'busy');
    await keep(db, busy, ['SEND a'], 'event', 'asyncapi');
    for (const hash of ['a', 'b', 'c', 'd']) await keep(db, busy, ['GET /a'], hash);
    expect([await forgetRevisions(db, 2), await forgetRevisions(db, 2)]).toEqual([3, 0]);
    expect((await listRevisions(db, busy, { page: 1, limit: 20 })).rows.map(({ number }) => number)).toEqual([5, 4, 1]);
  });

  test('all of it goes with the service', async () => {
    await insertService(db, makeRegistration('gone'), nowMs);
    const gone = await idOf(db, 'gone');
    await keep(db, gone, ['GET /a'], 'one');
    await deleteService(db, 'gone');
    const where = { serviceId: gone };
    expect([await db.revision.count({ where }), await db.operation.count({ where }), await db.schemaEntry.count({ where })]).toEqual([0, 0, 0]);
  });
});
