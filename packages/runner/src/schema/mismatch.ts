import { isObject, type Json, kindOf } from '../json.ts';

/** One place where a value is not what its schema says. */
export interface Mismatch {
  keyword: string;
  /** JSON pointer into the value. */
  path: string;
  /** Place of the schema: a JSON pointer into the document, or below it. */
  pointer: string;
  declared: string;
  actual: string;
}

const longest = 120;

/** A value in a few words. */
export function showValue(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  if (text.length <= longest) return text;
  return isObject(value) || Array.isArray(value) ? `${text.slice(0, longest)}… (${kindOf(value)})` : `${text.slice(0, longest)}…`;
}

/** As a sentence's end: `/pagination/total is "3", declared as integer`. */
export const describeMismatch = ({ path, declared, actual }: Mismatch) => `${path || 'the whole'} is ${actual}, declared as ${declared}`;
