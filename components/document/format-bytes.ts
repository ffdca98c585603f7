import { formatNumber } from '#components/ui/format.ts';

/** `812 B`, `12 kB`, `3.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatNumber(bytes, 0)} B`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1000, bytes < 10_000 ? 1 : 0)} kB`;
  return `${formatNumber(bytes / 1_000_000, 1)} MB`;
}
