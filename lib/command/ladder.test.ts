import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Finding } from '#lib/model/finding.ts';
import { readDocument } from '#lib/probe/document/read.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { keepAcceptance } from '#lib/store/document/acceptance.ts';
import { keepLint } from '#lib/store/document/review.ts';
import { makeRegistration } from '#lib/store/fixture.ts';
import { insertRun } from '#lib/store/run.ts';
import { insertService } from '#lib/store/service.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import { keepRevision, packDocument } from './document/keep.ts';
import { judgeAgain, judgeOldest } from './ladder.ts';

const nowMs = Date.UTC(2026, 10, 30, 12);
const dayMs = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

const text = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1.0.0' },
  servers: [{ url: '/' }],
  security: [],
  paths: { '/orders': { get: { responses: { 200: { description: 'fine' } } } } },
});
const hit: Finding = {
  ...{ id: 'style.x', source: 'lint', severity: 'warning', direction: 'none', operation: null, pointer: '', message: 'm', fingerprint: 'hit' },
};
const fault: Finding = { ...hit, id: 'auth.missing', source: 'contract', severity: 'error', fingerprint: 'fault' };

eachDatabase((open) => {
  let db: PrismaClient;
  let serviceId: number;

  beforeEach(async () => {
    db = await open();
    await insertService(db, makeRegistration('orders', { team: 'shop' }), nowMs);
    ({ id: serviceId } = await db.service.findUniqueOrThrow({ where: { name: 'orders' } }));
    const at = new Date(nowMs);
    await db.targetState.create({ data: { serviceId, kind: 'health', url: 'x', ok: true, reason: 'HTTP 200', at, durationMs: 1 } });
    await db.serviceState.update({ where: { serviceId }, data: { checkedAt: at, staleAt: new Date(nowMs + 100 * dayMs) } });
    const packed = await packDocument(readDocument([{ name: 'x.json', bytes: Buffer.from(text) }]), {
      source: 'uploaded',
      sourceName: null,
      by: null,
    });
    const { id } = await inTransaction(db, (tx) => keepRevision(tx, { id: serviceId, name: 'orders' }, packed, nowMs));
    await keepLint(db, id, { score: 90, findings: [hit] }, nowMs);
  });

  const runOf = (findings: Finding[], atMs = nowMs) =>
    insertRun(
      db,
      serviceId,
      {
        ...{
          id: randomUUID(),
          kind: 'contract',
          state: findings.length > 0 ? 'failed' : 'passed',
          origin: 'pushed',
          environment: null,
          readOnly: false,
        },
        ...{
          seed: null,
          revision: 1,
          version: null,
          baseUrl: null,
          startedBy: 'x',
          requestedAt: iso(atMs),
          startedAt: iso(atMs),
          endedAt: iso(atMs),
        },
        ...{ durationMs: 0, calls: 1, operations: 1, unproven: 0, errors: findings.length, warnings: 0, infos: 0, summary: '', commit: null },
      },
      { findings, outcome: { checks: [], tables: [], notes: [] } },
    );
  const accept = (fingerprint: string, expiresAtMs: number | null = null) =>
    keepAcceptance(db, serviceId, {
      fingerprint,
      reason: 'known',
      by: 'x',
      at: iso(nowMs),
      expiresAt: expiresAtMs === null ? null : iso(expiresAtMs),
    });
  const levelNow = async () => (await db.ladderState.findUnique({ where: { serviceId } }))?.level ?? null;
  const turns = async () =>
    (await db.change.findMany({ where: { kind: 'ladder.changed' }, orderBy: { id: 'asc' } })).map(
      ({ subject, data }) => [subject, (data as { from: number | null }).from, (data as { to: number | null }).to] as const,
    );

  test('the level follows what is accepted, and falls when an acceptance ends', async () => {
    await runOf([fault]);
    await judgeAgain(db, 'orders', nowMs);
    expect(await levelNow()).toBe(0);
    await accept('hit');
    await judgeAgain(db, 'orders', nowMs);
    expect(await levelNow()).toBe(1);
    await accept('fault', nowMs + dayMs);
    await judgeAgain(db, 'orders', nowMs);
    expect(await levelNow()).toBe(2);
    await judgeOldest(db, nowMs + 2 * dayMs);
    expect(await turns()).toEqual([
      ['orders', null, 0],
      ['orders', 0, 1],
      ['orders', 1, 2],
      ['orders', 2, 1],
    ]);
  });

  test('a result that grows old takes its level with it, told once', async () => {
    await accept('hit');
    await runOf([]);
    for (const days of [0, 29, 31, 32]) await judgeOldest(db, nowMs + days * dayMs);
    expect(await turns()).toEqual([
      ['orders', null, 2],
      ['orders', 2, 1],
    ]);
  });

  test('errors whose findings are no longer kept stay open: nobody can have accepted them', async () => {
    await accept('hit');
    await runOf([fault]);
    await db.runBody.deleteMany();
    await judgeAgain(db, 'orders', nowMs);
    expect(await levelNow()).toBe(1);
  });

  test('all of a fleet come round in batches, whoever was never judged first', async () => {
    for (let at = 0; at < 120; at++) await insertService(db, makeRegistration(`svc-${at}`), nowMs);
    for (const judged of [50, 100, 121, 121]) {
      await judgeOldest(db, nowMs);
      expect(await db.ladderState.count()).toBe(judged);
    }
    await judgeOldest(db, nowMs + dayMs);
    expect(await db.ladderState.count({ where: { judgedAt: new Date(nowMs + dayMs) } })).toBe(50);
  });

  test('a service that is not there is no fault, nor is one that cannot be judged', async () => {
    await judgeAgain(db, 'nobody', nowMs);
    await db.revisionBody.updateMany({ data: { index: Buffer.from('no gzip') } });
    await insertService(db, makeRegistration('other'), nowMs);
    await judgeOldest(db, nowMs);
    expect(await db.ladderState.findMany({ select: { level: true } })).toEqual([{ level: null }, { level: null }]);
  });
});
