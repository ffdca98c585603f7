import { z } from 'zod';
import type { Json } from '../document/tree.ts';
import type { Lines } from './lines.ts';

export const formatSchema = z.enum(['signalbox', 'backstage', 'datadog', 'opslevel', 'compass', 'cortex', 'score', 'prometheus', 'csv']);
export type Format = z.infer<typeof formatSchema>;

/** One catalog entry as its file holds it. */
export interface Entry {
  format: Format;
  kind: string;
  namespace: string;
  name: string;
  file: string;
  line: number;
  content: Json;
  lines: Lines;
  /** Name of the service that is made of it. */
  service: string | null;
}

/** What identifies an entry: case makes no difference. */
export function entryKey({ format, kind, namespace, name }: Pick<Entry, 'format' | 'kind' | 'namespace' | 'name'>): string {
  return `${format} ${kind}:${namespace}/${name}`.toLowerCase();
}

/** `component:default/orders`, or the name alone where there is but one kind. */
export function labelOfEntry({ format, kind, namespace, name }: Pick<Entry, 'format' | 'kind' | 'namespace' | 'name'>): string {
  if (format !== 'backstage') return kind === 'service' ? name : `${kind} ${name}`;
  return namespace === 'default' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** Something to know that keeps nothing from going in. */
export interface Remark {
  file: string;
  line: number;
  entry: string | null;
  text: string;
  /** How often it was said of other entries too. */
  times: number;
}

/** An entry that does not go in. */
export interface Rejection {
  file: string;
  line: number;
  entry: string | null;
  why: string;
  help: string;
}

/** What earlier imports brought, so that one entry stays one service. */
export interface Known {
  entries: Pick<Entry, 'format' | 'kind' | 'namespace' | 'name' | 'service'>[];
  services: string[];
}
