import { breakerOrder, breakerWord } from '#components/ui/breaker.ts';
import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import type { BreakerList, BreakerState } from '#lib/model/breaker.ts';
import classes from './breaker.module.css';
import { type RibbonWindow, ribbonWindows } from './breakers-state.ts';

interface StateChoiceProps {
  counts: BreakerList['counts'] | undefined;
  chosen: BreakerState | null;
  onChoose: (state: BreakerState | null) => void;
}

/** How many stand how; one press shows only those, another all again. */
export function StateChoice({ counts, chosen, onChoose }: StateChoiceProps) {
  const shown = breakerOrder.filter((state) => (counts?.[state] ?? 0) > 0 || state === chosen);
  return (
    <fieldset className={classes.choice}>
      <legend className="sb-hidden">State</legend>
      {shown.map((state) => (
        <button
          key={state}
          type="button"
          className="sb-button sb-button-small"
          aria-pressed={state === chosen}
          onClick={() => onChoose(state === chosen ? null : state)}
        >
          <BreakerMark state={state} size={12} />
          <span aria-hidden="true">{breakerWord[state]}</span>
          <span className="sb-number">{counts?.[state] ?? 0}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** How much time the ribbons show. */
export function WindowChoice({ window, onChoose }: { window: RibbonWindow; onChoose: (window: RibbonWindow) => void }) {
  return (
    <fieldset className={classes.choice}>
      <legend className="sb-hidden">Time shown</legend>
      {ribbonWindows.map((one) => (
        <button key={one} type="button" className="sb-button sb-button-small" aria-pressed={one === window} onClick={() => onChoose(one)}>
          {one}
        </button>
      ))}
    </fieldset>
  );
}
