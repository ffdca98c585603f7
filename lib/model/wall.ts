import { z } from 'zod';
import { breakerStateSchema } from './breaker.ts';
import { handoverSchema } from './handover.ts';
import { latencyColumnSchema } from './latency.ts';
import { latencyObjectiveSchema } from './latency-objective.ts';
import { intervalMsSchema, slugSchema } from './service.ts';
import { incidentSchema } from './trouble.ts';
import { verdictSchema } from './verdict.ts';
import { findMisfits, mostPages, mostPanels, type PanelKind, panelKinds } from './wall/fit.ts';

const instant = z.iso.datetime();

export const wallScopeSchema = z.strictObject({
  domain: slugSchema.nullable().default(null),
  team: slugSchema.nullable().default(null),
  tag: z.string().trim().min(1).max(100).nullable().default(null),
  tier: z.number().int().min(1).max(4).nullable().default(null).meta({ description: 'Services of this tier and of those that matter more.' }),
});
export type WallScope = z.infer<typeof wallScopeSchema>;

const kinds = Object.keys(panelKinds) as [PanelKind, ...PanelKind[]];

export const wallPanelSchema = z
  .strictObject({
    kind: z.enum(kinds),
    service: slugSchema.nullable().default(null).meta({ description: 'For panels about one service.' }),
    rows: z.number().int().min(1).max(20).default(4),
  })
  .refine(({ kind, service }) => service !== null || !panelKinds[kind].aboutService, { path: ['service'], error: 'name the service to show' });
export type WallPanel = z.infer<typeof wallPanelSchema>;

export const wallPageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('auto').meta({ description: 'One sentence while all is calm, tiles when it is not.' }) }),
  z.strictObject({ kind: z.literal('panels'), panels: z.array(wallPanelSchema).min(1).max(mostPanels) }),
]);
export type WallPage = z.infer<typeof wallPageSchema>;

const fields = {
  name: slugSchema,
  title: z.string().trim().min(1).max(60),
  scope: wallScopeSchema,
  pages: z.array(wallPageSchema).min(1).max(mostPages),
  diagonalInches: z.number().min(10).max(200).meta({ description: 'Of the screen.' }),
  seatM: z.number().min(0.5).max(30).meta({ description: 'Metres from the screen to the farthest seat.' }),
  upright: z.boolean().meta({ description: 'Whether the screen stands on its short side.' }),
  rotationSeconds: z.number().int().min(10).max(600),
};

export const wallDefaults = {
  scope: { domain: null, team: null, tag: null, tier: null },
  pages: [{ kind: 'auto' }],
  diagonalInches: 55,
  seatM: 4,
  upright: false,
  rotationSeconds: 20,
} satisfies Partial<z.infer<z.ZodObject<typeof fields>>>;

export const wallSchema = z.object({ ...fields, readyMade: z.boolean(), updatedAt: instant.nullable() }).meta({ id: 'Wall' });
export type Wall = z.infer<typeof wallSchema>;

const defaulted = {
  scope: fields.scope.default(wallDefaults.scope),
  pages: fields.pages.default([{ kind: 'auto' }]),
  diagonalInches: fields.diagonalInches.default(wallDefaults.diagonalInches),
  seatM: fields.seatM.default(wallDefaults.seatM),
  upright: fields.upright.default(wallDefaults.upright),
  rotationSeconds: fields.rotationSeconds.default(wallDefaults.rotationSeconds),
};

/** Addresses that are something else already. */
const newName = fields.name.refine((name) => name !== 'new' && name !== 'preview', 'is a name of something else here: choose another');

export const newWallSchema = z.strictObject({ name: newName, title: fields.title, ...defaulted }).meta({ id: 'NewWall' });
export type NewWall = z.infer<typeof newWallSchema>;

const { name: _name, ...changeable } = fields;
export const wallPatchSchema = z.strictObject(changeable).partial();
export type WallPatch = z.infer<typeof wallPatchSchema>;

/** The wall that is there without anybody having made one. */
export const readyMadeWall: Wall = { name: 'fleet', title: 'Fleet', ...wallDefaults, pages: [{ kind: 'auto' }], readyMade: true, updatedAt: null };

const portrait = { width: 9, height: 16 };
const landscape = { width: 16, height: 9 };

export const shapeOf = ({ upright }: Pick<Wall, 'upright'>) => (upright ? portrait : landscape);

/** What of a wall cannot be read from its farthest seat. */
export const misfitsOf = (wall: Pick<Wall, 'pages' | 'diagonalInches' | 'seatM' | 'upright'>) => findMisfits(wall.pages, wall, shapeOf(wall));

export const wallScreenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    wall: z.string(),
    lastSeenAt: instant.nullable(),
    createdAt: instant,
    createdBy: z.string(),
  })
  .meta({ id: 'WallScreen', description: 'A screen that shows a wall without anybody being signed in at it.' });
export type WallScreen = z.infer<typeof wallScreenSchema>;

const problemStateSchema = z.enum({ ...verdictSchema.enum, ...breakerStateSchema.enum });

export const wallSightSchema = z.object({
  blind: z.string().nullable().meta({ description: 'Why Signalbox cannot see; null while it can.' }),
  total: z.number().int(),
  counts: z.record(verdictSchema, z.number().int()),
  unobserved: z.object({
    silent: z.number().int().meta({ description: 'Services that have never given anything to look at.' }),
    ours: z.number().int().meta({ description: 'Services of which our own trouble or lateness hides the state.' }),
    ratio: z.number(),
  }),
  oldestLookAt: instant.nullable(),
  newestLookAt: instant.nullable(),
});
export type WallSight = z.infer<typeof wallSightSchema>;

const rate = z.number().nullable();

/** What each kind of panel is given. */
export const wallPanelDataSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ranking') }),
  z.object({ kind: z.literal('missing'), reason: z.string() }),
  z.object({
    kind: z.literal('breakers'),
    total: z.number().int(),
    breakers: z.array(
      z.object({
        caller: z.string(),
        callee: z.string(),
        state: breakerStateSchema,
        since: instant,
        nextTryAt: instant.nullable(),
        errorRatio: rate,
      }),
    ),
  }),
  z.object({
    kind: z.literal('latency'),
    services: z.array(z.object({ service: z.string(), latencyMsP95: intervalMsSchema, requestRate: rate })),
  }),
  z.object({
    kind: z.literal('signals'),
    service: z.string(),
    verdict: verdictSchema,
    at: instant.nullable(),
    requestRate: rate,
    errorRatio: rate,
    latencyMsP95: intervalMsSchema.nullable(),
    series: z.array(z.object({ requestRate: rate, errorRatio: rate, latencyMsP95: rate })),
  }),
  z.object({
    ...{ kind: z.literal('heat'), service: z.string(), from: instant, to: instant, stepSeconds: z.number() },
    ...{ rows: z.array(intervalMsSchema), columns: z.array(latencyColumnSchema) },
    p95: intervalMsSchema.nullable().meta({ description: 'Of the latest look.' }),
    objective: latencyObjectiveSchema.nullable(),
  }),
  z.object({
    kind: z.literal('neighbours'),
    service: z.string(),
    verdict: verdictSchema,
    callers: z.array(z.object({ name: z.string(), verdict: verdictSchema.nullable(), breakerState: breakerStateSchema.nullable() })),
    callees: z.array(z.object({ name: z.string(), verdict: verdictSchema.nullable(), breakerState: breakerStateSchema.nullable() })),
  }),
  z.object({
    kind: z.literal('changes'),
    changes: z.array(
      z.object({ id: z.number().int(), at: instant, kind: z.string(), subject: z.string().nullable(), data: z.record(z.string(), z.unknown()) }),
    ),
  }),
  z.object({ kind: z.literal('handover'), handover: handoverSchema }),
]);
export type WallPanelData = z.infer<typeof wallPanelDataSchema>;

export const wallFrameSchema = z
  .object({
    at: instant.meta({ description: "The server's clock." }),
    build: z.string(),
    wall: wallSchema,
    sight: wallSightSchema,
    problems: z.array(incidentSchema).meta({ description: 'Incidents of the fleet that concern the services of the wall, worst first, at most 24.' }),
    problemCounts: z.partialRecord(problemStateSchema, z.number().int()).meta({ description: 'Of all, those included that are not listed.' }),
    problemsTotal: z.number().int(),
    followsTotal: z.number().int().meta({ description: 'How much follows from all of them.' }),
    handover: handoverSchema.meta({ description: 'What left its calm state in the last 8 hours, at most 5 rows.' }),
    panels: z.array(z.array(wallPanelDataSchema)).meta({ description: 'By page and panel; empty for pages that make themselves.' }),
  })
  .meta({ id: 'WallFrame', description: 'Everything that a wall shows at one moment.' });
export type WallFrame = z.infer<typeof wallFrameSchema>;
