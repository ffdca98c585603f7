import type { BreakerState } from '#lib/model/breaker.ts';
import { breakerColor, breakerWord } from './breaker.ts';
import { PulsedMark } from './pulsed-mark.tsx';

const broken = { strokeDasharray: '23 8.4', transform: 'rotate(-12 7 7)' };

/** The shapes of a breaker, in 14 × 14: closed is whole, open has a gap, half-open has a dot in it, a square is set by somebody. */
export function BreakerShape({ state }: { state: BreakerState }) {
  switch (state) {
    case 'closed':
      return <circle cx="7" cy="7" r="4.5" fill="currentColor" />;
    case 'open':
      return <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2.6" {...broken} />;
    case 'half-open':
      return (
        <>
          <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2" {...broken} />
          <circle cx="9.5" cy="2.7" r="1.7" fill="currentColor" />
        </>
      );
    case 'forced-open':
    case 'disabled':
      return <rect x="2.6" y="2.6" width="8.8" height="8.8" rx="1" fill="none" stroke="currentColor" strokeWidth="1.8" />;
    default:
      return <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2.636" />;
  }
}

/** The one mark of a breaker's state: shape, word and colour. */
export function BreakerMark({ state, size = 14, word = false }: { state: BreakerState; size?: number; word?: boolean }) {
  return (
    <PulsedMark state={state} label={breakerWord[state]} color={breakerColor[state]} size={size} word={word}>
      <BreakerShape state={state} />
    </PulsedMark>
  );
}
