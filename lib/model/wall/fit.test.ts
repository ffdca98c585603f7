import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FitPage, findMisfits, fixedRows, type PanelKind, panelKinds } from './fit.ts';
import { panelRoom, roomOf } from './room.ts';
import { landscape } from './type-scale.ts';

const page = (...panels: [PanelKind, number][]): FitPage => ({ kind: 'panels', panels: panels.map(([kind, rows]) => ({ kind, rows })) });

test('what does not fit is refused with the reason and with what would mend it', () => {
  const [misfit] = findMisfits([page(['ranking', 12])], { diagonalInches: 43, seatM: 6 });
  expect(misfit).toEqual({
    page: 0,
    panel: 0,
    message: 'What is wrong: at 6 m on 43″ 4 services fit, you chose 12. Choose 4, hang a 75″ screen or sit at most 3.5 m away.',
  });
});

test('the ready-made page fits any screen that is not absurdly far away', () => {
  expect(findMisfits([{ kind: 'auto' }], { diagonalInches: 43, seatM: 8 })).toEqual([]);
  expect(findMisfits([{ kind: 'auto' }], { diagonalInches: 32, seatM: 15 })[0]?.message).toMatch(/^At 15 m on 32″ not even one tile can be read/);
});

test('each panel of each page is judged for itself, and a crowded page is told so', () => {
  const pages = [page(['ranking', 3]), page(['breakers', 3], ['ranking', 3], ['signals', 3], ['changes', 30])];
  const misfits = findMisfits(pages, { diagonalInches: 55, seatM: 5 });
  expect(misfits.every(({ page: at }) => at === 1)).toBe(true);
  expect(misfits.map(({ message }) => message).join(' ')).toContain('put fewer panels on this page');
});

test('whatever is let through has room for its rows, and the mending that is proposed does mend', () => {
  const kinds = Object.keys(panelKinds) as PanelKind[];
  const panels = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(panels, fc.integer({ min: 32, max: 98 }), fc.integer({ min: 2, max: 10 }), (chosen, diagonalInches, seatM) => {
      const hang = { diagonalInches, seatM };
      const misfits = findMisfits([page(...chosen)], hang);
      const room = panelRoom(roomOf(hang), chosen.length, landscape);
      chosen.forEach(([kind, rows], at) => {
        const message = misfits.find(({ panel }) => panel === at)?.message;
        if (message === undefined) expect(room.rows).toBeGreaterThanOrEqual(fixedRows[kind] ?? rows);
        const larger = /hang a (\d+)″/.exec(message ?? '')?.[1];
        if (!larger) return;
        const after = findMisfits([page(...chosen)], { diagonalInches: Number(larger), seatM });
        expect(after.some(({ panel }) => panel === at)).toBe(false);
      });
    }),
  );
});
