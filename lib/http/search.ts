import { findEverything, findOperations } from '#lib/query/search.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const search = {
  everything: os.search.everything.handler(({ context, input }) => findEverything(asked(context), input)),
  operations: os.search.operations.handler(({ context, input }) => findOperations(asked(context), input)),
};
