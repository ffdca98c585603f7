import type { JsonObject } from '../document/normalise/json.ts';

/** An operation where it stands: its path item holds parameters and servers for it. */
export interface Place {
  key: string;
  method: string;
  path: string;
  item: JsonObject;
  operation: JsonObject;
}
