import { previewMapping } from '#lib/command/mapping-preview.ts';
import { addSource, changeSource, removeSource, suggestMapping, testSource } from '#lib/command/metrics-source.ts';
import { readSource, readSources } from '#lib/query/metrics-source.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const metricsSource = {
  list: os.metricsSource.list.handler(({ context }) => readSources(asked(context))),
  read: os.metricsSource.read.handler(({ context, input }) => readSource(asked(context), input.name)),
  add: os.metricsSource.add.handler(({ context, input }) => addSource(asked(context), input)),
  change: os.metricsSource.change.handler(({ context, input }) => changeSource(asked(context), input)),
  remove: os.metricsSource.remove.handler(({ context, input }) => removeSource(asked(context), input.name)),
  test: os.metricsSource.test.handler(({ context, input }) => testSource(asked(context), input)),
  suggest: os.metricsSource.suggest.handler(({ context, input: { baseUrl, ...input } }) =>
    suggestMapping(asked(context), { ...input, baseUrl: baseUrl ?? null }),
  ),
  preview: os.metricsSource.preview.handler(({ context, input }) => previewMapping(asked(context), input)),
};
