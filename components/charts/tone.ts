import type { TimeSeries, Tone } from './series.ts';

const inks: Record<Tone, string> = {
  ink: 'var(--sb-ink)',
  muted: 'var(--sb-muted)',
  stale: 'var(--sb-stale)',
  bad: 'var(--sb-bad)',
  hatch: 'var(--sb-muted)',
};

export const inkOf = (tone: Tone): string => inks[tone];

/** How dense the fill is: a hatch is drawn as it is, a range must be seen, an area only lies under its line. */
export function opacityOf(tone: Tone, kind: TimeSeries['kind']): number {
  if (tone === 'hatch') return 1;
  return kind === 'range' ? 0.32 : 0.12;
}
