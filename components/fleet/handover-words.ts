import { formatCount, formatDuration } from '#components/ui/format.ts';
import type { Handover, HandoverRow } from '#lib/model/handover.ts';

const subject = (row: HandoverRow): string => (row.kind === 'service' ? row.service : `the breaker ${row.caller} → ${row.callee}`);

const hoursOf = ({ from, to }: Pick<Handover, 'from' | 'to'>) => Math.round((Date.parse(to) - Date.parse(from)) / 3_600_000);

/** How long a row was not calm; an open that no scrape saw has no length. */
export const describeSpan = (away: number): string => (away === 0 ? '≤ 1 scrape' : formatDuration(away));

/** How long and how often a row was not calm: `14 min`, `3 × · 14 min`. */
export function describeAway({ away, times }: Pick<HandoverRow, 'away' | 'times'>): string {
  const span = describeSpan(away);
  return times > 1 ? `${times} × · ${span}` : span;
}

/** The whole handover in one sentence or two; what was worst by name, and whether it is over. */
export function describeHandover(handover: Handover): string {
  const { services, breakers, notCalm, rows } = handover;
  const worst = rows[0];
  if (!worst) return `Nothing left its calm state in the last ${hoursOf(handover)} h.`;
  const left = [services > 0 ? formatCount(services, 'service') : null, breakers > 0 ? formatCount(breakers, 'breaker') : null];
  const hits = worst.hits > 0 ? ` and hit ${formatCount(worst.hits, 'service')}` : '';
  const was = worst.kind === 'service' ? 'was not up for' : 'was not closed for';
  const now = notCalm === 0 ? 'All are calm again.' : `${notCalm} of them ${notCalm === 1 ? 'is' : 'are'} not calm now.`;
  const both = left.filter((part) => part !== null).join(' and ');
  const pronoun = services + breakers === 1 ? 'its' : 'their';
  return `${both} left ${pronoun} calm state in the last ${hoursOf(handover)} h. Worst: ${subject(worst)} ${was} ${formatDuration(worst.away)}${hits}. ${services + breakers === 1 && notCalm === 0 ? 'It is calm again.' : now}`;
}
