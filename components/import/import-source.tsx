'use client';

import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { DropZone } from '#components/ui/drop-zone.tsx';
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
        <DropZone text={accepted} accept=".yaml,.yml,.json,.csv,.tsv,.zip" {...{ isBusy, onChoose }} />
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

const accepted =
  'One file, several, or a zip of a whole repository; what they are is told by what they hold. You see what would happen before anything does.';

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
