'use client';

import { Fault } from '#components/ui/fault.tsx';
import { formatCount, formatMs } from '#components/ui/format.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { SourceTrialResult } from '#lib/model/metrics-source.ts';
import classes from './source.module.css';

interface SourceTrialLineProps {
  trial: { data: SourceTrialResult | undefined; error: unknown; isPending: boolean };
  isReady: boolean;
  /** The fault stands at its field already. */
  isNamed: boolean;
  onTry: () => void;
}

/** Asks the server before anything is stored, and says what answered. */
export function SourceTrialLine({ trial, isReady, isNamed, onTry }: SourceTrialLineProps) {
  return (
    <>
      <div className={classes.trial}>
        <button type="button" className="sb-button sb-button-small" disabled={!isReady || trial.isPending} onClick={onTry}>
          {trial.isPending ? 'Asking …' : 'Test connection'}
        </button>
        <span role="status" className={classes.told}>
          {trial.data ? <Result result={trial.data} /> : null}
        </span>
      </div>
      {trial.error && !isNamed ? <Fault error={trial.error as Error} what="Nobody could ask there" /> : null}
    </>
  );
}

function Result({ result: { ok, reason, flavour, targets, durationMs } }: { result: SourceTrialResult }) {
  if (!ok)
    return (
      <>
        <StateMark verdict="down" size={12} /> {reason}
      </>
    );
  const scraped = targets && `${formatCount(targets.active, 'active target')}${targets.down > 0 ? `, ${targets.down} of them down` : ''}`;
  return (
    <>
      <StateMark verdict="up" size={12} /> {[flavour ?? 'It answers', scraped ?? 'does not tell its targets', formatMs(durationMs)].join(' · ')}
    </>
  );
}
