'use client';

import { Age } from '#components/ui/age.tsx';
import { useLive } from '#lib/client/live.ts';
import classes from './live-mark.module.css';

const words = { live: 'live', connecting: 'connecting', lost: 'not connected' };

/** Whether what one sees is current, and how old the newest of it is. */
export function LiveMark({ short = false }: { short?: boolean }) {
  const { state, lastAt } = useLive();
  return (
    <span className={classes.live} data-state={state}>
      <svg width="10" height="10" viewBox="0 0 10 10" className={classes.dot} role="img" aria-label={words[state]}>
        {state === 'live' ? (
          <circle cx="5" cy="5" r="3.5" fill="currentColor" />
        ) : (
          <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="16 6" />
        )}
      </svg>
      {short ? null : (
        <span className={classes.words}>
          <span aria-hidden="true">{words[state]}</span>
          {lastAt ? (
            <>
              {' · '}
              <Age at={lastAt} />
            </>
          ) : null}
        </span>
      )}
    </span>
  );
}
