import { applyImport } from '#lib/command/import/apply.ts';
import { previewImport } from '#lib/command/import/preview.ts';
import { exportCatalog } from '#lib/query/export/catalog.ts';
import { listTargetGroups } from '#lib/query/http-sd.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';
import { readableUploadOf } from './upload.ts';

export const catalog = {
  preview: os.catalog.preview.handler(({ context }) => previewImport(asked(context), readableUploadOf(context))),
  import: os.catalog.import.handler(({ context }) => applyImport(asked(context), readableUploadOf(context))),
  export: os.catalog.export.handler(({ context, input }) => exportCatalog(asked(context), input)),
  httpSd: os.catalog.httpSd.handler(({ context, input }) => listTargetGroups(asked(context), input)),
};
