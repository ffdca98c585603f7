import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Finding } from '#lib/model/finding.ts';
import type { RunKind, RunState } from '#lib/model/run.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { makeRegistration } from './fixture.ts';
import { findOwner } from './owner.ts';
import {
  beginRun,
  endRun,
  findRun,
  forgetRuns,
  insertRun,
  keepProgress,
  listRuns,
  listUnderWay,
  packRunBody,
  type RunEnd,
  type RunFacts,
  readRunBody,
} from './run.ts';
import { deleteService, insertService } from './service.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 30, 12);
const dayMs = 86_400_000;
const isoOf = (ms: number) => new Date(ms).toISOString();

const facts = (more: Partial<RunFacts> = {}): RunFacts => ({
  ...{ id: randomUUID(), kind: 'contract', state: 'queued', origin: 'signalbox', environment: null, readOnly: true, seed: 7, revision: 1 },
  ...{ version: '1.0.0', baseUrl: 'http://orders.example.com', startedBy: 'ana', requestedAt: isoOf(nowMs), startedAt: null, endedAt: null },
  ...{ durationMs: null, calls: null, operations: null, unproven: null, errors: 0, warnings: 0, infos: 0, summary: '', commit: null },
  ...more,
});

const finding: Finding = {
  ...{ id: 'response.none', source: 'contract', severity: 'error', direction: 'response', operation: 'GET /a', pointer: '', message: 'm' },
  fingerprint: 'f',
};
const outcome = { checks: [{ id: 'GET /a', title: 'GET /a', ok: false, message: 'none' }], tables: [], notes: ['a note'] };
const progress = { phase: 'valid requests', done: 1, of: 4, calls: 9, findings: 0 };

eachDatabase((open) => {
  let db: PrismaClient;
  let orders: number;
  beforeEach(async () => {
    db = await open();
    await insertService(db, makeRegistration('orders'), nowMs);
    orders = (await findOwner(db, 'orders'))?.id ?? 0;
  });

  const keep = (more: Partial<RunFacts> = {}) => insertRun(db, orders, facts(more));
  const begin = (id: string, client = db) => inTransaction(client, (tx) => beginRun(tx, id, nowMs + 1000));
  const end = (id: string, how: RunEnd = { state: 'passed', summary: 'fine' }) => inTransaction(db, (tx) => endRun(tx, id, how, nowMs + 5000));

  test('a waiting run is taken up once, however many try', async () => {
    const { id } = await keep();
    const other = await open.beside(db);
    expect((await Promise.all([begin(id), begin(id, other), begin(id), begin(id, other)])).filter(Boolean)).toEqual([true]);
    expect(await findRun(db, id)).toMatchObject({ state: 'running', startedAt: isoOf(nowMs + 1000) });
  });

  test('a run that was called off is not taken up, and not ended again', async () => {
    const { id } = await keep();
    expect(await end(id, { state: 'cancelled', summary: 'called off by ana' })).toBe(true);
    expect([await begin(id), await end(id)]).toEqual([false, false]);
    expect(await findRun(db, id)).toMatchObject({ state: 'cancelled', summary: 'called off by ana', durationMs: null });
  });

  test('progress is kept while a run is under way, and gone when it has ended', async () => {
    const { id } = await keep();
    expect(await keepProgress(db, id, progress)).toBe(false);
    await begin(id);
    expect(await keepProgress(db, id, progress)).toBe(true);
    expect(await findRun(db, id)).toMatchObject({ progress, calls: 9 });
    await end(id, { state: 'passed', summary: 'fine', calls: 12 });
    expect(await keepProgress(db, id, progress)).toBe(false);
    expect(await findRun(db, id)).toMatchObject({ progress: null, calls: 12 });
  });

  test('the end says how it went, and what was found comes back as it was', async () => {
    const { id } = await keep();
    await begin(id);
    const body = await packRunBody({ findings: [finding], outcome });
    const counts = { calls: 12, operations: 3, unproven: 1, errors: 1, warnings: 0, infos: 2, seed: 8, revision: 2 };
    await end(id, { state: 'failed', summary: `1 error\0${'x'.repeat(600)}`, body, ...counts, version: '2.0.0', baseUrl: 'http://new.example.com' });
    const run = await findRun(db, id);
    expect(run).toMatchObject({ state: 'failed', endedAt: isoOf(nowMs + 5000), durationMs: 4000, ...counts, version: '2.0.0' });
    expect(run).toMatchObject({ baseUrl: 'http://new.example.com', service: 'orders', requestedAt: isoOf(nowMs) });
    expect(run?.summary).toHaveLength(500);
    expect(run?.summary.startsWith('1 errorxxx')).toBe(true);
    expect(await readRunBody(db, id)).toEqual({ findings: [finding], outcome });
  });

  test('what waits or is under way is listed oldest first', async () => {
    const [second, first] = [await keep({ requestedAt: isoOf(nowMs + 10) }), await keep()];
    await begin(second.id);
    await keep({ state: 'passed' });
    expect((await listUnderWay(db)).map(({ id, state }) => [id, state])).toEqual([
      [first.id, 'queued'],
      [second.id, 'running'],
    ]);
  });

  test('runs go with their service', async () => {
    const { id } = await keep({ state: 'running' });
    await end(id, { state: 'passed', summary: '', body: await packRunBody({ findings: [], outcome }) });
    await deleteService(db, 'orders');
    expect([await findRun(db, id), await db.runBody.count()]).toEqual([null, 0]);
  });

  test('the latest runs of each kind of each service are kept, and those under way', async () => {
    await insertService(db, makeRegistration('billing'), nowMs);
    const billing = (await findOwner(db, 'billing'))?.id ?? 0;
    const ids = async (serviceId: number, kind: RunKind) => (await listRuns(db, serviceId, { kind, page: 1, limit: 100 })).rows.map(({ id }) => id);
    const many = async (serviceId: number, kind: RunKind, states: RunState[]) => {
      for (const [at, state] of states.entries()) await insertRun(db, serviceId, facts({ kind, state, requestedAt: isoOf(nowMs + at) }));
    };
    const ended: RunState[] = ['passed', 'failed', 'broken', 'cancelled', 'passed'];
    await many(orders, 'contract', ['running', 'queued', ...ended]);
    await many(orders, 'load', ended);
    await many(billing, 'contract', ended.slice(0, 3));
    const [contract, load, others] = [await ids(orders, 'contract'), await ids(orders, 'load'), await ids(billing, 'contract')];
    await forgetRuns(db, { keep: 3, bodiesBeforeMs: 0 });
    expect(await ids(orders, 'contract')).toEqual([...contract.slice(0, 3), ...contract.slice(5)]);
    expect(await ids(orders, 'load')).toEqual(load.slice(0, 3));
    expect(await ids(billing, 'contract')).toEqual(others);
  });

  test('the last result stays, of runs that only read and of the others, however many came after it', async () => {
    const at = (seconds: number, more: Partial<RunFacts>) => keep({ ...more, requestedAt: isoOf(nowMs + seconds * 1000) });
    const [, full] = [await at(0, { state: 'passed', readOnly: false }), await at(1, { state: 'failed', readOnly: false })];
    const reading = await at(2, { state: 'passed' });
    const later: string[] = [];
    for (const second of [3, 4, 5, 6]) later.unshift((await at(second, { state: second % 2 ? 'broken' : 'cancelled' })).id);
    await forgetRuns(db, { keep: 2, bodiesBeforeMs: 0 });
    expect((await listRuns(db, orders, { page: 1, limit: 10 })).rows.map(({ id }) => id)).toEqual([...later.slice(0, 2), reading.id, full.id]);
  });

  test('more runs than one statement takes are forgotten too', async () => {
    const rows = Array.from({ length: 1203 }, (_, at) => facts({ state: 'passed', requestedAt: isoOf(nowMs + at) }));
    await db.run.createMany({
      data: rows.map(({ requestedAt, commit: _, ...rest }) => ({ ...rest, requestedAt: new Date(requestedAt), serviceId: orders })),
    });
    await forgetRuns(db, { keep: 50, bodiesBeforeMs: 0 });
    const { rows: kept, total } = await listRuns(db, orders, { page: 1, limit: 100 });
    expect(total).toBe(50);
    expect(kept.map(({ id }) => id)).toEqual(
      rows
        .slice(-50)
        .reverse()
        .map(({ id }) => id),
    );
  });

  test('what an old run found goes, that it was made stays', async () => {
    const body = { findings: [finding], outcome };
    const old = await insertRun(db, orders, facts({ state: 'failed', requestedAt: isoOf(nowMs - 91 * dayMs) }), body);
    const recent = await insertRun(db, orders, facts({ state: 'failed', requestedAt: isoOf(nowMs - 89 * dayMs) }), body);
    await forgetRuns(db, { keep: 50, bodiesBeforeMs: nowMs - 90 * dayMs });
    expect(await findRun(db, old.id)).toEqual(old);
    expect((await readRunBody(db, old.id)).findings).toEqual([]);
    expect((await readRunBody(db, recent.id)).findings).toEqual([finding]);
  });
});
