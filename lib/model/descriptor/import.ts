import { z } from 'zod';
import { documentKindSchema } from '../document.ts';
import { formatSchema } from './entry.ts';

const place = {
  file: z.string(),
  line: z.number().int(),
  entry: z.string().nullable().meta({ description: 'The entry concerned; null where it is the file.' }),
};
const action = z.enum(['create', 'change', 'same']);

const stepSchema = z.object({
  name: z.string(),
  action,
  format: formatSchema,
  file: z.string(),
  line: z.number().int(),
  changes: z
    .array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))
    .meta({ description: 'Fields that differ from what is stored; of a new service, from the defaults.' }),
});

const groupStepSchema = z.object({ kind: z.enum(['team', 'domain', 'system']), name: z.string(), displayName: z.string(), action });

const remarks = {
  rejected: z.array(z.object({ ...place, why: z.string(), help: z.string() })).meta({ description: 'What does not go in. Everything else does.' }),
  notes: z
    .array(z.object({ ...place, text: z.string(), times: z.number().int().meta({ description: 'How many entries this was said of.' }) }))
    .meta({ description: 'What was repaired, guessed or left out.' }),
};

/** What an import would do. */
export const importPlanSchema = z
  .object({
    counts: z.object({
      create: z.number().int(),
      change: z.number().int(),
      same: z.number().int(),
      rejected: z.number().int(),
      entries: z.number().int(),
    }),
    formats: z.array(z.object({ format: formatSchema, entries: z.number().int() })),
    services: z.array(stepSchema),
    groups: z.array(groupStepSchema),
    documents: z.array(z.object({ service: z.string(), kind: documentKindSchema, fileName: z.string(), bytes: z.number().int() })),
    ...remarks,
  })
  .meta({ id: 'ImportPlan' });
export type ImportPlan = z.infer<typeof importPlanSchema>;
export type PlannedService = ImportPlan['services'][number];
export type PlannedGroup = ImportPlan['groups'][number];

/** What an import did. */
export const importResultSchema = z
  .object({
    created: z.array(z.string()).meta({ description: 'Names of the services that are new.' }),
    changed: z.array(z.string()),
    same: z.number().int().meta({ description: 'How many services were as they should be already.' }),
    groups: z.number().int().meta({ description: 'Teams, domains and systems that are new or renamed.' }),
    documents: z.number().int().meta({ description: 'Documents that became a new revision.' }),
    ...remarks,
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResultSchema>;
