import type { Verdict } from '#lib/model/verdict.ts';
import { PulsedMark } from './pulsed-mark.tsx';
import { verdictColor, verdictWord } from './verdict.ts';

const gap = { strokeDasharray: '23 8.4', transform: 'rotate(-12 7 7)' };

/** The shapes of all states; 14 × 14. */
function Shape({ verdict }: { verdict: Verdict }) {
  switch (verdict) {
    case 'up':
      return <circle cx="7" cy="7" r="4.5" fill="currentColor" />;
    case 'degraded':
      return <path d="M7 2.2 12.2 11.4H1.8Z" fill="currentColor" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />;
    case 'down':
      return <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2.6" {...gap} />;
    case 'maintenance':
      return <rect x="2.6" y="2.6" width="8.8" height="8.8" rx="1" fill="none" stroke="currentColor" strokeWidth="1.8" />;
    default:
      return <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2.636" />;
  }
}

interface StateMarkProps {
  verdict: Verdict;
  /** Pixels. */
  size?: number;
  /** Writes the word beside the shape; without it the shape carries the word as its label. */
  word?: boolean;
}

/** The one mark of a state: shape, word and colour. Pulses once when the state changes. */
export function StateMark({ verdict, size = 14, word = false }: StateMarkProps) {
  return (
    <PulsedMark state={verdict} label={verdictWord[verdict]} color={verdictColor[verdict]} size={size} word={word}>
      <Shape verdict={verdict} />
    </PulsedMark>
  );
}
