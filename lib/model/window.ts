import { z } from 'zod';

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const maxWindowMs = 90 * unitMs.d;

/** A span back from now, written `30m`, `6h`, `7d`; between a minute and 90 days. */
export const windowSchema = z
  .string()
  .regex(/^\d{1,5}[smhd]$/, 'must be a span such as 30m, 6h or 7d')
  .refine((text) => windowMs(text) >= unitMs.m && windowMs(text) <= maxWindowMs, 'must lie between 1m and 90d')
  .meta({ description: 'A span back from now, such as 30m, 6h or 7d.' });

/** `6h` → 21,600,000. The text must have the form that `windowSchema` takes. */
export function windowMs(text: string): number {
  const unit = text.at(-1) as keyof typeof unitMs;
  return Number(text.slice(0, -1)) * unitMs[unit];
}

/** The step that draws a window in at most `points` points, rounded up to a whole step of `grainMs`. */
export function stepMsOf(spanMs: number, points = 300, grainMs = 1000): number {
  return Math.max(grainMs, Math.ceil(spanMs / points / grainMs) * grainMs);
}
