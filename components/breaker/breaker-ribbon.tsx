import type { ReactNode } from 'react';
import { breakerColor, breakerWord } from '#components/ui/breaker.ts';
import type { Breaker } from '#lib/model/breaker.ts';
import { bandsOf } from '#lib/model/breaker-bands.ts';
import type { RibbonWindow } from './breakers-state.ts';
import { windowMs } from './breakers-state.ts';
import classes from './ribbon.module.css';
import { describeBands, describeMissed, windowWords } from './words.ts';

interface BreakerRibbonProps {
  /** Stands above the ribbon on its time axis. */
  above?: ReactNode;
  /** Stands at the right of the words. */
  aside?: ReactNode;
  breaker: Breaker;
  /** The end of the window. */
  at: string;
  window: RibbonWindow;
}

/** Time in each state over the window, with a mark for each open that happened between two scrapes. */
export function BreakerRibbon({ breaker, at, window, above = null, aside = null }: BreakerRibbonProps) {
  const toMs = Date.parse(at);
  const spanMs = windowMs[window];
  const { bands, missedMs } = bandsOf(breaker, toMs - spanMs, toMs);
  const percent = (ms: number) => `${((ms - toMs + spanMs) / spanMs) * 100}%`;
  return (
    <div className={classes.time}>
      {above}
      <div className={classes.ribbon} aria-hidden="true">
        {bands.map(({ state, fromMs, toMs: endMs }) => (
          <span
            key={fromMs}
            className={classes.band}
            data-state={state}
            title={breakerWord[state]}
            style={{ left: percent(fromMs), width: `${((endMs - fromMs) / spanMs) * 100}%`, color: breakerColor[state] }}
          />
        ))}
        {missedMs.map((ms) => (
          <span key={ms} className={classes.tick} title={describeMissed(1, breaker.scrapeSeconds)} style={{ left: percent(ms) }} />
        ))}
      </div>
      <p className={classes.timeWords}>
        <span>
          {windowWords[window]}: {describeBands(bands, missedMs.length, breaker.scrapeSeconds)}
        </span>
        {aside}
      </p>
    </div>
  );
}
