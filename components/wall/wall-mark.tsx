import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { BreakerState } from '#lib/model/breaker.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import classes from './wall.module.css';

/** The shape of a state, as high as the capitals beside it. */
export function WallMark({ verdict, breaker }: { verdict?: Verdict; breaker?: BreakerState | undefined }) {
  return (
    <span className={classes.mark}>{breaker === undefined ? <StateMark verdict={verdict ?? 'unknown'} /> : <BreakerMark state={breaker} />}</span>
  );
}
