import { SeverityMark } from '#components/revision/severity-mark.tsx';
import { Age } from '#components/ui/age.tsx';
import { formatNumber } from '#components/ui/format.ts';
import { NotKnown } from '#components/ui/quantity.tsx';
import type { Run } from '#lib/model/run.ts';
import { RunLink } from './run-link.tsx';
import { RunMark } from './run-mark.tsx';
import { describeCommit, describeOrigin, formatRunTime, isUnderWay, kindTitle } from './run-words.ts';
import classes from './runs.module.css';
import type { ChangeState } from './use-validation-state.ts';
import type { ValidationState } from './validation-state.ts';

interface RunTableProps {
  runs: Run[];
  state: ValidationState;
  change: ChangeState;
}

/** Runs, one a line; each leads to itself. */
export function RunTable({ runs, state, change }: RunTableProps) {
  return (
    <table className={`sb-table sb-cards sb-cards-dense ${classes.table}`} aria-label="Runs">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Run</th>
          <th scope="col">Where</th>
          <th scope="col">Found</th>
          <th scope="col" className="sb-right">
            Calls
          </th>
          <th scope="col" className="sb-right">
            Took
          </th>
          <th scope="col" className="sb-right">
            When
          </th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunLine key={run.id} {...{ run, state, change }} />
        ))}
      </tbody>
    </table>
  );
}

function RunLine({ run, state, change }: { run: Run; state: ValidationState; change: ChangeState }) {
  const { kind, summary, calls, durationMs, requestedAt, startedBy } = run;
  return (
    <tr data-row="" className={classes.line}>
      <td className={classes.state}>
        <RunMark state={run.state} />
      </td>
      <th scope="row" className={classes.name}>
        <RunLink id={run.id} {...{ state, change }}>
          {kindTitle[kind]}
        </RunLink>
        <span className={classes.summary}>{summary}</span>
      </th>
      <td className={classes.where}>
        <Where run={run} />
      </td>
      <td className={classes.found}>
        <Found run={run} />
      </td>
      <td className="sb-right sb-number" data-label="calls">
        {calls === null ? <NotKnown /> : formatNumber(calls, 0)}
      </td>
      <td className="sb-right sb-number" data-head="took">
        {durationMs === null ? <NotKnown /> : formatRunTime(durationMs)}
      </td>
      <td className="sb-right">
        <Age at={requestedAt} />
      </td>
      <td className={classes.by} data-head="by">
        {startedBy}
      </td>
    </tr>
  );
}

/** Here, or where it was pushed from, with the way to what was tested. */
export function Where({ run }: { run: Run }) {
  const commit = describeCommit(run);
  return (
    <>
      {describeOrigin(run)}
      {commit === null ? null : (
        <>
          {' · '}
          {run.commit?.url ? (
            <a className="sb-mono" href={run.commit.url} target="_blank" rel="noreferrer">
              {commit}
            </a>
          ) : (
            <span className="sb-mono">{commit}</span>
          )}
        </>
      )}
    </>
  );
}

/** Errors and warnings by number; what is under way has none to show yet. */
function Found({ run }: { run: Run }) {
  const { errors, warnings, infos, progress } = run;
  if (isUnderWay(run)) return <span className="sb-muted">{progress ? `${formatNumber(progress.findings, 0)} so far` : 'not yet'}</span>;
  if (errors + warnings + infos === 0) return <span className="sb-muted">{run.state === 'passed' ? 'nothing' : '–'}</span>;
  const counts = [
    { severity: 'error', count: errors },
    { severity: 'warning', count: warnings },
    { severity: 'info', count: errors + warnings === 0 ? infos : 0 },
  ] as const;
  const names = { error: 'errors', warning: 'warnings', info: 'notes' };
  return (
    <span className={classes.counts}>
      {counts.map(({ severity, count }) =>
        count === 0 ? null : (
          <span key={severity} title={names[severity]}>
            <SeverityMark severity={severity} word={formatNumber(count, 0)} size={10} />
            <span className="sb-hidden"> {names[severity]}</span>
          </span>
        ),
      )}
    </span>
  );
}
