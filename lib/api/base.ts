import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Access } from '#lib/model/role.ts';

export interface Meta {
  /** Who may call the operation. An operation that does not say is for admins. */
  access: Access;
}

const base = oc.$meta<Meta>({ access: 'admin' });

/** The start of every operation: who may call it. */
export const operationFor = (access: Access) => base.meta({ access });

export const nothing = z.void();

/** A query parameter given once or more: `?tag=a&tag=b`. */
export const manyOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item).max(50).optional());
