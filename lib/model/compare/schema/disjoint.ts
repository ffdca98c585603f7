import { equalJson } from '../../document/normalise/json.ts';
import { typesOf } from './compare-types.ts';
import type { Conjunction, Flat } from './flat.ts';

type FlatOf = (conjunction: Conjunction) => Flat;

/** No value can be of both, as far as types, fixed values and closed objects show. */
export function disjoint(a: Flat, b: Flat, flatOf: FlatOf, depth = 0): boolean {
  if (a.never || b.never) return true;
  const [typesA, typesB] = [typesOf(a, flatOf), typesOf(b, flatOf)];
  if (typesA && typesB && !typesA.some((type) => typesB.some((other) => overlap(type, other)))) return true;
  const [valuesA, valuesB] = [a.values, b.values];
  if (valuesA && valuesB) return !valuesA.some((value) => valuesB.some((other) => equalJson(value, other)));
  const objects = typesA?.length === 1 && typesA[0] === 'object' && typesB?.length === 1 && typesB[0] === 'object';
  if (!objects || depth > 3) return false;
  return refusesNeeded(a, b) || refusesNeeded(b, a) || [...a.required].some((name) => b.required.has(name) && apart(a, b, name, flatOf, depth));
}

const overlap = (a: string, b: string) => a === b || (a === 'integer' && b === 'number') || (a === 'number' && b === 'integer');

const refusesNeeded = (closed: Flat, other: Flat) =>
  closed.additional?.never === true && closed.byPattern.size === 0 && [...other.required].some((name) => !closed.properties.has(name));

function apart(a: Flat, b: Flat, name: string, flatOf: FlatOf, depth: number): boolean {
  const [from, to] = [a.properties.get(name), b.properties.get(name)];
  return from !== undefined && to !== undefined && disjoint(flatOf(from), flatOf(to), flatOf, depth + 1);
}
