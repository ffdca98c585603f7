import { type Exposition, parseNumber } from '../exposition.ts';
import type { Family } from './family.ts';
import { type Unit, unitInWords, unitOf } from './unit.ts';

/** Beyond this a bound cannot be seconds of a request. */
const mostSeconds = 600;
/** Up to this a histogram's largest bound cannot be milliseconds of a request. */
const leastMs = 120;

/**
 * The unit of a family's durations, and how it is known: `# UNIT`, then the name, then the library, then HELP, then bounds that fit one
 * unit alone. Null when nothing says it: a guess could be wrong by a thousand.
 */
export function toldUnit(exposition: Exposition, family: Family, fixed: Unit | null): { unit: Unit; how: string } | null {
  const announced = exposition.families.get(family.name);
  const told = announced?.unit ? unitOf(announced.unit) : null;
  if (told) return { unit: told, how: `${told}, by # UNIT` };
  if (family.unit) return { unit: family.unit, how: `${family.unit}, by its name` };
  if (fixed) return { unit: fixed, how: `${fixed}, by the dialect` };
  const worded = announced?.help ? unitInWords(announced.help) : null;
  if (worded) return { unit: worded, how: `${worded}, by its HELP` };
  return byBounds(exposition, family);
}

function byBounds(exposition: Exposition, family: Family): { unit: Unit; how: string } | null {
  const bounds = family.buckets.map((index) => parseNumber(exposition.labelsOf(index).get('le') ?? '') ?? Number.NaN).filter(Number.isFinite);
  if (bounds.length === 0) return null;
  const most = bounds.reduce((a, b) => Math.max(a, b));
  if (most > mostSeconds) return { unit: 'ms', how: `ms, assumed: bounds up to ${most} are no seconds` };
  return most <= leastMs ? { unit: 's', how: `s, assumed: bounds up to ${most} are no milliseconds` } : null;
}
