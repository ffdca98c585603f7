import { PulsedMark } from '#components/ui/pulsed-mark.tsx';
import { Cross, Tick } from './run-mark.tsx';

export type CheckLook = 'met' | 'unmet' | 'unknown';

const color: Record<CheckLook, string> = { met: 'var(--sb-ok)', unmet: 'var(--sb-warning)', unknown: 'var(--sb-stale)' };

function Shape({ look }: { look: CheckLook }) {
  if (look === 'met') return <Tick />;
  if (look === 'unmet') return <Cross />;
  return <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2.636" />;
}

interface CheckMarkProps {
  look: CheckLook;
  word: string;
  /** A check that failed is worse than one that is missing. */
  isBad?: boolean;
  size?: number;
  /** Writes the word beside the shape. */
  hasWord?: boolean;
}

/** The one mark of something that is to be proved: met, not met, or nobody can tell. */
export function CheckMark({ look, word, isBad = false, size = 14, hasWord = true }: CheckMarkProps) {
  const fill = look === 'unmet' && isBad ? 'var(--sb-bad)' : color[look];
  return (
    <PulsedMark state={look} label={word} color={fill} size={size} word={hasWord}>
      <Shape look={look} />
    </PulsedMark>
  );
}
