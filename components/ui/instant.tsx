'use client';

import { formatClock, formatClockSeconds, formatDay, formatInstant } from './format.ts';
import { useHydrated } from './now.tsx';

const forms = { clock: formatClock, seconds: formatClockSeconds, day: formatDay, full: formatInstant };
const widths = { clock: '5ch', seconds: '8ch', day: '6ch', full: '21ch' };

/** A moment as local wall-clock time; keeps its width while the server's paint waits for the browser's zone. */
export function Instant({ at, form = 'full' }: { at: string; form?: keyof typeof forms }) {
  const hydrated = useHydrated();
  return (
    <time dateTime={at} title={hydrated ? formatInstant(at) : undefined} className="sb-number sb-instant" style={{ minWidth: widths[form] }}>
      {hydrated ? forms[form](at) : ''}
    </time>
  );
}
