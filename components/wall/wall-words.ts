import { formatNumber } from '#components/ui/format.ts';
import type { Wall, WallScope } from '#lib/model/wall.ts';

/** Of which services a wall tells. */
export function sayScope({ domain, team, tag, tier }: WallScope): string {
  const parts = [
    domain === null ? null : `domain ${domain}`,
    team === null ? null : `team ${team}`,
    tag === null ? null : `tag ${tag}`,
    tier === null ? null : tier === 1 ? 'tier 1' : `tiers 1–${tier}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'every service' : parts.join(', ');
}

/** `every service · 55″ upright, read from 4 m · 3 pages, 20 s each` */
export function sayWall({ scope, diagonalInches, seatM, upright, pages, rotationSeconds }: Wall): string {
  const screen = `${formatNumber(diagonalInches)}″${upright ? ' upright' : ''}, read from ${formatNumber(seatM)} m`;
  const turning = pages.length === 1 ? [] : [`${formatNumber(pages.length, 0)} pages, ${formatNumber(rotationSeconds, 0)} s each`];
  return [sayScope(scope), screen, ...turning].join(' · ');
}
