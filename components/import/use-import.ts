'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { importFiles, previewFiles } from '#lib/client/import.ts';
import type { ImportPlan, ImportResult } from '#lib/model/descriptor/import.ts';

/** Files on their way into the catalog: chosen, previewed, applied. */
export function useImport() {
  const queryClient = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const preview = useMutation<ImportPlan, unknown, File[]>({ mutationFn: previewFiles });
  const apply = useMutation<ImportResult, unknown, File[]>({ mutationFn: importFiles, onSuccess: () => queryClient.invalidateQueries() });
  const choose = (next: File[]) => {
    if (next.length === 0) return;
    setFiles(next);
    apply.reset();
    preview.mutate(next);
  };
  const startOver = () => {
    setFiles([]);
    preview.reset();
    apply.reset();
  };
  return { files, preview, apply, choose, startOver };
}
