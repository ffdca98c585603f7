import type { LadderLevel, LevelName } from '#lib/model/ladder.ts';

/** Lowest first. Kept apart from lib/model/ladder.ts so that the browser does not load its schemas. */
export const levelNames = ['none', '0', '1', '2', '3', '4'] as const satisfies readonly LevelName[];

/** The level that a name in the catalog's facet means; null is `none`. */
export const levelOf = (name: LevelName): LadderLevel | null => (name === 'none' ? null : (Number(name) as LadderLevel));

/** `level 2`; `no level` where not even level 0 is held. */
export const levelWord = (level: LadderLevel | null) => (level === null ? 'no level' : `level ${level}`);
