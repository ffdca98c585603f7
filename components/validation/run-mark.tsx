import { PulsedMark } from '#components/ui/pulsed-mark.tsx';
import type { RunState } from '#lib/model/run.ts';
import { runStateColor, runStateWord } from './run-words.ts';

const gap = { strokeDasharray: '23 8.4', transform: 'rotate(-12 7 7)' };
const ring = { cx: 7, cy: 7, r: 5, fill: 'none', stroke: 'currentColor' };

/** The shapes of a run's states, in 14 × 14. */
function Shape({ state }: { state: RunState }) {
  switch (state) {
    case 'passed':
      return <Tick />;
    case 'failed':
      return <Cross />;
    case 'broken':
      return <circle {...ring} strokeWidth="2.6" {...gap} />;
    case 'running':
      return (
        <>
          <circle {...ring} strokeWidth="1.6" />
          <path d="M7 4v6a3 3 0 0 0 0-6Z" fill="currentColor" stroke="currentColor" strokeWidth="1" />
        </>
      );
    case 'cancelled':
      return <path d="M3 7h8" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />;
    default:
      return <circle {...ring} strokeWidth="1.6" strokeDasharray="2.6 2.636" />;
  }
}

export function Tick() {
  return <path d="M2.8 7.4 5.8 10.4 11.4 4" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" />;
}

export function Cross() {
  return <path d="M3.2 3.2 10.8 10.8M10.8 3.2 3.2 10.8" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />;
}

/** The one mark of a run's state: shape, word and colour. Pulses once when the state changes. */
export function RunMark({ state, size = 14 }: { state: RunState; size?: number }) {
  return (
    <PulsedMark state={state} label={runStateWord[state]} color={runStateColor[state]} size={size} word>
      <Shape state={state} />
    </PulsedMark>
  );
}
