import type { Complaint } from '#lib/model/doctor.ts';
import type { GaugeKind } from '#lib/model/gauge.ts';
import { gaugeTitles } from './gauge-words.ts';

export const severityWords: Record<Complaint['severity'], string> = { error: 'Error', warning: 'Warning', hint: 'Hint' };

export const kindWords: Record<Complaint['kind'], string> = {
  contradictory: 'contradictory',
  unrecognised: 'not recognised',
  'half-recognised': 'half recognised',
  ambiguous: 'ambiguous',
  unit: 'unit unknown',
  cardinality: 'too many series',
};

/** A signal as people read it: `Event loop lag`, `Rate and errors`. */
export function signalWords(signal: string): string {
  return gaugeTitles[signal as GaugeKind] ?? `${signal.charAt(0).toUpperCase()}${signal.slice(1)}`;
}
