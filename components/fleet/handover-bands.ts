import { breakerColor, breakerWord } from '#components/ui/breaker.ts';
import { verdictColor, verdictWord } from '#components/ui/verdict.ts';
import type { Handover, HandoverRow } from '#lib/model/handover.ts';

type Window = Pick<Handover, 'from' | 'to'>;

export interface RibbonBand {
  state: string;
  from: string;
  color: string;
  word: string;
  /** Of the width of the ribbon, %. */
  left: number;
  width: number;
}

/** Where an instant lies in a window, %. */
export const placeIn = ({ from, to }: Window, at: string) => ((Date.parse(at) - Date.parse(from)) / (Date.parse(to) - Date.parse(from))) * 100;

const leastWidth = 0.15;

/** The states of a row, oldest first, as a ribbon over the window draws them. */
export function ribbonBandsOf(row: HandoverRow, window: Window): RibbonBand[] {
  const told =
    row.kind === 'service'
      ? row.ribbon.map((span) => ({ ...span, color: verdictColor[span.state], word: verdictWord[span.state] }))
      : row.ribbon.map((span) => ({ ...span, color: breakerColor[span.state], word: breakerWord[span.state] }));
  return told.map(({ to, ...band }) => {
    const left = placeIn(window, band.from);
    return { ...band, left, width: Math.max(leastWidth, placeIn(window, to) - left) };
  });
}
