'use client';

import { Textarea } from '@mantine/core';
import { type DragEvent, useId, useState } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import classes from './source.module.css';

interface ImportSourceProps {
  onChoose: (files: File[]) => void;
  isBusy: boolean;
}

const formats = [
  ['Backstage', 'catalog-info.yaml'],
  ['Datadog', 'service.datadog.yaml'],
  ['OpsLevel', 'opslevel.yml'],
  ['Compass', 'compass.yml'],
  ['Cortex', 'cortex.yaml'],
  ['Score', 'score.yaml'],
  ['Prometheus', 'file_sd, http_sd, /api/v1/targets'],
  ['CSV', 'a row of field names first'],
  ['Signalbox', 'an export of this page'],
] as const;

/** Where the files come from: chosen, dropped or pasted. */
export function ImportSource({ onChoose, isBusy }: ImportSourceProps) {
  return (
    <Panel title="Import a catalog">
      <div className={classes.source}>
        <DropZone onChoose={onChoose} isBusy={isBusy} />
        <Paste onChoose={onChoose} isBusy={isBusy} />
      </div>
      <dl className={classes.formats} aria-label="Formats that are known">
        {formats.map(([name, file]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{file}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function DropZone({ onChoose, isBusy }: ImportSourceProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onChoose([...event.dataTransfer.files]);
  };
  return (
    <label
      htmlFor={id}
      className={classes.zone}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className={classes.zoneTitle}>Choose files, or drop them here</span>
      <span className={classes.zoneText}>
        One file, several, or a zip of a whole repository; what they are is told by what they hold. You see what would happen before anything does.
      </span>
      <input
        id={id}
        className={classes.input}
        type="file"
        multiple
        disabled={isBusy}
        accept=".yaml,.yml,.json,.csv,.tsv,.zip"
        onChange={(event) => {
          onChoose([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

function Paste({ onChoose, isBusy }: ImportSourceProps) {
  const [text, setText] = useState('');
  return (
    <form
      className={classes.paste}
      onSubmit={(event) => {
        event.preventDefault();
        onChoose([new File([text], 'pasted')]);
      }}
    >
      <Textarea
        label="Or paste it"
        rows={6}
        spellCheck={false}
        autoComplete="off"
        className={classes.text}
        placeholder={'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders'}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" className="sb-button" disabled={text.trim() === '' || isBusy}>
        Preview
      </button>
    </form>
  );
}
