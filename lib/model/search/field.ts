import { type SearchField, searchFields } from '../search.ts';

/** Name or path: what a thing is called. */
export const nameBit = 1;
/** Title or operationId: its second name. */
export const titleBit = 2;
/** The term is the first word of the name, of the title. */
export const firstOfNameBit = 1 << 13;
export const firstOfTitleBit = 1 << 14;
export const allFieldBits = (1 << 13) - 1;

const bitOf: Record<SearchField, number> = {
  name: nameBit,
  path: nameBit,
  title: titleBit,
  operationId: titleBit,
  method: 1 << 2,
  summary: 1 << 3,
  tag: 1 << 4,
  parameter: 1 << 5,
  property: 1 << 6,
  description: 1 << 7,
  team: 1 << 8,
  domain: 1 << 9,
  system: 1 << 10,
  topic: 1 << 11,
  service: 1 << 12,
};

/** How much a match in a field is worth, 0–1. */
const weightOf: Record<SearchField, number> = {
  ...{ name: 1, path: 1, title: 0.95, operationId: 0.95, summary: 0.7, tag: 0.65, method: 0.6, team: 0.6, domain: 0.6, system: 0.6 },
  ...{ topic: 0.55, service: 0.5, parameter: 0.45, property: 0.45, description: 0.4 },
};

export const fieldBits: readonly number[] = searchFields.map((field) => bitOf[field]);
export const fieldsByWeight: readonly SearchField[] = searchFields.toSorted((a, b) => weightOf[b] - weightOf[a]);

/** What ranking needs of a set of fields: its worth, 0–127, above four bits for names and titles. */
export const inNameFlag = 1;
export const inTitleFlag = 2;
export const startsNameFlag = 4;
export const startsTitleFlag = 8;
export const flagBits = 4;
export const flagMask = (1 << flagBits) - 1;
export const fullWorth = 110;

/** The worth of a set is that of its best field, and a little more when the name of the service says it too. */
function codeOfFields(set: number): number {
  let weight = 0;
  for (const field of searchFields) if (set & bitOf[field]) weight = Math.max(weight, weightOf[field]);
  const beside = (set & bitOf.service) !== 0 && (set & ~bitOf.service & allFieldBits) !== 0;
  const flags =
    (set & nameBit ? inNameFlag : 0) |
    (set & titleBit ? inTitleFlag : 0) |
    (set & firstOfNameBit ? startsNameFlag : 0) |
    (set & firstOfTitleBit ? startsTitleFlag : 0);
  return (Math.round(100 * (weight + (beside ? 0.1 : 0))) << flagBits) | flags;
}

/** The same for every set there can be. */
export const fieldCodes: Uint16Array = Uint16Array.from({ length: firstOfTitleBit << 1 }, (_, set) => codeOfFields(set));
