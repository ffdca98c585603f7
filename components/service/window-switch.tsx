import { type SignalWindow, signalWindows } from './service-state.ts';
import classes from './signals.module.css';

/** How far back the charts of the page look. */
export function WindowSwitch({ window, onWindow }: { window: SignalWindow; onWindow: (window: SignalWindow) => void }) {
  return (
    <fieldset className="sb-plain">
      <legend className="sb-hidden">Window of the charts</legend>
      <div className={classes.switch}>
        {signalWindows.map((one) => (
          <button key={one} type="button" aria-pressed={one === window} onClick={() => onWindow(one)}>
            {one}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
