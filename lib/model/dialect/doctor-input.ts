import type { Complaint } from '../doctor.ts';
import type { Exposition } from '../exposition.ts';
import type { ProcessFacts } from '../gauge.ts';
import type { Totals } from './totals.ts';

export interface DoctorInput {
  exposition: Exposition;
  /** What `readSignals` made of it. */
  totals: Totals | null;
  process: ProcessFacts;
  /** The most samples that a scrape may have. */
  maxSamples: number;
  /** Families of which a counter fell though the process did not restart. */
  fallen: readonly string[];
  /** A latency that somebody wants judged, ms; null where nobody does. */
  objectiveMs: number | null;
}

/** Looks at one side of a service's metrics. */
export type Doctor = (input: DoctorInput) => Complaint[];
