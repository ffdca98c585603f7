'use client';

import { useState } from 'react';
import { Prose } from '#components/revision/prose.tsx';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { RunCheck, RunOutcome, RunTable } from '#lib/model/run.ts';
import { CheckMark } from './check-mark.tsx';
import classes from './outcome.module.css';
import { describeChecks, isNumeric, lookOf, orderRunChecks } from './run-words.ts';

const rowsAtOnce = 40;

/** What a run saw beside its findings: what it set out to prove, its tables, and its notes. */
export function Outcome({ outcome: { checks, tables, notes } }: { outcome: RunOutcome }) {
  return (
    <>
      {checks.length > 0 ? <Checks checks={checks} /> : null}
      {tables.map((table, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the tables of a run stay as they are, and two may have one title
        <Table key={at} table={table} />
      ))}
      {notes.length > 0 ? (
        <Panel title="Notes">
          <ul className={classes.notes}>
            {[...new Set(notes)].map((note) => (
              <li key={note}>
                <Prose text={note} />
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}

const words = { met: 'proved', unmet: 'failed', unknown: 'unknown' } as const;

function Checks({ checks }: { checks: RunCheck[] }) {
  return (
    <Panel title="What it set out to prove" aside={describeChecks(checks)} flush>
      <ul className={classes.checks}>
        {orderRunChecks(checks).map((check) => (
          <li key={check.id} className={classes.check}>
            <CheckMark look={lookOf(check)} word={words[lookOf(check)]} isBad />
            <div className={classes.checkWords}>
              <p>
                <Prose text={check.title} />
              </p>
              <p className="sb-muted">
                <Prose text={check.message} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Table({ table: { title, columns, rows } }: { table: RunTable }) {
  const [shown, setShown] = useState(rowsAtOnce);
  const numeric = columns.map((_, at) => isNumeric(rows, at));
  return (
    <Panel title={title} aside={formatCount(rows.length, 'row')} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the arrow keys */}
      <section className={classes.scroll} tabIndex={0} aria-label={`Rows of ${title}`}>
        <table className="sb-table">
          <thead>
            <tr>
              {columns.map((column, at) => (
                <th key={column} scope="col" className={numeric[at] ? 'sb-right' : undefined}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a kept table never move
              <tr key={line}>
                {columns.map((column, at) => (
                  <td key={column} className={numeric[at] ? 'sb-right sb-number' : classes.cell}>
                    {row[at] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown ? (
        <button type="button" className={classes.more} onClick={() => setShown(rows.length)}>
          Show {formatNumber(rows.length - shown, 0)} more
        </button>
      ) : null}
    </Panel>
  );
}
