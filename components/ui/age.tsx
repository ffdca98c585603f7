'use client';

import { formatDuration, formatInstant } from './format.ts';
import { useHydrated, useNowText } from './now.tsx';

interface AgeProps {
  at: string;
  /** Stands before the age: `checked 8 s ago`. */
  prefix?: string;
  /** `ago`: `8 s ago`; `span`: `8 s`, for how long something has lasted. */
  form?: 'ago' | 'span';
}

/** The age of a moment; counts on by itself. */
export function Age({ at, prefix, form = 'ago' }: AgeProps) {
  const atMs = Date.parse(at);
  const span = useNowText((nowMs) => formatDuration(nowMs - atMs));
  const hydrated = useHydrated();
  return (
    <time dateTime={at} title={hydrated ? formatInstant(atMs) : undefined} className="sb-number">
      {prefix ? `${prefix} ` : ''}
      {span}
      {form === 'ago' ? ' ago' : ''}
    </time>
  );
}
