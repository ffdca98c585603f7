import { publish } from '#lib/live/publish.ts';
import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import type { NewChange } from '#lib/model/change.ts';
import type { Reading, TargetKind } from '#lib/model/reading.ts';
import type { Judgement } from '#lib/model/verdict.ts';
import { type Db, inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { type Batch, keepBatch } from '#lib/store/state.ts';
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

/** Gathers what looks have shown and writes it once a second, in one transaction; a changed verdict does not wait. */
export class Keeper {
  private looks: Batch['looks'] = [];
  private targets: Batch['targets'] = [];
  private signals: Batch['signals'] = [];
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

  addLook(watched: Watched, reading: Reading, judgement: Judgement): void {
    const { target, judgement: past } = watched;
    const version = reading.version ?? watched.version;
    if (past.verdict !== judgement.verdict) {
      const data = { service: target.name, from: past.verdict, to: judgement.verdict, reason: judgement.reason };
      this.tell({ kind: 'verdict.changed', subject: target.name, data });
    }
    if (version !== null && watched.version !== null && version !== watched.version) {
      this.tell({ kind: 'version.changed', subject: target.name, data: { service: target.name, from: watched.version, to: version } });
    }
    Object.assign(watched, { judgement, reading, version });
    const staleAtMs = reading.atMs + target.pollIntervalSeconds * 3000 + 10_000;
    this.looks.push({ serviceId: target.id, name: target.name, reading, judgement, staleAtMs, version });
    this.addTarget(watched, reading);
  }

  addTarget(watched: Watched, reading: Pick<Reading, 'kind' | 'url' | 'outcome' | 'reason' | 'atMs' | 'durationMs'>): void {
    const { kind, url, reason, atMs, durationMs } = reading;
    metrics.polls.inc({ kind, outcome: reading.outcome });
    const ok = reading.outcome !== 'fail' && reading.outcome !== 'self';
    this.targets.push({ serviceId: watched.target.id, kind: kind as TargetKind, url, ok, reason, atMs, durationMs });
    this.touch(watched);
  }

  addSignal(watched: Watched, signal: Omit<Batch['signals'][number], 'serviceId' | 'name'>): void {
    this.signals.push({ serviceId: watched.target.id, name: watched.target.name, ...signal });
    this.touch(watched);
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
    const { changes, touched } = this;
    this.looks = [];
    this.targets = [];
    this.signals = [];
    this.changes = [];
    this.touched = new Set();
    const nowMs = this.now();
    const states = [...touched].map(liveState);
    const started = performance.now();
    try {
      await inTransaction(this.options.db, async (tx) => {
        await this.options.fence?.(tx);
        await keepBatch(tx, batch, nowMs);
        await publish(tx, states.length > 0 ? [...changes, { kind: 'state.read', subject: null, data: { states } }] : changes, nowMs);
      });
      this.options.onWrite?.({ durationMs: performance.now() - started, ok: true });
    } catch (error) {
      log('keep').error({ err: error, looks: batch.looks.length }, 'what was seen could not be stored; it is kept in memory and tried again');
      this.options.onWrite?.({ durationMs: performance.now() - started, ok: false });
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
