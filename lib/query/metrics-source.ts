import type { MetricsSource } from '#lib/model/metrics-source.ts';
import { findSource, listMappedServices, listSources, unknownSource } from '#lib/store/metrics-source.ts';
import { type QueryContext, requireReader } from './context.ts';

export async function readSources(ctx: QueryContext): Promise<{ sources: MetricsSource[] }> {
  requireReader(ctx, 'user');
  return { sources: await listSources(ctx.db) };
}

/** A metrics source with the services behind it. */
export async function readSource(ctx: QueryContext, name: string): Promise<MetricsSource & { mapped: string[] }> {
  requireReader(ctx, 'user');
  const source = await findSource(ctx.db, name);
  if (!source) throw unknownSource(name);
  return { ...source, mapped: await listMappedServices(ctx.db, name) };
}
