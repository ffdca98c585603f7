import type { Unit } from './unit.ts';

const foldable = /[.\-/ ]|__/;
const suffix = /_(bucket|sum|count|max|total|created)$/;
const unitSuffix = /_(seconds|milliseconds|ms|microseconds|nanoseconds)$/;

const unitOfSuffix: Record<string, Unit> = { seconds: 's', milliseconds: 'ms', ms: 'ms', microseconds: 'us', nanoseconds: 'ns' };

/** A sample's name taken apart: `http.server.request.duration_seconds_bucket` → `http_server_request_duration`, `s`, `bucket`. */
export interface NameParts {
  stem: string;
  /** The unit that stood in the name. */
  unit: Unit | null;
  /** `bucket`, `sum`, `count`, `max`, `total` or `created`. */
  suffix: string | null;
}

export function partsOf(name: string): NameParts {
  const lower = name.toLowerCase();
  const folded = foldable.test(lower) ? lower.replace(/[._\-/ ]+/g, '_') : lower;
  const withoutSuffix = suffix.exec(folded);
  const rest = withoutSuffix ? folded.slice(0, withoutSuffix.index) : folded;
  const withoutUnit = unitSuffix.exec(rest);
  const bare = withoutUnit ? rest.slice(0, withoutUnit.index) : rest;
  return {
    // Exporters of OpenTelemetry append the unit to names that say it already: `…_duration_ms_milliseconds`.
    stem: withoutUnit?.[1] === 'milliseconds' ? bare.replace(/_ms$/, '') : bare,
    unit: withoutUnit ? (unitOfSuffix[withoutUnit[1] as string] ?? null) : null,
    suffix: withoutSuffix?.[1] ?? null,
  };
}

/** What a name is looked up by: lower case, separators folded, one suffix and one unit stripped. */
export function stemOf(name: string): string {
  return partsOf(name).stem;
}
