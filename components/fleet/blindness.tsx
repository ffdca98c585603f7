'use client';

import { formatDuration } from '#components/ui/format.ts';
import { useNowText } from '#components/ui/now.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import classes from './fleet.module.css';

const blindMs = 60_000;

/** Says so when Signalbox itself has stopped looking: what stands below is then a memory, not a state. */
export function Blindness({ lastLookAt }: { lastLookAt: string | null }) {
  const silent = useNowText((nowMs) => {
    const span = lastLookAt === null ? 0 : nowMs - Date.parse(lastLookAt);
    return span > blindMs ? formatDuration(span) : '';
  });
  if (silent === '') return null;
  return (
    <div className={classes.blind} role="status">
      <StateMark verdict="unknown" />
      <p>
        <strong>Signalbox has not looked at anything for {silent}.</strong> What stands here is how things were then. The worker process may have
        stopped: see <a href="/readyz">readiness</a> and its log.
      </p>
    </div>
  );
}
