import { lastChangeId } from '#lib/store/change.ts';
import { type QueryContext, requireReader } from './context.ts';

/** The newest change there is: a page made now is followed from here on without a gap. */
export function readFeedHead(ctx: QueryContext): Promise<number> {
  requireReader(ctx);
  return lastChangeId(ctx.db);
}
