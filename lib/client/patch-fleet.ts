import type { Verdict } from '#lib/model/verdict.ts';
import type { FleetSummary } from './outputs.ts';
import type { ReadState, States } from './states.ts';

type Wrong = FleetSummary['wrong'][number];
type Cells = FleetSummary['cells'];

const rank: Record<Verdict, number> = { down: 0, degraded: 1, unknown: 2, maintenance: 3, up: 4 };
const isTrouble = (verdict: Verdict) => verdict === 'down' || verdict === 'degraded' || verdict === 'unknown';
const maxWrong = 50;

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

/** Recovered services leave, new ones enter with what the feed says of them; the rest of their row follows with the next answer. */
function patchWrong(wrong: Wrong[], states: States, turned: ReturnType<typeof findTurned>): Wrong[] {
  const listed = new Set(wrong.map(({ service }) => service));
  const kept = wrong.flatMap((row) => {
    const state = states.get(row.service);
    if (!state) return [row];
    return isTrouble(state.verdict) ? [{ ...row, verdict: state.verdict, reason: state.reason, since: state.since }] : [];
  });
  const added = [...turned].flatMap(([service, { to, domain }]): Wrong[] =>
    isTrouble(to.verdict) && !listed.has(service)
      ? [{ service, displayName: service, domain, team: null, tier: 3, verdict: to.verdict, reason: to.reason, since: to.since, callers: [] }]
      : [],
  );
  return [...kept, ...added].sort((a, b) => rank[a.verdict] - rank[b.verdict] || a.tier - b.tier || (a.since < b.since ? -1 : 1)).slice(0, maxWrong);
}

/** The fleet at a glance after one batch of looks. */
export function patchFleet(fleet: FleetSummary, states: States, at: string): FleetSummary {
  const turned = findTurned(fleet.cells, states);
  const concerned = turned.size > 0 || fleet.wrong.some(({ service }) => states.has(service));
  const seen = { ...fleet, at, lastLookAt: at };
  if (!concerned) return seen;
  return {
    ...seen,
    counts: turned.size > 0 ? patchCounts(fleet.counts, turned) : fleet.counts,
    cells: turned.size > 0 ? patchCells(fleet.cells, turned) : fleet.cells,
    wrong: patchWrong(fleet.wrong, states, turned),
  };
}
