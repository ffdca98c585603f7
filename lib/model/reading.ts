import { z } from 'zod';
import type { Outcome } from './verdict.ts';
import { outcomeSchema, verdictSchema } from './verdict.ts';

export const targetKindSchema = z.enum(['health', 'metrics', 'document']);
export type TargetKind = z.infer<typeof targetKindSchema>;

/** One look at one target. A target's fault is data here, never an exception. */
export interface Reading {
  kind: TargetKind;
  url: string;
  atMs: number;
  durationMs: number;
  outcome: Outcome;
  /** In words for people, such as `connection refused` or `HTTP 503`. */
  reason: string;
  statusCode: number | null;
  /** Nothing answered: no status, no refusal, no TLS. Such failures can be the fault of our own network. */
  silent: boolean;
  /** What the body says of its version, if it does. */
  version: string | null;
  /** Expiry of the certificate met on https, ms since the epoch. */
  certificateExpiresAtMs: number | null;
}

/** The last look at one target of a service, as the API shows it. */
export const targetStateSchema = z
  .object({
    kind: targetKindSchema,
    url: z.string(),
    ok: z.boolean(),
    reason: z.string(),
    at: z.iso.datetime(),
    durationMs: z.number(),
  })
  .meta({ id: 'TargetState' });
export type TargetState = z.infer<typeof targetStateSchema>;

export const readingViewSchema = z
  .object({
    at: z.iso.datetime(),
    kind: targetKindSchema,
    url: z.string(),
    outcome: outcomeSchema,
    ok: z.boolean(),
    verdict: verdictSchema,
    reason: z.string(),
    statusCode: z.number().int().nullable(),
    durationMs: z.number(),
  })
  .meta({ id: 'Reading', description: 'One look at the health endpoint, and the verdict after it.' });
export type ReadingView = z.infer<typeof readingViewSchema>;

/** One step of a health history: how many looks ended in each verdict. */
export const healthStepSchema = z
  .object({
    at: z.iso.datetime(),
    verdict: verdictSchema.nullable().meta({ description: 'The worst verdict within the step; null where nobody looked.' }),
    up: z.number().int(),
    degraded: z.number().int(),
    down: z.number().int(),
    unknown: z.number().int(),
    maintenance: z.number().int(),
    durationMs: z.number().nullable().meta({ description: 'Mean duration of the looks, ms.' }),
  })
  .meta({ id: 'HealthStep' });
export type HealthStep = z.infer<typeof healthStepSchema>;
