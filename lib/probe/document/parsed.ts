import type { Json } from '#lib/model/document/tree.ts';
import type { Remark } from './fault.ts';
import type { Wanted } from './line.ts';

export interface Parsed {
  format: 'json' | 'yaml';
  value: Json;
  remarks: Remark[];
  /** Every document of a YAML text that holds several. */
  values: Json[];
  /** Lines of the pointers that lead somewhere. */
  findLines(wanted: Wanted): Map<string, number>;
}
