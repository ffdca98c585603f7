export const terms = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: 'date', label: 'On a date' },
] as const;
export type Term = (typeof terms)[number]['value'];

const dayMs = 86_400_000;

/** The moment at which an acceptance ends; null is never, undefined where it is not said or past. A date counts to its end. */
export function expiresAtOf(term: Term, date: string, nowMs: number): string | null | undefined {
  if (term === 'never') return null;
  if (term !== 'date') return new Date(nowMs + Number(term) * dayMs).toISOString();
  const endMs = new Date(`${date}T23:59:59`).getTime();
  return Number.isNaN(endMs) || endMs <= nowMs ? undefined : new Date(endMs).toISOString();
}
