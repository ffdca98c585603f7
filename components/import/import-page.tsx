'use client';

import { Fault } from '#components/ui/fault.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import { ExportPanel } from './export-panel.tsx';
import classes from './import.module.css';
import { ImportDone } from './import-done.tsx';
import { ImportSource } from './import-source.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { useImport } from './use-import.ts';

/** Catalog files in, after a look at what they would do; the whole catalog out. */
export function ImportPage() {
  const { files, preview, apply, choose, startOver } = useImport();
  if (apply.data) return <ImportDone result={apply.data} onMore={startOver} />;
  return (
    <div className={classes.page}>
      {preview.data ? null : <ImportSource onChoose={choose} isBusy={preview.isPending} />}
      {preview.isPending ? (
        <>
          <p className={classes.reading} role="status">
            Reading {files.length === 1 ? files[0]?.name : `${files.length} files`} …
          </p>
          <SkeletonRows rows={6} height={44} />
        </>
      ) : null}
      {preview.error ? <Fault error={preview.error} what="The files could not be read" onRetry={() => preview.mutate(files)} /> : null}
      {preview.data ? <PlanPanel plan={preview.data} files={files} apply={apply} onApply={() => apply.mutate(files)} onBack={startOver} /> : null}
      {preview.data || preview.isPending ? null : <ExportPanel />}
    </div>
  );
}
