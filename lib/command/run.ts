import { randomInt, randomUUID } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import { countFindings } from '#lib/model/finding.ts';
import { type NewRun, type Run, type RunReport, stateOfReport } from '#lib/model/run.ts';
import { type Db, inTransaction } from '#lib/store/db.ts';
import { findCurrentRevision } from '#lib/store/document/revision.ts';
import { findOwner } from '#lib/store/owner.ts';
import { endRun, findRun, insertRun, listUnderWay } from '#lib/store/run.ts';
import { findService } from '#lib/store/service.ts';
import { audit, type CommandContext, requireRole } from './context.ts';
import { findEditable } from './document/upload.ts';
import { afterRun } from './run-end.ts';
import { unknownService } from './service.ts';

const largestSeed = 2_147_483_647;

/** Tells everybody that a run is new, gets on or has ended. */
export function tellRun(tx: Db, { id, service, kind, state, summary }: Run, nowMs: number): Promise<void> {
  const hasEnded = state !== 'queued' && state !== 'running' && state !== 'cancelled';
  const changes = [{ kind: 'run.changed' as const, subject: service, data: { service, run: id, state } }];
  const end = { kind: 'run.ended' as const, subject: service, data: { service, run: id, runKind: kind, state, summary } };
  return publish(tx, hasEnded ? [...changes, end] : changes, nowMs);
}

async function requireRun(db: Db, id: string): Promise<Run> {
  const run = await findRun(db, id);
  if (!run) throw new AppError('not_found', `There is no run ${id}.`);
  return run;
}

/** Asks the worker for a contract run that only reads. One at a time for each service. */
export async function startRun(ctx: CommandContext, { name, kind, seed }: NewRun & { name: string }): Promise<Run> {
  requireRole(ctx, 'user');
  return inTransaction(ctx.db, async (tx) => {
    const service = await findService(tx, name);
    const owner = await findOwner(tx, name);
    if (!service || !owner) throw unknownService(name);
    if (service.baseUrl === null) throw new AppError('unprocessable', `${name} has no base URL yet: give one in its settings.`);
    const revision = await findCurrentRevision(tx, owner.id, 'openapi');
    if (!revision) throw new AppError('unprocessable', `${name} has no OpenAPI document yet: say where it serves one, or upload it.`);
    if ((await listUnderWay(tx, owner.id)).length > 0) throw new AppError('conflict', `A run of ${name} is under way already.`);
    const run = await insertRun(tx, owner.id, {
      ...{ id: randomUUID(), kind, state: 'queued', origin: 'signalbox', environment: null, readOnly: true },
      ...{ seed: seed ?? randomInt(largestSeed), revision: revision.number, version: revision.version, baseUrl: service.baseUrl },
      ...{ startedBy: ctx.actor.name, requestedAt: new Date(ctx.nowMs).toISOString(), startedAt: null, endedAt: null, durationMs: null },
      ...{ calls: null, operations: null, unproven: null, errors: 0, warnings: 0, infos: 0, summary: '', commit: null },
    });
    await audit(tx, ctx, 'run.started', name, null, { run: run.id, kind, seed: run.seed });
    await tellRun(tx, run, ctx.nowMs);
    return run;
  });
}

/** Keeps the result of a run made elsewhere, once. */
export async function reportRun(ctx: CommandContext, { name, ...report }: RunReport & { name: string }): Promise<Run> {
  const service = await findEditable(ctx, name);
  const { broken, findings, outcome, summary, startedAt, durationMs, ...facts } = report;
  const { run, isNew } = await inTransaction(ctx.db, async (tx) => {
    const known = await findRun(tx, report.id);
    if (known && known.service !== name) throw new AppError('conflict', `The run ${report.id} is kept for another service.`);
    if (known) return { run: known, isNew: false };
    const revision = await findCurrentRevision(tx, service.id, 'openapi');
    const { breaking, errors, warnings, infos } = countFindings(findings);
    const endedAt = new Date(Date.parse(startedAt) + durationMs).toISOString();
    const run = await insertRun(
      tx,
      service.id,
      {
        ...{ ...facts, state: stateOfReport(report), origin: 'pushed', revision: revision?.number ?? null, startedBy: ctx.actor.name },
        ...{ requestedAt: new Date(ctx.nowMs).toISOString(), startedAt, endedAt, durationMs },
        ...{ errors: errors + breaking, warnings, infos, summary: broken ?? summary },
      },
      { findings, outcome },
    );
    await audit(tx, ctx, 'run.reported', name, null, { run: run.id, kind: run.kind, state: run.state, environment: run.environment });
    await tellRun(tx, run, ctx.nowMs);
    return { run, isNew: true };
  });
  if (isNew) await afterRun(ctx.db, run, ctx.nowMs);
  return run;
}

/** Calls a run off. What it has sent is sent; it sends no more. */
export async function cancelRun(ctx: CommandContext, id: string): Promise<Run> {
  requireRole(ctx, 'user');
  return inTransaction(ctx.db, async (tx) => {
    const before = await requireRun(tx, id);
    const summary = `called off by ${ctx.actor.name}`;
    if (!(await endRun(tx, id, { state: 'cancelled', summary }, ctx.nowMs))) throw new AppError('conflict', 'This run has ended already.');
    const run = await requireRun(tx, id);
    await audit(tx, ctx, 'run.cancelled', before.service, { run: id, state: before.state }, null);
    await tellRun(tx, run, ctx.nowMs);
    return run;
  });
}
