import type { BreakerState } from '#lib/model/breaker.ts';
import type { TrailPoint } from '#lib/model/breaker-trail.ts';
import type { BreakerTotals } from '#lib/model/dialect/breaker-totals.ts';
import type { EdgesRead } from '#lib/model/dialect/edges.ts';
import type { EventTotals } from '#lib/model/dialect/events.ts';
import type { Totals } from '#lib/model/dialect/totals.ts';
import type { Reading, TargetKind } from '#lib/model/reading.ts';
import { Round } from '#lib/model/round.ts';
import type { Coverage, IntervalMs, ServiceState } from '#lib/model/service.ts';
import type { SignalDelta, SignalSource } from '#lib/model/signal.ts';
import type { InstanceTarget, PollTarget } from '#lib/model/target.ts';
import { defaultThresholds, type Judgement } from '#lib/model/verdict.ts';
import { nothingHeld, resumeSignals, type SignalJudgement } from '#lib/model/verdict-signal.ts';
import type { EventStates } from '#lib/store/topic-flow.ts';
import type { EdgeDelta } from './join-edges.ts';
import type { SourceState } from './source-state.ts';

export interface LatestSignals {
  requestRate: number | null;
  errorRatio: number | null;
  latencyMsP95: IntervalMs | null;
}

/** The part of a watched service or instance that scrapes are measured against. */
interface Measured {
  /** The last scrape's counters, and when it was on the monotonic clock. */
  totals: { values: Totals; monotonicMs: number } | null;
  recent: SignalDelta[];
  source: SignalSource | null;
  /** Earlier totals that the routes are measured against, oldest first; what each did last, and what was last told of each. */
  routes: { bases: { values: Totals; monotonicMs: number }[]; latest: Map<string, SignalDelta>; told: Map<string, string> };
  /** Earlier totals that events are measured against, and what was said last. */
  events: { base: { values: EventTotals; monotonicMs: number } | null; latest: EventStates | null };
  /** The last scrape's breakers, and the state that was told of each. */
  breakers: {
    base: { values: BreakerTotals; monotonicMs: number } | null;
    told: Map<string, BreakerState>;
    /** The share of failures of the last quarter of an hour. */
    trails?: Map<string, TrailPoint[]>;
  };
  /** Earlier totals that calls to others are measured against, what was said last, and the edges that were told of. */
  edges: { base: { values: EdgesRead; monotonicMs: number } | null; latest: Map<string, EdgeDelta>; told: Set<string> };
}

/** A service in the worker's memory, or one instance of it: where to look, and what is known of it so far. */
export interface Watched extends Measured {
  target: PollTarget;
  /** Set on an instance: its row, and the service that it is of. */
  instance: InstanceTarget | null;
  whole: Watched | null;
  /** The instances of a service that has several places: they are looked at instead of its base URL. */
  members: Watched[];
  /** Of a service with instances: what they have told since all of them last had. */
  round: Round<number>;
  looked: Set<number>;
  coverage: Coverage | null;
  /** What is said of it. */
  judgement: Judgement;
  /** What that is joined from at a place: its answers to the looks at its health, and what its metrics hold against it. */
  health: { judgement: Judgement; signals: SignalJudgement };
  version: string | null;
  reading: Reading | null;
  /** The last look at the metrics. */
  scrape: Pick<Reading, 'url' | 'outcome' | 'reason' | 'atMs' | 'durationMs'> | null;
  /** When the process began, ms since the epoch, as its metrics say. */
  startedAtMs: number | null;
  /** When a restart was last told of, ms since the epoch. */
  restartToldMs: number | null;
  latest: LatestSignals;
  signalsAtMs: number | null;
  /** Of an instance: what it did in the minute under way. */
  minute: SignalDelta | null;
  /** What was told last of how metrics and document can be had: `ok`, or the reason without its numbers. */
  targetTurns: Map<TargetKind, string>;
  /** What is read from a metrics source, where the service has one. */
  fromSource: SourceState | null;
  /** What the last document that was read is, in words. */
  documentReason: string | null;
  /** Looks at the document that failed since one succeeded. */
  documentFailures: number;
}

const nothingMeasured = (): Measured => ({
  ...{ totals: null, recent: [], source: null },
  routes: { bases: [], latest: new Map(), told: new Map() },
  events: { base: null, latest: null },
  breakers: { base: null, told: new Map() },
  edges: { base: null, latest: new Map(), told: new Set() },
});

const noSignals: LatestSignals = { requestRate: null, errorRatio: null, latencyMsP95: null };

function watchPlace(target: PollTarget, instance: InstanceTarget | null, whole: Watched | null): Watched {
  const { judgement, version } = instance ?? target;
  const { health, signals } = resumeSignals(judgement, Date.now(), defaultThresholds);
  return {
    ...nothingMeasured(),
    ...{ target, instance, whole, judgement, version },
    health: { judgement: health, signals },
    members: [],
    round: new Round<number>(),
    looked: new Set(),
    targetTurns: new Map(),
    fromSource: null,
    ...{ coverage: null, reading: null, scrape: null, startedAtMs: instance?.startedAtMs ?? null, restartToldMs: null },
    ...{ latest: noSignals, signalsAtMs: null, minute: null, documentReason: null, documentFailures: 0 },
  };
}

const memberOf = (whole: Watched, instance: InstanceTarget) => watchPlace({ ...whole.target, baseUrl: instance.url }, instance, whole);

export function watch(target: PollTarget): Watched {
  const watched = watchPlace(target, null, null);
  watched.members = target.instances.map((instance) => memberOf(watched, instance));
  return watched;
}

/** Where a service is looked at: at its instances, or at its one address. */
export function placesOf(watched: Watched): Watched[] {
  return watched.members.length > 0 ? watched.members : [watched];
}

/** Whom the metrics are asked of. */
const askedAt = ({ baseUrl, metrics }: PollTarget) => JSON.stringify([baseUrl, metrics?.name, metrics?.selector, metrics?.server?.url]);

/** Takes over changed settings without forgetting what is known; a new address starts anew. Answers the places that are none any more. */
export function rewatch(watched: Watched, target: PollTarget): Watched[] {
  const { target: past } = watched;
  if (past.baseUrl !== target.baseUrl || past.openapiPath !== target.openapiPath)
    Object.assign(watched, { documentReason: null, documentFailures: 0 });
  const places = placesOf(watched);
  watched.target = target;
  if (past.metricsPath !== target.metricsPath || askedAt(past) !== askedAt(target)) {
    watched.targetTurns.set('metrics', 'moved');
    measureAnew(watched);
    watched.fromSource = null;
    if (target.metrics === null && past.metrics !== null) watched.coverage = null;
  }
  const known = new Map(watched.members.map((member) => [member.instance?.id, member]));
  watched.members = target.instances.map((instance) => known.get(instance.id) ?? memberOf(watched, instance));
  for (const member of watched.members) {
    const moved = member.target.metricsPath !== target.metricsPath;
    member.target = { ...target, baseUrl: member.target.baseUrl };
    if (moved) measureAnew(member);
  }
  const left = places.filter((place) => !placesOf(watched).includes(place));
  if (left.length > 0 || places.length !== placesOf(watched).length) startAnew(watched);
  return left;
}

function measureAnew(place: Watched): void {
  Object.assign(place, nothingMeasured());
  place.health.signals = nothingHeld;
}

/** Other places tell of the service from now on: what is half told is dropped. */
function startAnew(watched: Watched): void {
  watched.round = new Round<number>();
  watched.looked = new Set();
  if (watched.members.length === 0) Object.assign(watched, nothingMeasured(), { coverage: null });
}

const iso = (ms: number) => new Date(ms).toISOString();

/** The live state as the feed carries it. */
export function liveState(watched: Watched): { service: string } & ServiceState {
  const { judgement, reading, latest, signalsAtMs, target, coverage } = watched;
  return {
    service: target.name,
    verdict: judgement.verdict,
    reason: judgement.reason,
    since: iso(judgement.sinceMs),
    checkedAt: reading ? iso(reading.atMs) : null,
    durationMs: reading?.durationMs ?? null,
    version: watched.version,
    ...latest,
    signalsAt: signalsAtMs === null ? null : iso(signalsAtMs),
    coverage,
  };
}
