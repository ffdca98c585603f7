import { PulsedMark } from '#components/ui/pulsed-mark.tsx';
import type { ObjectiveState } from '#lib/model/latency/choice.ts';
import { objectiveWord } from './words.ts';

const color: Record<ObjectiveState, string> = {
  kept: 'var(--sb-ok)',
  missed: 'var(--sb-bad)',
  'cannot-tell': 'var(--sb-stale)',
  'no-data': 'var(--sb-stale)',
};

function Shape({ state }: { state: ObjectiveState }) {
  switch (state) {
    case 'kept':
      return <circle cx="7" cy="7" r="4.5" fill="currentColor" />;
    case 'missed':
      return <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="2.6" strokeDasharray="23 8.4" transform="rotate(-12 7 7)" />;
    default:
      return <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 2.636" />;
  }
}

/** How a service stands to its objective: shape, word and colour. */
export function ObjectiveMark({ state, size = 14, word = false }: { state: ObjectiveState; size?: number; word?: boolean }) {
  return (
    <PulsedMark state={state} label={objectiveWord[state]} color={color[state]} size={size} word={word}>
      <Shape state={state} />
    </PulsedMark>
  );
}
