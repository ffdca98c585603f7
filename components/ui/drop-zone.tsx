import { type DragEvent, useId, useState } from 'react';
import classes from './drop-zone.module.css';

interface DropZoneProps {
  /** What may be given, in a sentence or two. */
  text: string;
  /** Endings of files, as `accept` takes them. */
  accept: string;
  isBusy?: boolean;
  onChoose: (files: File[]) => void;
}

/** Takes files that are chosen or dropped; the same ones can be chosen again. */
export function DropZone({ text, accept, isBusy = false, onChoose }: DropZoneProps) {
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
      <span className={classes.title}>Choose files, or drop them here</span>
      <span className={classes.text}>{text}</span>
      <input
        id={id}
        className={classes.input}
        type="file"
        multiple
        disabled={isBusy}
        accept={accept}
        onChange={(event) => {
          onChoose([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
