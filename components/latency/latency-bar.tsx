import { type FleetWindow, fleetWindows } from '#lib/model/latency/choice.ts';
import type { LatencyList } from '#lib/model/latency.ts';
import { type Standing, standings } from './latency-state.ts';
import classes from './list.module.css';
import { ObjectiveMark } from './objective-mark.tsx';
import { objectiveWord } from './words.ts';

interface StandingChoiceProps {
  counts: LatencyList['counts'] | undefined;
  chosen: Standing | null;
  onChoose: (standing: Standing | null) => void;
}

/** How many stand how to their objective; one press shows only those, another all again. */
export function StandingChoice({ counts, chosen, onChoose }: StandingChoiceProps) {
  const shown = standings.filter((standing) => (counts?.[standing] ?? 0) > 0 || standing === chosen);
  return (
    <fieldset className={classes.choice}>
      <legend className="sb-hidden">Objective</legend>
      {shown.map((standing) => (
        <button
          key={standing}
          type="button"
          className="sb-button sb-button-small"
          aria-pressed={standing === chosen}
          onClick={() => onChoose(standing === chosen ? null : standing)}
        >
          {standing === 'none' ? 'no objective' : <ObjectiveMark state={standing} size={12} />}
          {standing === 'none' ? null : <span aria-hidden="true">{objectiveWord[standing]}</span>}
          <span className="sb-number">{counts?.[standing] ?? 0}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** How much time is compared with the same time before. */
export function WindowChoice({ window, onChoose }: { window: FleetWindow; onChoose: (window: FleetWindow) => void }) {
  return (
    <fieldset className={classes.choice}>
      <legend className="sb-hidden">Time compared</legend>
      {fleetWindows.map((one) => (
        <button key={one} type="button" className="sb-button sb-button-small" aria-pressed={one === window} onClick={() => onChoose(one)}>
          {one}
        </button>
      ))}
    </fieldset>
  );
}
