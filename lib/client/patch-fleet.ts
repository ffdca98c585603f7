import type { Verdict } from '#lib/model/verdict.ts';
import type { FleetSummary } from './outputs.ts';
import type { ReadState, States } from './states.ts';

type Wrong = FleetSummary['wrong'][number];
type Follow = Wrong['follows'][number];
type Cells = FleetSummary['cells'];

const rank: Record<Verdict, number> = { down: 0, degraded: 1, unknown: 2, maintenance: 3, up: 4 };
const isTrouble = (verdict: Verdict) => verdict === 'down' || verdict === 'degraded' || verdict === 'unknown';

/** The states whose verdict differs from what the cells show, with the domain they stand under. */
function findTurned(cells: Cells, states: States): Map<string, { from: Verdict; to: ReadState; domain: string | null }> {
  const turned = new Map<string, { from: Verdict; to: ReadState; domain: string | null }>();
  for (const { domain, services } of cells) {
    for (const [name, from] of services) {
      const to = states.get(name);
      if (to && to.verdict !== from) turned.set(name, { from, to, domain });
    }
  }
  return turned;
}

function patchCells(cells: Cells, turned: ReturnType<typeof findTurned>): Cells {
  return cells.map((group) => {
    if (!group.services.some(([name]) => turned.has(name))) return group;
    const services = group.services.map(([name, verdict]): [string, Verdict] => [name, turned.get(name)?.to.verdict ?? verdict]);
    return { ...group, services: services.sort((a, b) => rank[a[1]] - rank[b[1]] || (a[0] < b[0] ? -1 : 1)) };
  });
}

function patchCounts(counts: FleetSummary['counts'], turned: ReturnType<typeof findTurned>): FleetSummary['counts'] {
  const next = { ...counts };
  for (const { from, to } of turned.values()) {
    next[from] = Math.max(0, (next[from] ?? 0) - 1);
    next[to.verdict] = (next[to.verdict] ?? 0) + 1;
  }
  return next;
}

/** What is said of services that are listed, as the feed has it. Who enters, leaves or moves, and why, follows with the next answer. */
function patchWrong(wrong: Wrong[], states: States): Wrong[] {
  const said = <T extends Wrong | Follow>(one: T): T => {
    const state = one.kind === 'service' ? states.get(one.service) : undefined;
    return state && isTrouble(state.verdict) ? { ...one, verdict: state.verdict, reason: state.reason, since: state.since } : one;
  };
  const isWell = (one: Wrong | Follow) => one.kind === 'service' && states.has(one.service) && !isTrouble(states.get(one.service)?.verdict ?? 'up');
  return wrong
    .filter((one) => !isWell(one) || one.follows.length > 0)
    .map((one) => ({ ...said(one), follows: one.follows.filter((follow) => !isWell(follow)).map(said) }));
}

const namesOf = (one: Wrong): string[] => [one, ...one.follows].flatMap((each) => (each.kind === 'service' ? each.service : []));

/** The fleet at a glance after one batch of looks. */
export function patchFleet(fleet: FleetSummary, states: States, at: string): FleetSummary {
  const turned = findTurned(fleet.cells, states);
  const concerned = turned.size > 0 || fleet.wrong.some((one) => namesOf(one).some((name) => states.has(name)));
  const seen = { ...fleet, at, lastLookAt: at };
  if (!concerned) return seen;
  return {
    ...seen,
    counts: turned.size > 0 ? patchCounts(fleet.counts, turned) : fleet.counts,
    cells: turned.size > 0 ? patchCells(fleet.cells, turned) : fleet.cells,
    wrong: patchWrong(fleet.wrong, states),
  };
}
