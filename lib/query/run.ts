import { AppError } from '#lib/errors.ts';
import type { Acceptance } from '#lib/model/document.ts';
import { type Pagination, paginate } from '#lib/model/page.ts';
import type { Run, RunDetail, RunKind } from '#lib/model/run.ts';
import { listAcceptances } from '#lib/store/document/acceptance.ts';
import { findOwner } from '#lib/store/owner.ts';
import { findRun, listRuns, readRunBody } from '#lib/store/run.ts';
import { type QueryContext, requireReader } from './context.ts';

export async function findServiceRuns(
  ctx: QueryContext,
  { name, kind, page, limit }: { name: string; kind?: RunKind | undefined; page: number; limit: number },
): Promise<{ runs: Run[]; pagination: Pagination }> {
  requireReader(ctx);
  const service = await findOwner(ctx.db, name);
  if (!service) throw new AppError('not_found', `There is no service named ${name}.`);
  const { rows, total } = await listRuns(ctx.db, service.id, { kind, page, limit });
  return { runs: rows, pagination: paginate(page, limit, total) };
}

/** A run with what it found, and which of that somebody took on. */
export async function readRun(ctx: QueryContext, id: string): Promise<RunDetail & { accepted: Acceptance[] }> {
  requireReader(ctx);
  const run = await findRun(ctx.db, id);
  const service = run && (await findOwner(ctx.db, run.service));
  if (!run || !service) throw new AppError('not_found', `There is no run ${id}.`);
  return { run, ...(await readRunBody(ctx.db, id)), accepted: await listAcceptances(ctx.db, service.id, ctx.nowMs) };
}
