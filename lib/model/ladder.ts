import { z } from 'zod';

/** Levels of the validation ladder; each asks for all below it. */
export const ladderLevels = [0, 1, 2, 3, 4] as const;
export const ladderLevelSchema = z.union(ladderLevels.map((level) => z.literal(level)));
export type LadderLevel = z.infer<typeof ladderLevelSchema>;

export const heldLevelSchema = ladderLevelSchema
  .nullable()
  .meta({ description: 'The level of the validation ladder that was held when it was judged last; null: none, or nobody judged yet.' });

/** Values of the catalog's facet: the levels, and `none`. */
export const levelNames = ['none', '0', '1', '2', '3', '4'] as const;
export type LevelName = (typeof levelNames)[number];

/** What each level says of a service that holds it. */
export const ladderTitles: Record<LadderLevel, string> = {
  0: 'described and tested at all',
  1: 'document and configuration are valid',
  2: 'the service keeps its contract',
  3: 'works end to end, under load and with failing dependencies',
  4: 'proved by chaos, secure, ready to operate',
};

export const ladderCheckSchema = z.object({
  id: z.string().meta({ examples: ['contract.passed'] }),
  title: z.string(),
  state: z.enum(['met', 'unmet', 'unknown']).meta({ description: '`unknown`: nothing to judge it by, which does not count as met.' }),
  message: z.string().meta({ description: 'What was seen, in a sentence.' }),
  help: z.string().nullable().meta({ description: 'What to do; null where it is met.' }),
  runId: z.uuid().nullable().meta({ description: 'The run that says so.' }),
});
export type LadderCheck = z.infer<typeof ladderCheckSchema>;

export const ladderStepSchema = z.object({
  level: ladderLevelSchema,
  title: z.string(),
  met: z.boolean(),
  checks: z.array(ladderCheckSchema),
});
export type LadderStep = z.infer<typeof ladderStepSchema>;

export const ladderSchema = z
  .object({
    level: ladderLevelSchema.nullable().meta({ description: 'The highest level held, with all below it; null: not even level 0.' }),
    steps: z.array(ladderStepSchema),
    judgedAt: z.iso.datetime(),
  })
  .meta({ id: 'Ladder' });
export type Ladder = z.infer<typeof ladderSchema>;
