import { formatDuration } from '#components/ui/format.ts';
import type { WallView } from './view.ts';
import classes from './wall.module.css';
import { WallMark } from './wall-mark.tsx';
import { sayCalm, sayUnobserved } from './words.ts';

/** How much is not seen, how it was when it was seen last, and how long ago that is. */
function sayMemory({ freshness, lateMs, frame, seen, nowMs }: WallView, isBare: boolean): string {
  const unobserved = freshness === 'blind' ? '' : sayUnobserved(frame.sight);
  const parts = unobserved === '' ? [] : [`${unobserved}.`];
  if (seen === null) return parts.join(' ');
  const age = formatDuration(freshness === 'blind' ? lateMs : nowMs - Date.parse(seen.at));
  parts.push(isBare ? `${age} ago: ${sayCalm(seen.sight)}` : `What stands here is ${age} old.`);
  return parts.join(' ');
}

/** Why nothing can be said, right across the screen. What is remembered stands above it, the worst uncovered. */
export function BlindBand({ reason, view, isBare }: { reason: string; view: WallView; isBare: boolean }) {
  return (
    <div className={classes.blind} role="status" data-place={isBare ? 'middle' : 'bottom'}>
      <p className={classes.blindTitle}>
        <WallMark verdict="unknown" />
        <span>We cannot see</span>
      </p>
      <p className={classes.blindReason}>{reason}</p>
      <p className={classes.blindReason}>{sayMemory(view, isBare)}</p>
    </div>
  );
}
