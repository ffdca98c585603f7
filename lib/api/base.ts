import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Access } from '#lib/model/role.ts';

export interface Meta {
  /** Who may call the operation. An operation that does not say is for admins. */
  access: Access;
  /** Takes its body as it is sent, up to so many bytes, instead of a JSON object of at most 1 MB. */
  upload?: { maxBytes: number; types: readonly string[] };
  /** Answers with a text of one of these media types instead of JSON made of its output. */
  answers?: readonly string[];
}

const base = oc.$meta<Meta>({ access: 'admin' });

/** The start of every operation: who may call it. */
export const operationFor = (access: Access, more: Omit<Meta, 'access'> = {}) => base.meta({ access, ...more });

/** A text that is answered as it is. */
export const fileOutput = z.instanceof(Blob);

export const nothing = z.void();

/** A query parameter given once or more: `?tag=a&tag=b`. */
export const manyOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).max(50).optional());
