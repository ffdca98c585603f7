import { cancelRun, reportRun, startRun } from '#lib/command/run.ts';
import { findServiceRuns, readRun } from '#lib/query/run.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const run = {
  list: os.run.list.handler(({ context, input }) => findServiceRuns(asked(context), input)),
  start: os.run.start.handler(({ context, input }) => startRun(asked(context), input)),
  report: os.run.report.handler(({ context, input }) => reportRun(asked(context), input)),
  read: os.run.read.handler(({ context, input }) => readRun(asked(context), input.id)),
  cancel: os.run.cancel.handler(({ context, input }) => cancelRun(asked(context), input.id)),
};
