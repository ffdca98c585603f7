import type { LadderLevel } from '#lib/model/ladder.ts';

/** `level 2`; `no level` where not even level 0 is held. */
export const levelWord = (level: LadderLevel | null) => (level === null ? 'no level' : `level ${level}`);
