'use client';

import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import { type Uploaded, uploadDocument } from '#lib/client/upload.ts';
import type { Finding } from '#lib/model/finding.ts';
import { formatBytes } from './format-bytes.ts';
import classes from './upload.module.css';
import { FindingLines, Stored } from './upload-result.tsx';

interface UploadDialogProps {
  name: string;
  open: boolean;
  onClose: () => void;
}

/** Takes the files of a document and says what came of them. */
export function UploadDialog({ name, open, onClose }: UploadDialogProps) {
  return (
    <Modal opened={open} onClose={onClose} size="lg" title={`Upload the document of ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <UploadForm name={name} onClose={onClose} />
    </Modal>
  );
}

function useUpload(name: string) {
  const queryClient = useQueryClient();
  return useMutation<Uploaded, unknown, File[]>({
    mutationFn: (files) => uploadDocument(name, files),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.document.key() }),
  });
}

const findingsOf = (error: unknown) => (toFault(error).details?.findings ?? []) as Finding[];

function UploadForm({ name, onClose }: Omit<UploadDialogProps, 'open'>) {
  const [files, setFiles] = useState<File[]>([]);
  const upload = useUpload(name);
  const choose = (next: File[]) => {
    setFiles(next);
    upload.reset();
  };
  if (upload.data) return <Stored uploaded={upload.data} onClose={onClose} />;
  const findings = upload.error ? findingsOf(upload.error) : [];
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        upload.mutate(files);
      }}
    >
      <ChosenFiles files={files} onChoose={choose} />
      {upload.error && findings.length === 0 ? <Fault error={upload.error} what="Nothing was stored" /> : null}
      {findings.length > 0 ? (
        <div role="alert">
          <p className={classes.refused}>
            <strong>{toFault(upload.error).message}</strong> Nothing was stored.
          </p>
          <FindingLines findings={findings} />
        </div>
      ) : null}
      <div className={classes.foot}>
        <button type="button" className="sb-button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="sb-button sb-button-primary" disabled={files.length === 0 || upload.isPending}>
          {upload.isPending ? 'Uploading …' : files.length > 1 ? `Upload ${files.length} files` : 'Upload'}
        </button>
      </div>
    </form>
  );
}

const accepted =
  'OpenAPI 2.0 to 3.2 or AsyncAPI 2 and 3, as JSON or YAML: one file, several that refer to each other, or a zip of them. Up to 16 MB.';

function ChosenFiles({ files, onChoose }: { files: File[]; onChoose: (files: File[]) => void }) {
  return (
    <>
      <DropZone text={accepted} accept=".json,.yaml,.yml,.zip" onChoose={onChoose} />
      {files.length > 0 ? (
        <ul className={classes.files} aria-label="Chosen files">
          {files.slice(0, 12).map((file) => (
            <li key={`${file.webkitRelativePath}${file.name}`}>
              <code>{file.webkitRelativePath || file.name}</code>
              <span className="sb-number">{formatBytes(file.size)}</span>
            </li>
          ))}
          {files.length > 12 ? <li>and {files.length - 12} more</li> : null}
        </ul>
      ) : null}
    </>
  );
}
