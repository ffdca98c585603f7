'use client';

import { useMemo, useState } from 'react';
import { formatCount } from '#components/ui/format.ts';
import classes from './snippet.module.css';
import { compareLines, type FoldedRow, foldEqual, type SnippetLine, type SnippetRow, spread } from './snippet-diff.ts';
import type { Sides } from './witness-words.ts';

const around = 3;
const shortest = 14;

const signs = { same: '', changed: 'changed', removed: 'removed', added: 'added' } as const;

/** One line of one side; what differs from the other side is marked by a sign, a word and a ground of its own. */
function Line({ line, kind, side }: { line: SnippetLine; kind: SnippetRow['kind']; side: 'before' | 'after' }) {
  const differs = kind !== 'same';
  const word = kind === 'changed' ? (side === 'before' ? 'removed' : 'added') : signs[kind];
  const { text, from, to } = line;
  return (
    <div className={classes.line} data-kind={differs ? side : undefined}>
      <span className={classes.sign} aria-hidden="true">
        {differs ? (side === 'before' ? '−' : '+') : ''}
      </span>
      {differs ? <span className="sb-hidden">{word}: </span> : null}
      <span className={classes.text}>
        {text.slice(0, from)}
        {to > from ? <span className={classes.part}>{text.slice(from, to)}</span> : null}
        {text.slice(to)}
        {text === '' ? '\u00a0' : null}
      </span>
    </div>
  );
}

interface PaneProps {
  title: string;
  side: 'before' | 'after';
  rows: FoldedRow[];
  onUnfold: () => void;
}

function Pane({ title, side, rows, onUnfold }: PaneProps) {
  return (
    <div className={classes.pane}>
      <div className={classes.title}>{title}</div>
      <div className={classes.code}>
        {rows.map((row, at) => {
          const key = `${at}`;
          if (row.kind === 'fold')
            return (
              <button key={key} type="button" className={classes.fold} onClick={onUnfold}>
                {formatCount(row.lines, 'equal line')}
              </button>
            );
          const line = row[side];
          return line ? <Line key={key} line={line} kind={row.kind} side={side} /> : <div key={key} className={classes.gap} aria-hidden="true" />;
        })}
      </div>
    </div>
  );
}

/** A side on which there is nothing. */
function Absent({ title, text }: { title: string; text: string }) {
  return (
    <div className={classes.pane}>
      <div className={classes.title}>{title}</div>
      <p className={classes.absent}>{text}</p>
    </div>
  );
}

interface SnippetProps {
  before: string | undefined;
  after: string | undefined;
  sides: Sides;
}

/** The place of a finding in both revisions, side by side; one above the other where it is narrow. */
export function Snippet({ before, after, sides }: SnippetProps) {
  const [unfolded, setUnfolded] = useState(false);
  const both = before !== undefined && after !== undefined;
  const rows = useMemo(() => compareLines(before === undefined ? [] : spread(before), after === undefined ? [] : spread(after)), [before, after]);
  const shown: FoldedRow[] = unfolded || !both || rows.length <= shortest ? rows : foldEqual(rows, around);
  const pane = { rows: shown, onUnfold: () => setUnfolded(true) };
  return (
    <div className={classes.snippet}>
      {before === undefined ? <Absent title={sides.from} text="It was not there." /> : <Pane title={sides.from} side="before" {...pane} />}
      {after === undefined ? <Absent title={sides.to} text="It is gone." /> : <Pane title={sides.to} side="after" {...pane} />}
    </div>
  );
}
