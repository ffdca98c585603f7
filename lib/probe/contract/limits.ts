/** What a run that Signalbox itself makes may cost the service, and us. */
export const runLimits = {
  /** Against anything that is registered: it may be production. */
  perSecond: 5,
  answerMs: 10_000,
  maxBytes: 10_000_000,
  /** After so long no further request is sent, and what was found is the result. */
  sendingMs: 14 * 60_000,
  /** After so long the run is ended from outside, without a result. */
  totalMs: 15 * 60_000,
  /** A service that says nothing is given up after so many requests or so long in a row: sooner where it never said anything. */
  silence: { first: { calls: 10, ms: 30_000 }, later: { calls: 100, ms: 150_000 } },
};
export type RunLimits = typeof runLimits;

/** What is meant to be sent at most: the rest of the time is for services that are slow. */
const plannedMs = 10 * 60_000;
const most = { samples: 6, invalid: 40 };
/** Without credentials, with wrong ones, and with methods that are not declared. */
const others = 4;

export interface RunSize {
  samples: number;
  mostInvalid: number;
}

/** How many requests each operation gets: as many as the runner likes, less where a document has so many operations that time would run out. */
export function sizeOf(operations: number, { perSecond }: Pick<RunLimits, 'perSecond'>): RunSize {
  const each = Math.floor(((plannedMs / 1000) * perSecond) / Math.max(1, operations)) - others;
  const samples = Math.min(most.samples, Math.max(1, Math.floor(each / 2)));
  return { samples, mostInvalid: Math.min(most.invalid, Math.max(0, each - samples)) };
}
