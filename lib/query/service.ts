import { AppError } from '#lib/errors.ts';
import { type Pagination, paginate } from '#lib/model/page.ts';
import type { Service, ServiceRow } from '#lib/model/service.ts';
import { countFacets, findService, listServices, type ServiceFilter } from '#lib/store/service.ts';
import { type QueryContext, requireReader } from './context.ts';

type ListOptions = Parameters<typeof listServices>[2];
type Sorting = Pick<ListOptions, 'sort' | 'order' | 'page' | 'limit'>;

export async function findServices(ctx: QueryContext, input: ServiceFilter & Sorting): Promise<{ services: ServiceRow[]; pagination: Pagination }> {
  requireReader(ctx);
  const { sort, order, page, limit, ...filter } = input;
  const { rows, total } = await listServices(ctx.db, filter, { sort, order, page, limit, nowMs: ctx.nowMs });
  return { services: rows, pagination: paginate(page, limit, total) };
}

export function countServiceFacets(ctx: QueryContext, filter: ServiceFilter) {
  requireReader(ctx);
  return countFacets(ctx.db, filter, ctx.nowMs);
}

export async function readService(ctx: QueryContext, name: string): Promise<Service> {
  requireReader(ctx);
  const service = await findService(ctx.db, name);
  if (!service) throw new AppError('not_found', `There is no service named ${name}.`);
  return service;
}
