import { panelRoom, roomOf } from './room.ts';
import { type Hang, landscape, type Shape } from './type-scale.ts';

/** Kinds of panels, with the fewest characters of a line that keep their sense. */
export const panelKinds = {
  ranking: { title: 'What is wrong', unit: 'services', characters: 24, aboutService: false },
  breakers: { title: 'Breakers', unit: 'breakers', characters: 26, aboutService: false },
  latency: { title: 'Slowest services', unit: 'services', characters: 24, aboutService: false },
  signals: { title: 'Signals of a service', unit: 'signals', characters: 24, aboutService: true },
  heat: { title: 'Latency of a service', unit: 'rows', characters: 30, aboutService: true },
  neighbours: { title: 'Around a service', unit: 'services', characters: 24, aboutService: true },
  changes: { title: 'What changed', unit: 'changes', characters: 26, aboutService: false },
  handover: { title: 'Handover, last 8 h', unit: 'rows', characters: 30, aboutService: false },
} as const;

export type PanelKind = keyof typeof panelKinds;

export const mostPanels = 4;
export const mostPages = 8;
/** Panels whose rows nobody chooses: rate, errors and p95 are three, and a map of durations needs room for its axes. */
export const fixedRows: Partial<Record<PanelKind, number>> = { signals: 3, heat: 6 };

export interface FitPanel {
  kind: PanelKind;
  rows: number;
}

export type FitPage = { kind: 'auto' } | { kind: 'panels'; panels: FitPanel[] };

/** What cannot be read from the back row. */
export interface Misfit {
  page: number;
  panel: number | null;
  /** What is wrong, and what would mend it, as sentences. */
  message: string;
}

const sizes = [32, 43, 50, 55, 65, 75, 86, 98];
const quarter = (metres: number) => Math.floor(metres * 4) / 4;

/** The first diagonal that is sold for which something fits; null where none is large enough. */
const firstSize = (hang: Hang, fits: (hang: Hang) => boolean) =>
  sizes.find((diagonalInches) => diagonalInches > hang.diagonalInches && fits({ ...hang, diagonalInches })) ?? null;

function nearestSeat(hang: Hang, fits: (hang: Hang) => boolean): number | null {
  for (let seatM = quarter(hang.seatM); seatM >= 1; seatM -= 0.25) if (fits({ ...hang, seatM })) return seatM;
  return null;
}

function describeMending(hang: Hang, fits: (hang: Hang) => boolean, first: string[]): string {
  const [size, seat] = [firstSize(hang, fits), nearestSeat(hang, fits)];
  const ways = [...first, ...(size === null ? [] : [`hang a ${size}″ screen`]), ...(seat === null ? [] : [`sit at most ${seat} m away`])];
  if (ways.length === 0) return '';
  const text = ways.length === 1 ? (ways[0] as string) : `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`;
  return ` ${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const count = (rows: number, unit: string) => (rows === 1 ? `1 ${unit.replace(/ies$/, 'y').replace(/s$/, '')}` : `${rows} ${unit}`);

function misfitOf(panel: FitPanel, panels: number, hang: Hang, shape: Shape): string | null {
  const { title, unit, characters } = panelKinds[panel.kind];
  const rows = fixedRows[panel.kind] ?? panel.rows;
  const roomAt = (where: Hang) => panelRoom(roomOf(where, shape), panels, shape);
  const fits = (where: Hang) => roomAt(where).rows >= rows && roomAt(where).characters >= characters;
  const room = roomAt(hang);
  const place = `at ${hang.seatM} m on ${hang.diagonalInches}″`;
  const fewer = panels > 1 ? ['put fewer panels on this page'] : [];
  if (room.characters < characters)
    return `${title}: ${place} a line has room for ${room.characters} characters, and this needs ${characters}.${describeMending(hang, fits, fewer)}`;
  if (room.rows >= rows) return null;
  const lower = room.rows >= 1 && fixedRows[panel.kind] === undefined ? [`choose ${room.rows}`] : [];
  const said = room.rows < 1 ? 'no row fits' : `${count(room.rows, unit)} fit${room.rows === 1 ? 's' : ''}`;
  return `${title}: ${place} ${said}, ${fixedRows[panel.kind] === undefined ? 'you chose' : 'this needs'} ${rows}.${describeMending(hang, fits, [...lower, ...fewer])}`;
}

/** What of a wall cannot be read from the farthest seat, each with the reason and with what to change; empty when all of it can. */
export function findMisfits(pages: readonly FitPage[], hang: Hang, shape: Shape = landscape): Misfit[] {
  const autoFits = (where: Hang) => {
    const { width, height } = roomOf(where, shape);
    return width >= 10 && height >= 4;
  };
  return pages.flatMap((page, at): Misfit[] => {
    if (page.kind === 'auto') {
      if (autoFits(hang)) return [];
      const message = `At ${hang.seatM} m on ${hang.diagonalInches}″ not even one tile can be read.${describeMending(hang, autoFits, [])}`;
      return [{ page: at, panel: null, message }];
    }
    return page.panels.flatMap((panel, index) => {
      const message = misfitOf(panel, page.panels.length, hang, shape);
      return message === null ? [] : [{ page: at, panel: index, message }];
    });
  });
}
