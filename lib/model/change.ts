import { z } from 'zod';
import { serviceStateSchema } from './service.ts';
import { verdictSchema } from './verdict.ts';

const named = { service: z.string() };

/** What each kind of change carries. The live feed sends `data` as it stands here. */
export const changeData = {
  /** The live state of every service looked at in one batch. */
  'state.read': z.object({ states: z.array(z.object({ service: z.string(), ...serviceStateSchema.shape })) }),
  'verdict.changed': z.object({ ...named, from: verdictSchema, to: verdictSchema, reason: z.string() }),
  'version.changed': z.object({ ...named, from: z.string().nullable(), to: z.string() }),
  'service.registered': z.object({ ...named, by: z.string() }),
  'service.changed': z.object({ ...named, by: z.string(), fields: z.array(z.string()) }),
  'service.removed': z.object({ ...named, by: z.string() }),
  /** Somebody wants a look now: the worker, the only one who looks, hears it here. */
  'check.requested': z.object({ ...named, by: z.string() }),
  'self.gate': z.object({ open: z.boolean(), reason: z.string() }),
} as const;

export type ChangeKind = keyof typeof changeData;
export const changeKinds = Object.keys(changeData) as ChangeKind[];

/** Kinds that people read under "what changed"; the rest only keeps screens current. */
export const toldKinds = changeKinds.filter((kind) => kind !== 'state.read' && kind !== 'check.requested');

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
