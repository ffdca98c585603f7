import { findMisfits, type Misfit, mostPages, mostPanels, type PanelKind, panelKinds } from '#lib/model/wall/fit.ts';
import { panelRoom, roomOf } from '#lib/model/wall/room.ts';
import type { Shape } from '#lib/model/wall/type-scale.ts';
import type { NewWall, Wall, WallPage, WallPanel } from '#lib/model/wall.ts';

export type Draft = NewWall;

/** A wall that nobody has filled in yet. */
export const emptyDraft: Draft = {
  ...{ name: '', title: '', scope: { domain: null, team: null, tag: null, tier: null }, pages: [{ kind: 'auto' }] },
  ...{ diagonalInches: 55, seatM: 4, upright: false, rotationSeconds: 20 },
};

export function draftOf({ readyMade: _made, updatedAt: _at, ...wall }: Wall): Draft {
  return wall;
}

export const shapeOf = ({ upright }: Pick<Draft, 'upright'>): Shape => (upright ? { width: 9, height: 16 } : { width: 16, height: 9 });

/** What the server would refuse of it for the back row, found without asking. */
export function misfitsOf(draft: Draft): Misfit[] {
  return findMisfits(draft.pages, draft, shapeOf(draft));
}

const replaceAt = <T>(items: readonly T[], at: number, item: T): T[] => items.map((each, index) => (index === at ? item : each));
const without = <T>(items: readonly T[], at: number): T[] => items.filter((_, index) => index !== at);

/** As many rows as there is room for when so many panels share a page, within reason. */
function fittingRows(draft: Draft, panels: number): number {
  return Math.max(1, Math.min(8, panelRoom(roomOf(draft, shapeOf(draft)), panels, shapeOf(draft)).rows));
}

const newPanel = (draft: Draft, panels: number, kind: PanelKind = 'ranking'): WallPanel => ({
  kind,
  service: null,
  rows: fittingRows(draft, panels),
});

export type DraftAct =
  | { act: 'set'; fields: Partial<Omit<Draft, 'pages'>> }
  | { act: 'addPage' }
  | { act: 'removePage'; page: number }
  | { act: 'turnPage'; page: number; kind: WallPage['kind'] }
  | { act: 'addPanel'; page: number }
  | { act: 'setPanel'; page: number; panel: number; fields: Partial<WallPanel> }
  | { act: 'removePanel'; page: number; panel: number };

function withPanels(draft: Draft, page: number, change: (panels: WallPanel[]) => WallPanel[]): Draft {
  const old = draft.pages[page];
  if (old?.kind !== 'panels') return draft;
  return { ...draft, pages: replaceAt(draft.pages, page, { kind: 'panels', panels: change(old.panels) }) };
}

/** The draft after one act of whoever edits it. */
export function reduceDraft(draft: Draft, act: DraftAct): Draft {
  switch (act.act) {
    case 'set':
      return { ...draft, ...act.fields };
    case 'addPage':
      return draft.pages.length >= mostPages ? draft : { ...draft, pages: [...draft.pages, { kind: 'panels', panels: [newPanel(draft, 1)] }] };
    case 'removePage':
      return draft.pages.length <= 1 ? draft : { ...draft, pages: without(draft.pages, act.page) };
    case 'turnPage':
      return {
        ...draft,
        pages: replaceAt(draft.pages, act.page, act.kind === 'auto' ? { kind: 'auto' } : { kind: 'panels', panels: [newPanel(draft, 1)] }),
      };
    case 'addPanel':
      return withPanels(draft, act.page, (panels) => (panels.length >= mostPanels ? panels : [...panels, newPanel(draft, panels.length + 1)]));
    case 'removePanel':
      return withPanels(draft, act.page, (panels) => (panels.length <= 1 ? panels : without(panels, act.panel)));
    case 'setPanel':
      return withPanels(draft, act.page, (panels) =>
        panels.map((panel, at) => {
          if (at !== act.panel) return panel;
          const next = { ...panel, ...act.fields };
          return panelKinds[next.kind].aboutService ? next : { ...next, service: null };
        }),
      );
  }
}

/** What keeps a draft from being asked about at all: fields that are still empty or out of range, by path. */
export function faultsOf(draft: Draft): Record<string, string> {
  const faults: Record<string, string> = {};
  if (draft.title.trim() === '') faults.title = 'Give it a title.';
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(draft.name)) faults.name = 'Lower-case letters, digits and hyphens, beginning with a letter or digit.';
  else if (draft.name === 'new' || draft.name === 'preview') faults.name = 'This is the name of something else here: choose another.';
  if (!(draft.diagonalInches >= 10 && draft.diagonalInches <= 200)) faults.diagonalInches = 'Between 10 and 200 inches.';
  if (!(draft.seatM >= 0.5 && draft.seatM <= 30)) faults.seatM = 'Between 0.5 and 30 m.';
  if (!(draft.rotationSeconds >= 10 && draft.rotationSeconds <= 600)) faults.rotationSeconds = 'Between 10 and 600 s.';
  draft.pages.forEach((page, at) => {
    if (page.kind !== 'panels') return;
    page.panels.forEach(({ kind, service, rows }, panel) => {
      if (panelKinds[kind].aboutService && !service) faults[`pages.${at}.panels.${panel}.service`] = 'Name the service to show.';
      if (!(Number.isInteger(rows) && rows >= 1 && rows <= 20)) faults[`pages.${at}.panels.${panel}.rows`] = 'Between 1 and 20.';
    });
  });
  return faults;
}
