import { findLatencies } from '#lib/query/latency/list.ts';
import { readLatency } from '#lib/query/latency/read.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const latency = {
  list: os.latency.list.handler(({ context, input }) => findLatencies(asked(context), input)),
  ofService: os.latency.ofService.handler(({ context, input }) => readLatency(asked(context), input)),
};
