import { publish } from '#lib/live/publish.ts';
import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import type { NewChange } from '#lib/model/change.ts';
import type { Reading } from '#lib/model/reading.ts';
import type { Judgement } from '#lib/model/verdict.ts';
import { type KeptBreakers, keepBreakers } from '#lib/store/breaker-state.ts';
import { type Db, inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { type EdgeState, keepEdges } from '#lib/store/edge.ts';
import { keepInstancePoints, keepInstances, type NewInstancePoint } from '#lib/store/instance.ts';
import { type KeptMetrics, keepMetrics } from '#lib/store/metric-state.ts';
import { keepRoutes, type RouteState } from '#lib/store/route.ts';
import { type Batch, keepBatch } from '#lib/store/state.ts';
import { type EventStates, keepEvents } from '#lib/store/topic-flow.ts';
import { instanceRow, takeMinute } from './instance-row.ts';
import { joinLatest, joinLooks, joinTargets } from './join-instances.ts';
import { liveState, type Watched } from './watched.ts';

const urgentDelayMs = 10;
/** Looks kept in memory while the store is away; beyond it the oldest go. */
const maxWaiting = 50_000;

interface Options {
  db: PrismaClient;
  flushMs?: number;
  now?: () => number;
  /** Runs first in each transaction: throws when somebody else has become the poller. */
  fence?: (tx: Db) => Promise<void>;
  onWrite?: (outcome: { durationMs: number; ok: boolean }) => void;
}

/** One row for each route: two of one would be refused in one statement. */
function newestOf(routes: { serviceId: number; route: RouteState }[]): typeof routes {
  return [...new Map(routes.map((one) => [`${one.serviceId} ${one.route.method} ${one.route.route}`, one])).values()];
}

const noSignals = { recent: [], latest: { requestRate: null, errorRatio: null, latencyMsP95: null } };

/** Gathers what looks have shown and writes it once a second, in one transaction; a changed verdict does not wait. */
export class Keeper {
  private looks: Batch['looks'] = [];
  private targets: Batch['targets'] = [];
  private signals: Batch['signals'] = [];
  private routes: { serviceId: number; route: RouteState }[] = [];
  private events: { serviceId: number; events: EventStates }[] = [];
  private breakers: KeptBreakers[] = [];
  private edges: { serviceId: number; edges: EdgeState[] }[] = [];
  private metrics: KeptMetrics[] = [];
  private instances = new Set<Watched>();
  private instancePoints: NewInstancePoint[] = [];
  private changes: NewChange[] = [];
  private touched = new Set<Watched>();
  private timer: NodeJS.Timeout | undefined;
  private urgent = false;
  private writing: Promise<void> | undefined;
  private readonly flushMs: number;
  private readonly now: () => number;
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
    this.flushMs = options.flushMs ?? 1000;
    this.now = options.now ?? Date.now;
  }

  /** One look at health: at a service's address, or at one of its instances, whereafter the service is judged by all of them. */
  addLook(watched: Watched, reading: Reading, judgement: Judgement): void {
    const { whole } = watched;
    if (!whole) this.pushLook(watched, reading, judgement);
    else {
      Object.assign(watched, { judgement, reading, version: reading.version ?? watched.version });
      this.instances.add(watched);
      const joined = joinLooks(whole, watched, reading.atMs);
      if (joined) this.pushLook(whole, joined.reading, joined.judgement);
    }
    this.addTarget(watched, reading);
  }

  private pushLook(watched: Watched, reading: Reading, judgement: Judgement): void {
    const { target, judgement: past } = watched;
    if (past.verdict !== judgement.verdict) {
      const data = { service: target.name, from: past.verdict, to: judgement.verdict, reason: judgement.reason };
      this.tell({ kind: 'verdict.changed', subject: target.name, data });
    }
    this.addVersion(watched, reading.version);
    const { version } = watched;
    Object.assign(watched, { judgement, reading });
    const staleAtMs = reading.atMs + target.pollIntervalSeconds * 3000 + 10_000;
    this.looks.push({ serviceId: target.id, name: target.name, reading, judgement, staleAtMs, version });
    this.touch(watched);
  }

  /** The version that a service or an instance says it has, whatever says it: another one than before is told once, of the service. */
  addVersion(watched: Watched, version: string | null): void {
    const { version: from, target, whole } = watched;
    if (version === null || version === from) return;
    watched.version = version;
    if (from === null || whole) return;
    this.tell({ kind: 'version.changed', subject: target.name, data: { service: target.name, from, to: version } });
  }

  addTarget(watched: Watched, reading: Pick<Reading, 'kind' | 'url' | 'outcome' | 'reason' | 'atMs' | 'durationMs'>): void {
    const { kind } = reading;
    metrics.polls.inc({ kind, outcome: reading.outcome });
    if (kind === 'metrics') watched.scrape = reading;
    if (watched.whole) this.instances.add(watched);
    const whole = watched.whole ?? watched;
    const seen = watched.whole ? joinTargets(whole, kind) : reading;
    if (!seen) return;
    const { url, outcome, reason, atMs, durationMs } = seen;
    const ok = outcome !== 'fail' && outcome !== 'self';
    this.targets.push({ serviceId: whole.target.id, kind, url, ok, reason, atMs, durationMs });
    this.tellTurn(whole, { kind, ok, reason });
    this.touch(whole);
  }

  /** Health is told as a verdict; that the rest turned is told once. What a worker finds in order when it starts is no news. */
  private tellTurn({ target, targetTurns }: Watched, { kind, ok, reason }: Pick<Batch['targets'][number], 'kind' | 'ok' | 'reason'>): void {
    const words = ok ? 'ok' : reason.replace(/\d+/g, '');
    const before = targetTurns.get(kind) ?? 'ok';
    if (kind === 'health' || before === words) return;
    targetTurns.set(kind, words);
    this.tell({ kind: 'target.turned', subject: target.name, data: { service: target.name, target: kind, ok, reason } });
  }

  addSignal(watched: Watched, signal: Omit<Batch['signals'][number], 'serviceId' | 'name'>): void {
    if (watched.whole) this.addInstanceSignal(watched, watched.whole, signal);
    else this.pushSignal(watched, signal);
  }

  private pushSignal(watched: Watched, signal: Omit<Batch['signals'][number], 'serviceId' | 'name'>): void {
    this.signals.push({ serviceId: watched.target.id, name: watched.target.name, ...signal });
    this.touch(watched);
  }

  private addInstanceSignal(member: Watched, whole: Watched, { delta, source }: Pick<Batch['signals'][number], 'delta' | 'source'>): void {
    this.instances.add(member);
    const minute = member.instance && takeMinute(member, delta);
    if (minute && member.instance) this.instancePoints.push({ instanceId: member.instance.id, delta: minute });
    if (!delta) Object.assign(member, noSignals);
    if (source) whole.source = source;
    const ids = whole.members.flatMap(({ instance }) => instance?.id ?? []);
    const joined = whole.round.report(member.instance?.id ?? 0, delta, ids);
    joinLatest(whole);
    const { latest, coverage, signalsAtMs } = whole;
    this.pushSignal(whole, { delta: joined, latest, source: whole.source, coverage, signalsAtMs });
  }

  /** A scrape that gave nothing: what an instance did last is no part of what its service does now. */
  addMiss(watched: Watched): void {
    if (!watched.whole) return;
    Object.assign(watched.routes, { latest: new Map() });
    Object.assign(watched.edges, { latest: new Map() });
    this.addInstanceSignal(watched, watched.whole, { delta: null, source: null });
  }

  addRoutes(watched: Watched, routes: RouteState[]): void {
    for (const route of routes) this.routes.push({ serviceId: watched.target.id, route });
    if (routes.length > 0) this.touch(watched.whole ?? watched);
  }

  addEvents(watched: Watched, events: EventStates | null): void {
    if (events === null) return;
    this.events.push({ serviceId: watched.target.id, events });
    this.touch(watched.whole ?? watched);
  }

  /** What the metrics say of breakers; a state that changed does not wait. */
  addBreakers(watched: Watched, { changed, ...kept }: Omit<KeptBreakers, 'serviceId' | 'instance' | 'caller'> & { changed: boolean }): void {
    this.breakers.push({ serviceId: watched.target.id, instance: watched.instance?.url ?? '', caller: watched.target.name, ...kept });
    this.touch(watched.whole ?? watched);
    if (changed) this.hurry();
  }

  addEdges(watched: Watched, edges: EdgeState[] | null): void {
    if (edges === null) return;
    this.edges.push({ serviceId: watched.target.id, edges });
    this.touch(watched);
  }

  /** What the metrics say of the process at one place. */
  addMetrics(watched: Watched, kept: Omit<KeptMetrics, 'serviceId' | 'place'>): void {
    this.metrics.push({ serviceId: watched.target.id, place: watched.instance?.url ?? '', ...kept });
    this.touch(watched.whole ?? watched);
  }

  /** A change that does not wait for the second to end. */
  tell(change: NewChange): void {
    this.changes.push(change);
    this.hurry();
  }

  hurry(): void {
    if (this.urgent) return;
    this.urgent = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), urgentDelayMs);
  }

  private touch(watched: Watched): void {
    this.touched.add(watched);
    this.timer ??= setTimeout(() => void this.flush(), this.flushMs);
  }

  /** Writes all that waits; resolves when it is kept, or put back because the store is away. */
  async flush(): Promise<void> {
    await this.writing;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.urgent = false;
    if (this.touched.size === 0 && this.changes.length === 0) return;
    this.writing = this.write();
    await this.writing;
    this.writing = undefined;
  }

  private async write(): Promise<void> {
    const batch: Batch = { looks: this.looks, targets: this.targets, signals: this.signals };
    const { changes, touched, routes, events, breakers, edges, instances, instancePoints, metrics: said } = this;
    this.looks = [];
    this.targets = [];
    this.signals = [];
    this.routes = [];
    this.events = [];
    this.breakers = [];
    this.edges = [];
    this.metrics = [];
    this.instances = new Set();
    this.instancePoints = [];
    this.changes = [];
    this.touched = new Set();
    const nowMs = this.now();
    const states = [...touched].map(liveState);
    const started = performance.now();
    try {
      await inTransaction(this.options.db, async (tx) => {
        await this.options.fence?.(tx);
        await keepBatch(tx, batch, nowMs);
        await keepInstances(tx, [...instances].flatMap(instanceRow));
        await keepInstancePoints(tx, instancePoints);
        await keepRoutes(tx, newestOf(routes), nowMs);
        await keepEvents(tx, events, nowMs);
        await keepEdges(tx, edges, nowMs);
        await keepMetrics(tx, said);
        const turned = await keepBreakers(tx, breakers);
        const read: NewChange[] = states.length > 0 ? [{ kind: 'state.read', subject: null, data: { states } }] : [];
        await publish(tx, [...changes, ...turned, ...read], nowMs);
      });
      this.options.onWrite?.({ durationMs: performance.now() - started, ok: true });
    } catch (error) {
      log('keep').error({ err: error, looks: batch.looks.length }, 'what was seen could not be stored; it is kept in memory and tried again');
      this.options.onWrite?.({ durationMs: performance.now() - started, ok: false });
      this.breakers = [...breakers, ...this.breakers].slice(-maxWaiting);
      this.metrics = [...said, ...this.metrics].slice(-maxWaiting);
      this.instances = new Set([...instances, ...this.instances]);
      this.instancePoints = [...instancePoints, ...this.instancePoints].slice(-maxWaiting);
      this.putBack(batch, changes, touched);
    }
  }

  private putBack(batch: Batch, changes: NewChange[], touched: Set<Watched>): void {
    this.looks = [...batch.looks, ...this.looks].slice(-maxWaiting);
    this.targets = [...batch.targets, ...this.targets].slice(-maxWaiting);
    this.signals = [...batch.signals, ...this.signals].slice(-maxWaiting);
    this.changes = [...changes, ...this.changes].slice(-maxWaiting);
    for (const watched of touched) this.touched.add(watched);
    this.timer ??= setTimeout(() => void this.flush(), this.flushMs);
  }
}
