import type { Instance } from '#lib/model/instance.ts';
import { listInstances } from '#lib/store/instance.ts';
import type { QueryContext } from './context.ts';
import { readService } from './service.ts';

/** The instances of a service, in their order, each as it is now. */
export async function readInstances(ctx: QueryContext, name: string): Promise<{ instances: Instance[] }> {
  await readService(ctx, name);
  return { instances: await listInstances(ctx.db, name, ctx.nowMs) };
}
