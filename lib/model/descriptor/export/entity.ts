import type { Json } from '../../document/tree.ts';

/** An entity as it goes out, and the service that it is. */
export interface KeptEntity {
  kind: string;
  namespace: string;
  name: string;
  service: string | null;
  file: string;
  content: Json;
}
