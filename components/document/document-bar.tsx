'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { formatCount } from '#components/ui/format.ts';
import type { DocumentKind, Revision } from '#lib/model/document.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './document.module.css';
import { type DocumentState, whichOf } from './document-state.ts';
import { formatBytes } from './format-bytes.ts';
import type { DocumentRights, IndexOutput } from './outputs.ts';
import { type ChangeState, onPlainClick } from './use-document-state.ts';

const UploadDialog = dynamic(() => import('./upload-dialog.tsx').then((module) => module.UploadDialog), { ssr: false });

const kindWords: Record<DocumentKind, string> = { openapi: 'OpenAPI', asyncapi: 'AsyncAPI' };
const sourceWords: Record<Revision['source'], string> = { fetched: 'fetched', uploaded: 'uploaded', imported: 'imported' };

interface DocumentBarProps {
  service: Service;
  may: DocumentRights;
  document: IndexOutput;
  /** Newest first. */
  revisions: Revision[];
  state: DocumentState;
  change: ChangeState;
}

/** Which document this is, in which revision, whence and how old; and what one can do with it. */
export function DocumentBar({ service, may, document, revisions, state, change }: DocumentBarProps) {
  const { index, revision, kinds } = document;
  const ofKind = revisions.filter(({ kind }) => kind === revision.kind);
  const newest = ofKind[0] ?? revision;
  return (
    <>
      <div className={classes.bar}>
        <div className={classes.what}>
          <h2 className={classes.title}>{index.title}</h2>
          <p className={classes.facts}>
            {index.version ? <span className="sb-mono">{index.version}</span> : null}
            <span>{index.format}</span>
            <span title={revision.sourceName ?? undefined}>
              {sourceWords[revision.source]} <Age at={revision.at} />
              {revision.by ? ` by ${revision.by}` : ''}
            </span>
            <span className="sb-number">{formatBytes(revision.sizeBytes)}</span>
            {revision.errors > 0 ? (
              <a className={classes.violations} href="?tab=api&view=quality" onClick={onPlainClick(() => change({ view: 'quality' }))}>
                {formatCount(revision.errors, 'violation')} of the specification
              </a>
            ) : null}
          </p>
        </div>
        <div className={classes.acts}>
          {kinds.length > 1 ? (
            <KindSwitch kinds={kinds} shown={revision.kind} onChoose={(kind) => change({ kind, revision: null, op: null, q: '' })} />
          ) : null}
          <RevisionPicker revisions={ofKind} shown={revision} onChoose={(number) => change({ revision: number === newest.number ? null : number })} />
          <Downloads name={service.name} state={{ revision: state.revision, kind: revision.kind }} />
          {may.edit ? <UploadButton name={service.name} /> : null}
        </div>
      </div>
      {revision.number === newest.number ? null : (
        <div className={classes.notice} role="status">
          <span>
            You are looking at revision {revision.number} of {newest.number}, as it was <Age at={revision.at} />.
          </span>
          <button type="button" className="sb-button sb-button-small" onClick={() => change({ revision: null })}>
            Open the current one
          </button>
        </div>
      )}
    </>
  );
}

function KindSwitch({ kinds, shown, onChoose }: { kinds: DocumentKind[]; shown: DocumentKind; onChoose: (kind: DocumentKind) => void }) {
  return (
    <fieldset className={classes.kinds}>
      <legend className="sb-hidden">Kind of document</legend>
      {kinds.map((kind) => (
        <button key={kind} type="button" aria-pressed={kind === shown} onClick={() => onChoose(kind)}>
          {kindWords[kind]}
        </button>
      ))}
    </fieldset>
  );
}

function RevisionPicker({ revisions, shown, onChoose }: { revisions: Revision[]; shown: Revision; onChoose: (number: number) => void }) {
  const listed = revisions.some(({ number }) => number === shown.number) ? revisions : [...revisions, shown];
  return (
    <select
      className={`sb-input ${classes.picker}`}
      aria-label="Revision"
      value={shown.number}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
    >
      {listed.map(({ number, version, breaking }, at) => (
        <option key={number} value={number}>
          Revision {number}
          {at === 0 ? ' (current)' : ''}
          {version ? ` · ${version}` : ''}
          {breaking ? ` · ${breaking} breaking` : ''}
        </option>
      ))}
    </select>
  );
}

function Downloads({ name, state }: { name: string; state: Pick<DocumentState, 'revision' | 'kind'> }) {
  const hrefOf = (form: 'json' | 'text') => {
    const which = Object.entries(whichOf(state)).map(([key, value]) => [key, String(value)]);
    return `/api/v1/services/${name}/document?${new URLSearchParams([...which, ['form', form]])}`;
  };
  return (
    <span className={classes.downloads}>
      <a className="sb-button" href={hrefOf('json')} target="_blank" rel="noreferrer">
        JSON
      </a>
      <a className="sb-button" href={hrefOf('text')} target="_blank" rel="noreferrer">
        Original
      </a>
    </span>
  );
}

/** Opens the dialog that takes files; loaded when it is first wanted. */
export function UploadButton({ name, primary = false }: { name: string; primary?: boolean }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const ask = () => {
    setWanted(true);
    setOpen(true);
  };
  return (
    <>
      <button type="button" className={primary ? 'sb-button sb-button-primary' : 'sb-button'} onClick={ask}>
        Upload document
      </button>
      {wanted ? <UploadDialog name={name} open={open} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
