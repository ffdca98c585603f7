import type { ChangeDataOf } from '#lib/model/change.ts';

export type ReadState = ChangeDataOf<'state.read'>['states'][number];

/** The states of one batch of looks, by service. */
export type States = Map<string, ReadState>;
