import { expect, test } from 'vitest';
import { type Draft, type DraftAct, emptyDraft, faultsOf, misfitsOf, reduceDraft } from './draft.ts';

const after = (...acts: DraftAct[]) => acts.reduce(reduceDraft, emptyDraft);
const panelsOf = ({ pages }: Draft, page: number) => {
  const shown = pages[page];
  return shown?.kind === 'panels' ? shown.panels : [];
};

test('what is added fits the back row as it is added', () => {
  const draft = after({ act: 'set', fields: { seatM: 6 } }, { act: 'addPage' }, { act: 'addPanel', page: 1 });
  expect(panelsOf(draft, 1)).toHaveLength(2);
  expect(misfitsOf(draft)).toEqual([]);
});

test('a wall keeps at least one page and a page one panel, and neither grows without end', () => {
  expect(after({ act: 'removePage', page: 0 }).pages).toHaveLength(1);
  const one = after({ act: 'turnPage', page: 0, kind: 'panels' }, { act: 'removePanel', page: 0, panel: 0 });
  expect(panelsOf(one, 0)).toHaveLength(1);
  const many = after({ act: 'turnPage', page: 0, kind: 'panels' }, ...Array.from({ length: 9 }, (): DraftAct => ({ act: 'addPanel', page: 0 })));
  expect(panelsOf(many, 0)).toHaveLength(4);
  expect(after(...Array.from({ length: 20 }, (): DraftAct => ({ act: 'addPage' }))).pages).toHaveLength(8);
});

test('a panel that turns into one about everything forgets its service', () => {
  const set = (fields: object): DraftAct => ({ act: 'setPanel', page: 0, panel: 0, fields });
  const about = after({ act: 'turnPage', page: 0, kind: 'panels' }, set({ kind: 'signals', service: 'orders' }));
  expect(panelsOf(about, 0)[0]?.service).toBe('orders');
  expect(panelsOf(reduceDraft(about, set({ kind: 'breakers' })), 0)[0]?.service).toBeNull();
});

test('what is missing is named by its field', () => {
  const draft = after(
    { act: 'turnPage', page: 0, kind: 'panels' },
    { act: 'setPanel', page: 0, panel: 0, fields: { kind: 'signals', rows: 0 } },
    { act: 'set', fields: { name: 'Not A Slug', seatM: Number.NaN, diagonalInches: 5 } },
  );
  expect(Object.keys(faultsOf(draft))).toEqual(['title', 'name', 'diagonalInches', 'seatM', 'pages.0.panels.0.service', 'pages.0.panels.0.rows']);
  expect(faultsOf({ ...emptyDraft, name: 'lobby', title: 'Lobby' })).toEqual({});
});
