import { acceptFinding, withdrawAcceptance } from '#lib/command/document/accept.ts';
import { compareDocumentTexts, diffRevisions } from '#lib/command/document/diff.ts';
import { tryOperation } from '#lib/command/document/try.ts';
import { uploadDocument } from '#lib/command/document/upload.ts';
import { readDocumentLive } from '#lib/query/document/live.ts';
import { readDocumentFindings, readDocumentIndex } from '#lib/query/document/read.ts';
import { findServiceRevisions, readDocumentText } from '#lib/query/document/revision.ts';
import { readOperationSlice } from '#lib/query/document/slice.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';
import { uploadOf } from './upload.ts';

export const document = {
  read: os.document.read.handler(({ context, input }) => readDocumentText(asked(context), input)),
  upload: os.document.upload.handler(async ({ context, input }) => {
    const body = await uploadDocument(asked(context), input.name, uploadOf(context));
    return { status: body.created ? 201 : 200, body };
  }),
  index: os.document.index.handler(({ context, input }) => readDocumentIndex(asked(context), input)),
  slice: os.document.slice.handler(({ context, input }) => readOperationSlice(asked(context), input)),
  live: os.document.live.handler(({ context, input }) => readDocumentLive(asked(context), input.name)),
  findings: os.document.findings.handler(({ context, input }) => readDocumentFindings(asked(context), input)),
  revisions: os.document.revisions.handler(({ context, input }) => findServiceRevisions(asked(context), input)),
  diff: os.document.diff.handler(({ context, input }) => diffRevisions(asked(context), input)),
  compare: os.document.compare.handler(({ context }) => compareDocumentTexts(asked(context), uploadOf(context)[0]?.bytes ?? new Uint8Array())),
  accept: os.document.accept.handler(({ context, input }) => acceptFinding(asked(context), input)),
  unaccept: os.document.unaccept.handler(({ context, input }) => withdrawAcceptance(asked(context), input)),
  try: os.document.try.handler(({ context, input }) => tryOperation(asked(context), input)),
};
