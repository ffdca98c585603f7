import type { Outputs } from '#lib/client/outputs.ts';

export type IndexOutput = Outputs['document']['index'];
export type SliceOutput = Outputs['document']['slice'];
export type LiveOutput = Outputs['document']['live'];

export interface DocumentRights {
  /** May send requests to the service: users and admins. */
  check: boolean;
  edit: boolean;
}
