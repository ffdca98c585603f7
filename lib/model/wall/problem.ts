import type { BreakerState } from '../breaker.ts';
import type { Incident, TroubleFollow } from '../trouble.ts';
import type { Verdict } from '../verdict.ts';

/** What is the matter: how a service or a breaker stands. */
export const problemStateOf = (one: TroubleFollow): Verdict | BreakerState => (one.kind === 'service' ? one.verdict : one.state);

/** How large a tile is to be, 0–1: by how many services it hits and how many requests a second they answer, each in steps of ten. */
export function blastWeight({ blast }: Pick<Incident, 'blast'>): number {
  const services = Math.min(1, Math.log10(1 + blast.services) / 2);
  const rate = Math.min(1, Math.log10(1 + (blast.requestRate ?? 0)) / 4);
  return Math.max(services, rate) * 0.7 + Math.min(services, rate) * 0.3;
}
