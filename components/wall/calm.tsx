import { formatClock, formatCount, formatDuration } from '#components/ui/format.ts';
import { isClockSwapped } from '#lib/model/wall/care.ts';
import { wallEm } from '#lib/model/wall/room.ts';
import classes from './calm.module.css';
import { Handover } from './handover.tsx';
import type { WallGround, WallView } from './view.ts';
import { WallMark } from './wall-mark.tsx';
import { sayCalm, sayUnobserved } from './words.ts';

/** What the sentence, the clock and the facts take, em. */
const aboveEm = 9.6;
const mostRibbons = 5;

/** All is well: one sentence, the time, how old the oldest of it is; and what happened since the last shift. */
export function Calm({ view: { frame, nowMs }, ground: { room, hasZone } }: { view: WallView; ground: WallGround }) {
  const { sight, handover } = frame;
  const ribbons = Math.min(mostRibbons, Math.floor((room.height - aboveEm - 1.6 * wallEm.line) / wallEm.line));
  const unobserved = sayUnobserved(sight);
  const scale = Math.max(1, Math.min(2.2, room.width / 18, room.height / 9));
  return (
    <div className={classes.calm} style={{ '--scale': scale } as React.CSSProperties}>
      <div className={classes.middle}>
        <p className={classes.clock} data-swapped={isClockSwapped(nowMs) || undefined}>
          <span>{hasZone ? formatClock(nowMs) : '--:--'}</span>
        </p>
        <p className={classes.sentence}>
          <WallMark verdict={sight.total === 0 || (sight.counts.up ?? 0) === 0 ? 'unknown' : 'up'} />
          <span>{sayCalm(sight)}</span>
        </p>
        <p className={classes.facts}>
          <span>{formatCount(sight.total, 'service')}</span>
          {sight.oldestLookAt === null ? null : <span>oldest data {formatDuration(nowMs - Date.parse(sight.oldestLookAt))}</span>}
          {unobserved === '' ? null : <span>{unobserved}</span>}
        </p>
      </div>
      {handover.rows.length > 0 && ribbons >= 1 ? (
        <section aria-label="Handover, last 8 h">
          <h2 className={classes.title}>Not calm in the last 8 h, most disruptive first</h2>
          <Handover handover={handover} rows={ribbons} />
        </section>
      ) : null}
    </div>
  );
}
