import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { metrics } from '#lib/metrics.ts';
import type { Change } from '#lib/model/change.ts';
import { systemActor } from '#lib/model/role.ts';
import { isUnderWay, type Run } from '#lib/model/run.ts';
import { credentials, type Fault, type Library, libraryDocument, serveLibrary } from '#lib/probe/contract/library.test.kit.ts';
import { openProver, type Prover } from '#lib/probe/contract/prover.ts';
import { parsePolicy } from '#lib/probe/outbound.ts';
import { listAudit } from '#lib/store/audit.ts';
import { listChangesAfter } from '#lib/store/change.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { keepDocument, makeRegistration } from '#lib/store/fixture.ts';
import { findLevel } from '#lib/store/ladder.ts';
import { findOwner } from '#lib/store/owner.ts';
import { findRun, readRunBody } from '#lib/store/run.ts';
import { deleteService, insertService, updateService } from '#lib/store/service.ts';
import { eachDatabase } from '#lib/store/testbed.ts';
import type { CommandContext } from './context.ts';
import { cancelRun, startRun } from './run.ts';
import { RunDesk } from './run-work.ts';
import { until } from './until.test.kit.ts';

const longMs = 60_000;

interface Wishes {
  allow?: string;
  perSecond?: number;
}

const provers = new Map<string, Prover>();
afterAll(async () => {
  await Promise.all([...provers.values()].map((prover) => prover.close()));
});

/** Runs are as quick as the service: five a second is for services of others. Threads serve one test after another. */
function proverFor({ allow = '127.0.0.1:*', perSecond = 1000 }: Wishes): Prover {
  const key = `${allow} ${perSecond}`;
  const policy = parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: allow, SIGNALBOX_OUTBOUND_MODE: 'private' }, []);
  const prover = provers.get(key) ?? openProver({ policy, size: 2, limits: { perSecond, answerMs: 20_000 } });
  provers.set(key, prover);
  return prover;
}

eachDatabase((open) => {
  let db: PrismaClient;
  const desks: RunDesk[] = [];
  beforeEach(async () => {
    db = await open();
  });
  afterEach(async () => {
    await Promise.all(desks.splice(0).map((desk) => desk.stop()));
  });

  const context = (): CommandContext => ({ actor: systemActor, nowMs: Date.now(), correlationId: 'test', address: null, db });

  function openDesk({ client = db, ...wishes }: Wishes & { client?: PrismaClient } = {}): RunDesk {
    const desk = new RunDesk(client, { prover: proverFor(wishes) });
    desks.push(desk);
    return desk;
  }

  async function register(name: string, baseUrl: string): Promise<void> {
    await insertService(db, makeRegistration(name, { baseUrl, ...credentials }), Date.now());
    await keepDocument(db, (await findOwner(db, name))?.id ?? 0, libraryDocument);
  }

  /** A library that is registered, with a run that waits. */
  async function waiting(name = 'library', ...faults: Fault[]): Promise<{ library: Library; run: Run }> {
    const library = await serveLibrary(...faults);
    await register(name, library.url);
    return { library, run: await startRun(context(), { name, kind: 'contract', seed: 7 }) };
  }

  const settled = (desk: RunDesk, id: string) =>
    until(async () => {
      await desk.look();
      const run = await findRun(db, id);
      return run && !isUnderWay(run.state) && run;
    }, longMs);
  const hasSent = (library: Library, calls: number) => until(async () => library.seen.length >= calls, longMs);
  /** What a library still gets once the desk has nothing under way, while another run is made from beginning to end. */
  async function sentAfter(desk: RunDesk, library: Library): Promise<number> {
    await until(async () => (await metrics.runsUnderWay.get()).values[0]?.value === 0);
    const before = library.seen.length;
    await settled(desk, (await waiting('other')).run.id);
    return library.seen.length - before;
  }
  const told = async (id: string): Promise<Change[]> =>
    (await listChangesAfter(db, 0, 1000)).filter(({ data }) => (data as { run?: string }).run === id);

  describe('a run that a person starts', { timeout: 120_000 }, () => {
    test('is made, kept with what it proved, and told', async () => {
      const { library, run } = await waiting();
      const ended = await settled(openDesk(), run.id);
      expect(ended).toMatchObject({
        state: 'passed',
        errors: 0,
        operations: 2,
        unproven: 0,
        calls: library.seen.length,
        revision: 1,
        progress: null,
      });
      expect(ended.summary).toBe(`2 operations answered as declared, in ${library.seen.length} calls.`);
      expect(Date.parse(ended.endedAt ?? '') - Date.parse(ended.startedAt ?? '')).toBe(ended.durationMs);
      const { findings, outcome } = await readRunBody(db, run.id);
      expect([findings, outcome.checks.map(({ ok }) => ok), outcome.tables.map(({ title }) => title)]).toEqual([[], [true, true], ['Operations']]);
      const changes = (await told(run.id)).map(({ kind, data }) => `${kind} ${(data as { state: string }).state}`);
      expect([...new Set(changes)]).toEqual(['run.changed queued', 'run.changed running', 'run.changed passed', 'run.ended passed']);
    });

    test('has the service judged again as soon as it has ended', async () => {
      const { run } = await waiting();
      expect((await findLevel(db, 'library'))?.isJudged).toBe(false);
      await settled(openDesk(), run.id);
      await until(async () => (await findLevel(db, 'library'))?.isJudged, longMs);
    });

    test('fails where something is planted, and keeps it by its name', async () => {
      const { run } = await waiting('library', 'undeclared status');
      expect(await settled(openDesk(), run.id)).toMatchObject({ state: 'failed', errors: 1, warnings: 0 });
      const { findings } = await readRunBody(db, run.id);
      expect(findings.map(({ id, operation }) => `${id} ${operation}`)).toEqual(['response.status.undeclared GET /books/{bookId}']);
    });

    test('is broken where the policy forbids the address: nothing is sent, and the audit says so', async () => {
      const { library, run } = await waiting();
      const ended = await settled(openDesk({ allow: '10.0.0.5:80' }), run.id);
      expect(ended).toMatchObject({ state: 'broken', calls: 0, summary: expect.stringContaining("is on Signalbox's own machine") });
      expect(library.seen).toEqual([]);
      const { lines } = await listAudit(db, { page: 1, limit: 10 });
      expect(lines.find(({ action }) => action === 'outbound.refused')).toMatchObject({ subject: library.url, actor: 'Signalbox' });
    });

    test('is broken where every door is closed, with what to do and what was sent', async () => {
      const { library, run } = await waiting();
      await updateService(db, 'library', { apiKey: null, bearerToken: null }, Date.now());
      const ended = await settled(openDesk(), run.id);
      expect(ended).toMatchObject({ state: 'broken', calls: library.seen.length, summary: expect.stringContaining('in its settings') });
      expect(library.seen.length).toBeGreaterThan(0);
    });

    test('is broken where the service has moved to where nothing may be sent', async () => {
      const { run } = await waiting();
      await updateService(db, 'library', { baseUrl: 'http://127.0.0.1:9' }, Date.now());
      expect(await settled(openDesk(), run.id)).toMatchObject({ state: 'broken', summary: expect.stringContaining('Port 9 belongs to another') });
    });

    test('keeps no credential anywhere, though the service repeats all that it gets', async () => {
      const { library, run } = await waiting('library', 'echo');
      await settled(openDesk(), run.id);
      expect(library.seen.some(({ headers }) => headers['x-api-key'] === credentials.apiKey)).toBe(true);
      expect(library.seen.some(({ headers }) => headers.authorization === `Bearer ${credentials.bearerToken}`)).toBe(true);
      const { findings, outcome } = await readRunBody(db, run.id);
      expect(findings.length).toBeGreaterThan(1);
      const kept = JSON.stringify([findings, outcome, await findRun(db, run.id), await listChangesAfter(db, 0, 1000)]);
      expect(Object.values(credentials).filter((secret) => kept.includes(secret) || kept.includes(secret.slice(0, 12)))).toEqual([]);
    });

    test('tells how far it is, at most once a second', async () => {
      const { run } = await waiting('library', 'slow');
      const desk = openDesk({ perSecond: 8 });
      await desk.look();
      const seen = await until(async () => (await findRun(db, run.id))?.progress, longMs);
      expect(seen).toMatchObject({ phase: expect.any(String), calls: expect.any(Number) });
      const ended = await settled(desk, run.id);
      const running = (await told(run.id)).filter(({ data }) => (data as { state: string }).state === 'running');
      expect(running.length).toBeGreaterThan(1);
      expect(running.length).toBeLessThanOrEqual((ended.durationMs ?? 0) / 1000 + 2);
    });
  });

  describe('a run under way', { timeout: 120_000 }, () => {
    test('that a person calls off sends nothing more', async () => {
      const { library, run } = await waiting('library', 'slow');
      const desk = openDesk({ perSecond: 5 });
      await desk.look();
      await hasSent(library, 3);
      await cancelRun(context(), run.id);
      await desk.look();
      expect(await sentAfter(desk, library)).toBe(0);
      expect(await findRun(db, run.id)).toMatchObject({ state: 'cancelled' });
      expect((await told(run.id)).at(-1)).toMatchObject({ kind: 'run.changed', data: { state: 'cancelled' } });
    });

    test('goes with its service', async () => {
      const { library, run } = await waiting('library', 'slow');
      const desk = openDesk({ perSecond: 5 });
      await desk.look();
      await hasSent(library, 3);
      await deleteService(db, 'library');
      await desk.look();
      expect(await sentAfter(desk, library)).toBe(0);
      expect(await findRun(db, run.id)).toBeNull();
    });

    test('of a worker that died is broken at the next look of another, and stays so', async () => {
      const { library, run } = await waiting('library', 'hangs later');
      const dead = openDesk();
      await dead.look();
      await hasSent(library, 4);
      const next = openDesk({ client: await open.beside(db) });
      await next.look();
      const broken = { state: 'broken', summary: 'Signalbox was restarted while it ran.' };
      expect(await findRun(db, run.id)).toMatchObject(broken);
      await dead.stop();
      expect(await findRun(db, run.id)).toMatchObject(broken);
      expect((await told(run.id)).filter(({ kind }) => kind === 'run.ended')).toHaveLength(1);
    });

    test('is broken in words when its worker stops in order', async () => {
      const { library, run } = await waiting('library', 'slow');
      const desk = openDesk();
      await desk.look();
      await hasSent(library, 2);
      await desk.stop();
      expect(await findRun(db, run.id)).toMatchObject({ state: 'broken', summary: 'Signalbox was restarted while it ran.' });
      const sent = library.seen.length;
      await settled(openDesk(), (await waiting('other')).run.id);
      expect(library.seen.length).toBe(sent);
    });
  });

  test('two runs are made at once, the oldest first, and never two at one address', async () => {
    const first = await waiting('first', 'hangs later');
    await register('same', first.library.url);
    const same = await startRun(context(), { name: 'same', kind: 'contract' });
    const second = await waiting('second', 'hangs later');
    const third = await waiting('third');
    const desk = openDesk();
    await desk.look();
    await desk.look();
    const states = async () => Promise.all([first.run, same, second.run, third.run].map(async ({ id }) => (await findRun(db, id))?.state));
    expect(await states()).toEqual(['running', 'queued', 'running', 'queued']);
    await cancelRun(context(), second.run.id);
    await settled(desk, third.run.id);
    expect(await states()).toEqual(['running', 'queued', 'cancelled', 'passed']);
    await cancelRun(context(), first.run.id);
    await until(async () => {
      await desk.look();
      return (await findRun(db, same.id))?.state === 'running';
    }, longMs);
  }, 120_000);
});
