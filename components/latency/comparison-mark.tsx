import { PulsedMark } from '#components/ui/pulsed-mark.tsx';
import type { Comparison } from '#lib/model/latency/compare.ts';
import { comparisonWord } from './words.ts';

const color: Record<Comparison, string> = { faster: 'var(--sb-ok)', slower: 'var(--sb-warning)', 'cannot-tell': 'var(--sb-stale)' };
const shape: Record<Comparison, string> = {
  faster: 'M2 4h10L7 11.5z',
  slower: 'M2 10h10L7 2.5z',
  'cannot-tell': 'M1.5 6.2h4v1.6h-4zM8.5 6.2h4v1.6h-4z',
};

/** Whether a latency rose or fell: shape, word and colour. */
export function ComparisonMark({ comparison, word = true }: { comparison: Comparison; word?: boolean }) {
  return (
    <PulsedMark state={comparison} label={comparisonWord[comparison]} color={color[comparison]} size={12} word={word}>
      <path d={shape[comparison]} fill="currentColor" />
    </PulsedMark>
  );
}
