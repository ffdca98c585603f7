import { z } from 'zod';
import { breakerStateSchema } from './breaker.ts';
import { documentKindSchema } from './document.ts';
import { targetKindSchema } from './reading.ts';
import { runKindSchema, runStateSchema } from './run.ts';
import { serviceStateSchema } from './service.ts';
import { verdictSchema } from './verdict.ts';

const named = { service: z.string() };

/** What each kind of change carries. The live feed sends `data` as it stands here. */
export const changeData = {
  /** The live state of every service looked at in one batch. */
  'state.read': z.object({ states: z.array(z.object({ service: z.string(), ...serviceStateSchema.shape })) }),
  'verdict.changed': z.object({ ...named, from: verdictSchema, to: verdictSchema, reason: z.string() }),
  'version.changed': z.object({ ...named, from: z.string().nullable(), to: z.string() }),
  /** A process of the service began anew; which one, where it runs more than once. */
  'service.restarted': z.object({ ...named, instance: z.string().nullable(), startedAt: z.iso.datetime().nullable() }),
  'service.registered': z.object({ ...named, by: z.string() }),
  'service.changed': z.object({ ...named, by: z.string(), fields: z.array(z.string()) }),
  'service.removed': z.object({ ...named, by: z.string() }),
  /** Somebody wants a look now: the worker, the only one who looks, hears it here. */
  'check.requested': z.object({ ...named, by: z.string() }),
  /** A document's text changed: a new revision is kept. */
  'document.revised': z.object({
    ...named,
    number: z.number().int(),
    documentKind: documentKindSchema,
    from: z.string().nullable(),
    to: z.string().nullable(),
    by: z.string().nullable(),
  }),
  /** What a revision changed is known; `breaking` counts findings that break callers. */
  'document.compared': z.object({
    ...named,
    from: z.number().int(),
    to: z.number().int(),
    breaking: z.number().int(),
    warnings: z.number().int(),
    callers: z.array(z.string()),
  }),
  'document.linted': z.object({ ...named, number: z.number().int(), score: z.number().int() }),
  /** A breaker of `service` opened, closed or tries again. */
  'breaker.changed': z.object({
    ...named,
    name: z.string(),
    callee: z.string(),
    from: breakerStateSchema,
    to: breakerStateSchema,
    /** Base URL of the instance that holds it, where the service has several. */
    instance: z.string().optional(),
  }),
  /** Something else is known of a breaker than before: it is new, its state is no longer known, or an open was missed. */
  'breaker.seen': z.object({ ...named, name: z.string() }),
  /** The metrics of a service told of calls that they did not tell of before. */
  'edges.found': z.object({ ...named, callees: z.array(z.string()) }),
  /** Observed edges of a service were forgotten or brought back. */
  'edges.decided': z.object({ ...named, by: z.string() }),
  /** Somebody laid out a picture of the graph anew. */
  'graph.laidOut': z.object({ view: z.string(), version: z.number().int(), by: z.string() }),
  /** A metrics source was added, changed or removed. */
  'source.changed': z.object({ source: z.string(), what: z.enum(['added', 'changed', 'removed']), by: z.string() }),
  /** A metrics source ceased to answer, or answers again: one line, however many services take their signals from it. */
  'source.turned': z.object({ source: z.string(), ok: z.boolean(), reason: z.string(), services: z.number().int() }),
  /** Metrics or document of a service can be had no longer, for another reason, or again. */
  'target.turned': z.object({ ...named, target: targetKindSchema, ok: z.boolean(), reason: z.string() }),
  /** A validation run is new, gets on or has ended. */
  'run.changed': z.object({ ...named, run: z.string(), state: runStateSchema }),
  'run.ended': z.object({ ...named, run: z.string(), runKind: runKindSchema, state: runStateSchema, summary: z.string() }),
  /** A service holds another level of the validation ladder; null: none. */
  'ladder.changed': z.object({ ...named, from: z.number().int().nullable(), to: z.number().int().nullable() }),
  'import.applied': z.object({ by: z.string(), created: z.number().int(), changed: z.number().int() }),
  /** A wall or a screen of one was made, changed or removed. */
  'wall.changed': z.object({ wall: z.string(), by: z.string() }),
  'self.gate': z.object({ open: z.boolean(), reason: z.string() }),
} as const;

export type ChangeKind = keyof typeof changeData;
export const changeKinds = Object.keys(changeData) as ChangeKind[];

/** Kinds that people read under "what changed"; the rest only keeps screens current. */
const untold: ChangeKind[] = [
  'state.read',
  'check.requested',
  'document.linted',
  'breaker.seen',
  'edges.found',
  'edges.decided',
  'graph.laidOut',
  'wall.changed',
  'target.turned',
  'run.changed',
];
export const toldKinds = changeKinds.filter((kind) => !untold.includes(kind));

export type ChangeDataOf<K extends ChangeKind> = z.infer<(typeof changeData)[K]>;
export type NewChange = { [K in ChangeKind]: { kind: K; subject: string | null; data: ChangeDataOf<K> } }[ChangeKind];
export type Change = NewChange & { id: number; at: string };

export const changeViewSchema = z
  .object({
    id: z.number().int(),
    at: z.iso.datetime(),
    kind: z.string(),
    subject: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Change', description: 'One line of the live feed.' });
