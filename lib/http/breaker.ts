import { findBreakers, readServiceBreakers } from '#lib/query/breaker.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const breaker = {
  list: os.breaker.list.handler(({ context, input }) => findBreakers(asked(context), input)),
  ofService: os.breaker.ofService.handler(({ context, input }) => readServiceBreakers(asked(context), input.name)),
};
