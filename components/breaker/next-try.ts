import { formatDuration } from '#components/ui/format.ts';

/** `next try in 12 s`, counted down; null while nothing is waited for. */
export function describeNextTry(nextTryAt: string | null, nowMs: number): string {
  if (nextTryAt === null) return '';
  const leftMs = Date.parse(nextTryAt) - nowMs;
  return leftMs > 0 ? `next try in ${formatDuration(leftMs + 999)}` : 'next call may try';
}
