import type { BreakerState } from '#lib/model/breaker.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import classes from './panel.module.css';
import { WallMark } from './wall-mark.tsx';

interface PanelRowProps {
  verdict?: Verdict | undefined;
  breaker?: BreakerState | undefined;
  name: string;
  detail?: string | null;
  value: string;
}

/** One line of a panel: state, name, what there is room for of the rest, and the value at the right. */
export function PanelRow({ verdict, breaker, name, detail = null, value }: PanelRowProps) {
  return (
    <div className={classes.row}>
      {verdict === undefined && breaker === undefined ? null : <WallMark verdict={verdict ?? 'unknown'} breaker={breaker} />}
      <span className={classes.name}>{name}</span>
      {detail === null ? null : <span className={classes.detail}>{detail}</span>}
      <span className={classes.value}>{value}</span>
    </div>
  );
}

/** A panel that has nothing to show says so. */
export function Quiet({ words, verdict }: { words: string; verdict: Verdict }) {
  return (
    <div className={classes.row}>
      <WallMark verdict={verdict} />
      <span className={classes.name}>{words}</span>
    </div>
  );
}
