import { expect, test } from 'vitest';
import { findLayout, keepLayout, keepPlaces, listPlaces } from './place.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const dayMs = 86_400_000;

eachDatabase((open) => {
  test('a node keeps the place that it has, and a taken place stays taken', async () => {
    const db = await open();
    const at = (node: string, rank: number, slot: number) => ({ node, rank, slot });
    expect(await keepPlaces(db, 'all', 0, [at('a', 0, 0), at('b', 1, 0)], nowMs)).toBe(2);
    expect(await keepPlaces(db, 'all', 0, [at('a', 5, 5), at('c', 1, 0), at('d', 1, 1)], nowMs + 1)).toBe(1);
    await keepPlaces(db, 'folded', 0, [at('a', 9, 9)], nowMs);
    expect(await listPlaces(db, 'all', 0)).toEqual([
      { ...at('a', 0, 0), atMs: nowMs },
      { ...at('b', 1, 0), atMs: nowMs },
      { ...at('d', 1, 1), atMs: nowMs + 1 },
    ]);
    expect(await listPlaces(db, 'folded', 0)).toEqual([{ ...at('a', 9, 9), atMs: nowMs }]);
  });

  test('the version that was in force is found, and what was replaced long ago goes', async () => {
    const db = await open();
    const keep = async (version: number, atMs: number, keptFromMs: number) => {
      await keepLayout(db, 'all', { version, by: 'ana' }, atMs, keptFromMs);
      await keepPlaces(db, 'all', version, [{ node: 'a', rank: 0, slot: version }], atMs);
    };
    await keepPlaces(db, 'all', 0, [{ node: 'a', rank: 0, slot: 0 }], nowMs);
    await keep(1, nowMs + dayMs, nowMs);
    expect(await listPlaces(db, 'all', 0)).toHaveLength(1);
    await keep(2, nowMs + 2 * dayMs, nowMs + dayMs);
    expect(await listPlaces(db, 'all', 0)).toEqual([]);
    expect(await findLayout(db, 'all')).toEqual({ version: 2, by: 'ana', atMs: nowMs + 2 * dayMs });
    expect((await findLayout(db, 'all', nowMs + 2 * dayMs - 1)).version).toBe(1);
    expect((await findLayout(db, 'folded')).version).toBe(0);
  });
});
