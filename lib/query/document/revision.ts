import { AppError } from '#lib/errors.ts';
import type { DocumentKind, Revision } from '#lib/model/document.ts';
import { type Pagination, paginate } from '#lib/model/page.ts';
import type { Db } from '#lib/store/db.ts';
import { findCurrentRevision, findRevision, listRevisions, readRevisionText } from '#lib/store/document/revision.ts';
import { findOwner, type Owner } from '#lib/store/owner.ts';
import { type QueryContext, requireReader } from '../context.ts';

export interface Which {
  revision?: number | undefined;
  kind?: DocumentKind | undefined;
}

type Row = NonNullable<Awaited<ReturnType<typeof findRevision>>>;

export async function findDocumentOwner(ctx: QueryContext, name: string): Promise<Owner> {
  requireReader(ctx);
  const service = await findOwner(ctx.db, name);
  if (!service) throw new AppError('not_found', `There is no service named ${name}.`);
  return service;
}

/** A numbered revision, or the current one. Throws `not_found` where there is none. */
export async function findRevisionOf(db: Db, service: Owner, { revision, kind }: Which): Promise<Row> {
  const row = revision === undefined ? await findCurrentRevision(db, service.id, kind) : await findRevision(db, service.id, revision);
  if (row) return row;
  if (revision !== undefined) throw new AppError('not_found', `${service.name} has no revision ${revision}.`);
  throw new AppError('not_found', `${service.name} has no ${kind === 'asyncapi' ? 'AsyncAPI' : 'API'} document yet.`);
}

export async function findServiceRevisions(
  ctx: QueryContext,
  { name, kind, page, limit }: { name: string; kind?: DocumentKind | undefined; page: number; limit: number },
): Promise<{ revisions: Revision[]; pagination: Pagination }> {
  const service = await findDocumentOwner(ctx, name);
  const { rows, total } = await listRevisions(ctx.db, service.id, { kind, page, limit });
  return { revisions: rows, pagination: paginate(page, limit, total) };
}

/** The document itself: canonical JSON, or the text as it was sent. */
export async function readDocumentText(ctx: QueryContext, { name, form, ...which }: Which & { name: string; form: 'json' | 'text' }): Promise<File> {
  const service = await findDocumentOwner(ctx, name);
  const row = await findRevisionOf(ctx.db, service, which);
  const text = await readRevisionText(ctx.db, row.id, form === 'json' ? 'canonical' : 'text');
  const isJson = form === 'json' || /^\s*[{[]/.test(text);
  const ending = isJson ? 'json' : 'yaml';
  return new File([text], `${name}-${row.number}.${ending}`, { type: `application/${ending}` });
}
