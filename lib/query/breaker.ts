import { AppError } from '#lib/errors.ts';
import type { Breaker, BreakerList, BreakerState } from '#lib/model/breaker.ts';
import { joinBreakerRates, joinBreakerStates, joinBreakerSteps } from '#lib/model/breaker-instances.ts';
import { breakerStates, compareBreakers, worstBreakerState } from '#lib/model/breaker-rank.ts';
import { resampleTrail, type TrailPoint } from '#lib/model/breaker-trail.ts';
import { calleeKeysOf, serviceMatcher } from '#lib/model/callee.ts';
import { type BreakerRow, breakerStepKey, type CalleePolicy, listBreakerRows, listBreakerSteps, listPolicies } from '#lib/store/breaker.ts';
import { findNamed } from '#lib/store/named.ts';
import { findAddress, findAddresses } from '#lib/store/owner.ts';
import { type QueryContext, requireReader } from './context.ts';
import { selfAmong } from './ourselves.ts';

const historyMs = 24 * 3_600_000;

interface Filter {
  q?: string | undefined;
  state?: BreakerState | undefined;
  limit: number;
}

export async function findBreakers(ctx: QueryContext, { q, state, limit }: Filter): Promise<BreakerList> {
  requireReader(ctx);
  const part = q?.trim().toLowerCase() ?? '';
  const isFound = ({ caller, callee, name }: Ends) => [caller, callee, name].some((text) => text.toLowerCase().includes(part));
  return toList(
    ctx,
    (await findEnds(ctx, await listBreakerRows(ctx.db))).filter(({ ends }) => isFound(ends)),
    { state, limit },
  );
}

const mostOfService = 1000;

/** The breakers at both ends of a service. */
export async function readServiceBreakers(ctx: QueryContext, name: string): Promise<BreakerList> {
  requireReader(ctx);
  const service = await findAddress(ctx.db, name);
  if (!service) throw new AppError('not_found', `There is no service named ${name}.`);
  const ended = await findEnds(ctx, await listBreakerRows(ctx.db, { holders: [service.id], calleeKeys: calleeKeysOf(service) }));
  const isOurs = ({ caller, callee, calleeKnown }: Ends) => caller === name || (calleeKnown && callee === name);
  return toList(
    ctx,
    ended.filter(({ ends }) => isOurs(ends)),
    { limit: mostOfService },
  );
}

/** The worst state of the breakers that callers hold against a service; unknown when none is. */
export async function readBreakerStateOf(ctx: QueryContext, name: string): Promise<BreakerState> {
  const service = await findAddress(ctx.db, name);
  const rows = service ? await listBreakerRows(ctx.db, { calleeKeys: calleeKeysOf(service) }) : [];
  const held = toBreakers(await findEnds(ctx, rows)).filter(({ callee, calleeKnown }) => calleeKnown && callee === name);
  return worstBreakerState(held.map(({ state }) => state)) ?? 'unknown';
}

/** The worst state of the breakers that one service holds against another, by `caller callee`; of all callers, or the named ones. */
export async function readBreakerStates(ctx: QueryContext, callers?: readonly string[]): Promise<Map<string, BreakerState>> {
  const holders = callers && (await findAddresses(ctx.db, callers)).map(({ id }) => id);
  const rows = await listBreakerRows(ctx.db, holders ? { holders } : {});
  const held = new Map<string, BreakerState[]>();
  for (const { caller, callee, calleeKnown, state } of toBreakers(await findEnds(ctx, rows))) {
    const key = `${caller} ${callee}`;
    if (calleeKnown) held.set(key, [...(held.get(key) ?? []), state]);
  }
  return new Map([...held].map(([key, states]) => [key, worstBreakerState(states) ?? 'unknown']));
}

/** Failure breakers of some kind with the services that they stand between, worst first. */
export async function listStandingBreakers(ctx: QueryContext, which: Parameters<typeof listBreakerRows>[1]): Promise<Unhistoried[]> {
  return toBreakers(await findEnds(ctx, await listBreakerRows(ctx.db, which)));
}

const iso = (ms: number) => new Date(ms).toISOString();

type Ends = Pick<Breaker, 'caller' | 'callee' | 'calleeKnown' | 'calleeSelf' | 'name' | 'source' | 'seenAt' | 'stale'>;

interface Ended {
  row: BreakerRow;
  ends: Ends;
  policy: CalleePolicy | null;
}

/** Rows with the services that they are about. */
async function findEnds(ctx: QueryContext, rows: BreakerRow[]): Promise<Ended[]> {
  const named = await findNamed(
    ctx.db,
    rows.map(({ callee }) => callee),
  );
  const [match, isSelf] = [serviceMatcher(named), selfAmong(named)];
  const policies = await listPolicies(
    ctx.db,
    named.map(({ name }) => name),
  );
  return rows.map((row) => {
    const callee = match(row.callee);
    const ends = {
      ...{ caller: row.caller, callee: callee ?? row.callee, calleeKnown: callee !== null },
      ...{ calleeSelf: isSelf(callee ?? `external:${row.callee}`), name: row.name },
      ...{ source: row.facts.source, seenAt: iso(row.atMs), stale: row.staleAtMs < ctx.nowMs },
    };
    return { row, ends, policy: callee === null ? null : (policies.get(callee) ?? null) };
  });
}

type Unhistoried = Omit<Breaker, 'history' | 'trail'> & { serviceId: number; holders: string[]; told: TrailPoint[] };

/** One for each breaker of a caller, whatever number of its instances hold it. */
function toBreakers(ended: readonly Ended[]): Unhistoried[] {
  const failures = ended.filter(({ row }) => row.lane === 'failure');
  return joined(failures)
    .map((held) => joinBreakers(held.map(toBreaker), held))
    .sort(compareBreakers);
}

/** What one caller's instances say of the same thing. */
function joined(ended: readonly Ended[]): [Ended, ...Ended[]][] {
  return [...Map.groupBy(ended, ({ row }) => JSON.stringify([row.serviceId, row.name])).values()] as [Ended, ...Ended[]][];
}

type Held = Omit<Breaker, 'history' | 'instances' | 'trail'> & { serviceId: number; told: TrailPoint[] };

/** How a breaker stands on all instances that hold it: by the worst of them, with their rates added. */
function joinBreakers(held: Held[], ended: readonly Ended[]): Unhistoried {
  const holders = ended.map(({ row }) => row.instance);
  const [only] = held as [Held, ...Held[]];
  if (held.length === 1 && holders[0] === '') return { ...only, instances: [], holders };
  const state = joinBreakerStates(held.map((one) => one.state));
  const standing = held.filter((one) => one.state === state).sort((a, b) => (a.since < b.since ? -1 : 1));
  const [worst = only] = standing;
  const instances = held.map((one, at) => ({ instance: holders[at] ?? '', state: one.state, since: one.since }));
  return {
    ...worst,
    ...joinBreakerRates(held),
    stale: held.every(({ stale }) => stale),
    shares: held.length === 1 ? worst.shares : null,
    seenAt:
      held
        .map(({ seenAt }) => seenAt)
        .sort()
        .at(-1) ?? worst.seenAt,
    instances: instances.sort((a, b) => breakerStates.indexOf(a.state) - breakerStates.indexOf(b.state) || (a.instance < b.instance ? -1 : 1)),
    holders,
  };
}

function countStates(breakers: readonly { state: BreakerState }[]): Record<BreakerState, number> {
  const counts = Object.fromEntries(breakerStates.map((state) => [state, 0])) as Record<BreakerState, number>;
  for (const { state } of breakers) counts[state]++;
  return counts;
}

async function toList(ctx: QueryContext, ended: Ended[], { state, limit }: Pick<Filter, 'state' | 'limit'>): Promise<BreakerList> {
  const all = toBreakers(ended);
  const found = all.filter((one) => state === undefined || one.state === state);
  const shown = found.slice(0, limit);
  const steps = await listBreakerSteps(ctx.db, [...new Set(shown.map(({ serviceId }) => serviceId))], ctx.nowMs - historyMs);
  return {
    at: iso(ctx.nowMs),
    total: found.length,
    counts: countStates(all),
    breakers: shown.map(({ serviceId, holders, told, ...one }) => ({
      ...one,
      trail: told.some(([, errorRatio]) => errorRatio !== null) ? resampleTrail(told, ctx.nowMs) : [],
      history: joinBreakerSteps(holders.map((instance) => steps.get(breakerStepKey(serviceId, instance, one.name)) ?? [])),
    })),
    capacity: joined(ended.filter(({ row }) => row.lane === 'capacity'))
      .map(toCapacity)
      .sort((a, b) => Number(b.full ?? false) - Number(a.full ?? false) || (b.rejectionRate ?? 0) - (a.rejectionRate ?? 0))
      .slice(0, limit),
    ejections: joined(ended.filter(({ row }) => row.lane === 'ejection'))
      .map(toEjection)
      .sort((a, b) => (b.out ?? 0) - (a.out ?? 0))
      .slice(0, limit),
  };
}

/** Those of the instances that still tell; all of them where none does. */
function telling(ended: readonly Ended[]): { ends: Ends; rows: BreakerRow[] } {
  const fresh = ended.filter(({ ends }) => !ends.stale);
  const [first] = (fresh.length > 0 ? fresh : ended) as [Ended, ...Ended[]];
  return { ends: first.ends, rows: fresh.map(({ row }) => row) };
}

/** Full where any instance is, used as the fullest is. */
function toCapacity(ended: readonly Ended[]): BreakerList['capacity'][number] {
  const { ends, rows } = telling(ended);
  const said = rows.flatMap(({ facts }) => facts.full ?? []);
  const used = rows.flatMap(({ facts }) => facts.used ?? []);
  return {
    ...ends,
    full: said.length === 0 ? null : said.some(Boolean),
    used: used.length === 0 ? null : Math.max(...used),
    rejectionRate: joinBreakerRates(rows).rejectionRate,
  };
}

/** As the instance sees it that sees most endpoints taken out. */
function toEjection(ended: readonly Ended[]): BreakerList['ejections'][number] {
  const { ends, rows } = telling(ended);
  const [most] = rows.sort((a, b) => b.facts.out - a.facts.out);
  return { ...ends, out: most?.facts.out ?? null, total: most?.facts.total ?? null };
}

/** What the library exports, else what the callee asks of its callers, else what the library does by itself. */
function policyOf({ facts }: BreakerRow, registered: CalleePolicy | null): Breaker['policy'] {
  if (facts.thresholdRatio !== null || facts.waitSeconds !== null)
    return { from: 'metrics', errorRatio: facts.thresholdRatio, failures: null, waitSeconds: facts.waitSeconds };
  if (registered) return { from: 'registration', errorRatio: null, ...registered };
  if (!facts.defaults) return null;
  const { errorRatio, waitSeconds } = facts.defaults;
  return { from: 'library', failures: null, errorRatio, waitSeconds };
}

/** The window says how much of it is filled while it is closed, and how the tries went while it is half-open. */
function windowOf({ state, facts: { window, defaults } }: BreakerRow): Pick<Breaker, 'window' | 'probes'> {
  if (!window) return { window: null, probes: null };
  const { calls, failed, tooFew } = window;
  if (state === 'half-open') return { window: null, probes: { passed: calls - failed, failed, needed: defaults?.probes ?? null } };
  return { window: state === 'closed' ? { calls, needed: tooFew ? (defaults?.calls ?? null) : null } : null, probes: null };
}

function toBreaker({ row, ends, policy: registered }: Ended): Held {
  const policy = policyOf(row, registered);
  const { errorRatio, requestRate, rejectionRate, facts } = row;
  const waits = !ends.stale && row.state === 'open' && policy?.waitSeconds;
  const gone = { state: 'unknown' as const, since: iso(row.staleAtMs), errorRatio: null, requestRate: null, rejectionRate: null, shares: null };
  const seen = { state: row.state, since: iso(row.sinceMs), errorRatio, requestRate, rejectionRate, shares: facts.shares };
  return {
    ...{ serviceId: row.serviceId, ...ends },
    ...(ends.stale ? gone : seen),
    ...(ends.stale ? { window: null, probes: null } : windowOf(row)),
    ...{ tier: row.tier, scrapeSeconds: row.scrapeSeconds, told: facts.trail ?? [] },
    ...{ lastState: row.state, policy, nextTryAt: waits ? iso(row.sinceMs + waits * 1000) : null },
  };
}
