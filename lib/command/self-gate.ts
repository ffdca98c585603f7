import { monitorEventLoopDelay } from 'node:perf_hooks';
import { metrics } from '#lib/metrics.ts';
import type { NewChange } from '#lib/model/change.ts';
import { findSelfTrouble } from '#lib/model/self-trouble.ts';
import { type Control, openControl } from '#lib/probe/control.ts';
import type { Watched } from './watched.ts';

const pulseMs = 250;
const stallMs = 1000;
const cacheMs = 1000;
const lagWindowMs = 10_000;

interface Options {
  watched: () => Iterable<Watched>;
  storeWriteMs: () => number | null;
  tell: (change: NewChange) => void;
}

/** Stands between a failed look and the word "down": our own trouble is never somebody else's outage. */
export class SelfGate {
  private lastPulse = performance.now();
  private stalledUntil = Number.NEGATIVE_INFINITY;
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });
  private readonly timers: NodeJS.Timeout[];
  private verdict: { at: number; trouble: Promise<string | null> } | undefined;
  private closed = false;
  private readonly options: Options;
  private readonly control: Control;

  private constructor(options: Options, control: Control) {
    this.options = options;
    this.control = control;
    this.delay.enable();
    metrics.selfGateOpen.set(1);
    this.timers = [setInterval(() => this.pulse(), pulseMs).unref(), setInterval(() => this.delay.reset(), lagWindowMs).unref()];
  }

  static async open(options: Options): Promise<SelfGate> {
    return new SelfGate(options, await openControl());
  }

  private pulse(): void {
    const now = performance.now();
    if (now - this.lastPulse > stallMs) {
      this.stalledUntil = now;
      this.delay.reset();
    }
    this.lastPulse = now;
    if (this.closed) void this.trouble();
  }

  /** Whether this process stood still (paused, asleep, starved) at some time since `monotonicMs`. */
  stoodStillSince(monotonicMs: number): boolean {
    this.pulse();
    return this.stalledUntil >= monotonicMs;
  }

  /** Why a service that seems down may not be; null when nothing speaks against it. Asked once a second at most. */
  trouble(): Promise<string | null> {
    const now = performance.now();
    if (!this.verdict || now - this.verdict.at > cacheMs) this.verdict = { at: now, trouble: this.examine() };
    return this.verdict.trouble;
  }

  private async examine(): Promise<string | null> {
    const trouble = findSelfTrouble({
      eventLoopLagMs: this.delay.percentile(99) / 1e6,
      storeWriteMs: this.options.storeWriteMs(),
      controlAnswered: await this.control.answers(),
      silent: this.countSilent(),
    });
    if ((trouble !== null) !== this.closed) {
      this.closed = trouble !== null;
      metrics.selfGateOpen.set(this.closed ? 0 : 1);
      const reason = trouble ?? 'Signalbox is well again';
      this.options.tell({ kind: 'self.gate', subject: null, data: { open: !this.closed, reason } });
    }
    return trouble;
  }

  private countSilent() {
    const hosts = new Set<string>();
    let services = 0;
    let of = 0;
    for (const { reading, target } of this.options.watched()) {
      of += 1;
      if (reading?.outcome !== 'fail' || !reading.silent) continue;
      services += 1;
      if (target.baseUrl !== null) hosts.add(new URL(target.baseUrl).hostname);
    }
    return { services, hosts: hosts.size, of };
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.delay.disable();
    this.control.close();
  }
}
