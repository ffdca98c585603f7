import { z } from 'zod';
import { findingSchema } from './finding.ts';

export const runKindSchema = z.enum(['contract', 'resilience', 'load', 'chaos', 'e2e']);
export type RunKind = z.infer<typeof runKindSchema>;

/** `failed`: it found errors. `broken`: it could not be made, which says nothing of the service. */
export const runStateSchema = z.enum(['queued', 'running', 'passed', 'failed', 'broken', 'cancelled']);
export type RunState = z.infer<typeof runStateSchema>;

/** Where it ran: in Signalbox, or elsewhere (a laptop, CI) with the result pushed here. */
export const runOriginSchema = z.enum(['signalbox', 'pushed']);

export const runProgressSchema = z.object({
  phase: z.string(),
  done: z.number().int().min(0),
  of: z.number().int().min(0),
  calls: z.number().int().min(0),
  findings: z.number().int().min(0),
});
export type RunProgress = z.infer<typeof runProgressSchema>;

/** What was tested, where the run came from version control. */
export const commitSchema = z.object({
  id: z.string().max(100).nullable(),
  branch: z.string().max(200).nullable(),
  url: z
    .url({ protocol: /^https?$/, hostname: /./ })
    .max(1000)
    .nullable()
    .meta({ description: 'The job or the commit, for a person to open.' }),
});

/** One thing that a run set out to prove. */
export const runCheckSchema = z.object({
  id: z.string().max(200),
  title: z.string().max(500),
  ok: z.boolean().nullable().meta({ description: 'null: it could not be told.' }),
  message: z.string().max(4000),
});
export type RunCheck = z.infer<typeof runCheckSchema>;

export const runTableSchema = z.object({
  title: z.string().max(200),
  columns: z.array(z.string().max(100)).max(20),
  rows: z.array(z.array(z.string().max(1000)).max(20)).max(2000),
});
export type RunTable = z.infer<typeof runTableSchema>;

/** What a run saw beside its findings: what it proved, and tables such as operations, fault matrix or load steps. */
export const runOutcomeSchema = z.object({
  checks: z.array(runCheckSchema).max(500),
  tables: z.array(runTableSchema).max(20),
  notes: z.array(z.string().max(2000)).max(100),
});
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

const count = z.number().int().min(0);

export const runSchema = z
  .object({
    id: z.uuid(),
    service: z.string(),
    kind: runKindSchema,
    state: runStateSchema,
    origin: runOriginSchema,
    environment: z.string().nullable().meta({ description: 'Where it ran, such as `staging` or `ci`; as whoever pushed it says.' }),
    readOnly: z.boolean().meta({ description: 'Only GET and HEAD were sent.' }),
    seed: count.nullable(),
    revision: count.nullable().meta({ description: 'Number of the revision of the document that it was held against.' }),
    version: z.string().nullable(),
    baseUrl: z.string().nullable(),
    startedBy: z.string(),
    requestedAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    durationMs: count.nullable(),
    calls: count.nullable(),
    operations: count.nullable(),
    unproven: count.nullable().meta({ description: 'Operations that never answered a valid request with success.' }),
    errors: count,
    warnings: count,
    infos: count,
    summary: z.string().meta({ description: 'How it went, in a sentence.' }),
    progress: runProgressSchema.nullable(),
    commit: commitSchema.nullable(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof runSchema>;

export const runDetailSchema = z.object({ run: runSchema, findings: z.array(findingSchema), outcome: runOutcomeSchema });
export type RunDetail = z.infer<typeof runDetailSchema>;

/** What a person may start from here: a contract run that only reads. */
export const newRunSchema = z.strictObject({
  kind: z.literal('contract').default('contract'),
  seed: z.number().int().min(0).max(2_147_483_647).optional().meta({ description: 'Gives the same requests again; drawn where it is not given.' }),
});
export type NewRun = z.infer<typeof newRunSchema>;

/** The result of a run made elsewhere. Sent again with the same id, it changes nothing. */
export const runReportSchema = z.strictObject({
  id: z.uuid(),
  kind: runKindSchema,
  startedAt: z.iso.datetime(),
  durationMs: count.max(86_400_000),
  environment: z.string().max(100).nullable().default(null),
  readOnly: z.boolean().default(false),
  seed: count.max(2_147_483_647).nullable().default(null),
  version: z.string().max(100).nullable().default(null),
  baseUrl: z.string().max(2000).nullable().default(null),
  calls: count.max(2_147_483_647).nullable().default(null),
  operations: count.nullable().default(null),
  unproven: count.nullable().default(null),
  broken: z.string().max(2000).nullable().default(null).meta({ description: 'Why the run could not be made; null where it was.' }),
  summary: z.string().max(500),
  findings: z.array(findingSchema).max(2000).default([]),
  outcome: runOutcomeSchema.default({ checks: [], tables: [], notes: [] }),
  commit: commitSchema.nullable().default(null),
});
export type RunReport = z.infer<typeof runReportSchema>;

/** Errors fail a run; warnings and hints do not. */
export function stateOfReport({ broken, findings }: Pick<RunReport, 'broken' | 'findings'>): RunState {
  if (broken !== null) return 'broken';
  return findings.some(({ severity }) => severity === 'error' || severity === 'breaking') ? 'failed' : 'passed';
}

export const isUnderWay = (state: RunState) => state === 'queued' || state === 'running';
