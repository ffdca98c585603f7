/** A unit of durations. */
export type Unit = 's' | 'ms' | 'us' | 'ns';

const millisecondsOf: Record<Unit, number> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

const spelled: Record<string, Unit> = {
  s: 's',
  sec: 's',
  second: 's',
  seconds: 's',
  ms: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  us: 'us',
  µs: 'us',
  microsecond: 'us',
  microseconds: 'us',
  ns: 'ns',
  nanosecond: 'ns',
  nanoseconds: 'ns',
};

/** The unit that a `# UNIT` line names; null when it names none of time. */
export function unitOf(text: string): Unit | null {
  return spelled[text.trim().toLowerCase()] ?? null;
}

/** A duration in ms, without the noise that the multiplication leaves behind the twelfth digit. */
export function inMs(value: number, unit: Unit): number {
  if (unit === 'ms' || !Number.isFinite(value)) return value;
  return Number((value * millisecondsOf[unit]).toPrecision(12));
}

const inWords: readonly [RegExp, Unit][] = [
  [/\b(?:milli-?seconds?|millis|msecs?|ms)\b/i, 'ms'],
  [/\b(?:micro-?seconds?|micros|µs|us)\b/i, 'us'],
  [/\b(?:nano-?seconds?|nanos|ns)\b/i, 'ns'],
  [/\b(?:seconds?|secs?)\b/i, 's'],
];

/** The unit that a HELP text names; null when it names none. */
export function unitInWords(text: string): Unit | null {
  return inWords.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
