import type { MetricsServer } from '#lib/model/metrics-source.ts';
import type { Metadata } from '#lib/model/prometheus/raw.ts';
import { formatMatcher, type Matcher } from '#lib/model/prometheus/selector.ts';
import type { Probe } from '#lib/probe/probe.ts';
import type { Question, Told } from '#lib/probe/prometheus.ts';
import { readMetadata, readTexts, readToldTargets, type ToldTarget } from '#lib/probe/prometheus-answer.ts';

/** Questions to one server at a time: it has others to serve. */
const atOnce = 4;
/** Nobody asks a server that does not answer for so long. */
const pauseMs = 5000;
const namesKeptMs = 60_000;
const metadataKeptMs = 600_000;
const failedKeptMs = 60_000;
const targetsKeptMs = 30_000;
const mostKept = 20_000;

interface Kept<T> {
  value: Promise<T>;
  untilMs: number;
}

interface Options {
  probe: Pick<Probe, 'ask'>;
  signal?: AbortSignal | undefined;
  /** Runs when a server ceases to answer, and when it answers again; first after the first question. */
  onTurn?: (server: MetricsServer, turn: { ok: boolean; reason: string }) => void;
  now?: () => number;
}

class Desk {
  running = 0;
  readonly waiting: (() => void)[] = [];
  pausedUntilMs = 0;
  reason = '';
  ok: boolean | null = null;
  readonly kept = new Map<string, Kept<unknown>>();
  readonly settings: string;

  constructor(settings: string) {
    this.settings = settings;
  }
}

type Failed = Extract<Told<unknown>, { ok: false }>;

/** Asks servers on behalf of many services: few questions at a time, none to a server that is away, and nothing twice that keeps. */
export class SourceDesk {
  private readonly desks = new Map<string, Desk>();
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  /** One question, in its turn. Never rejects for what the server does. */
  async ask<T>(server: MetricsServer, question: Question<T>): Promise<Told<T>> {
    const desk = this.deskOf(server);
    const queuedMs = this.now();
    if (desk.running >= atOnce) await new Promise<void>((start) => desk.waiting.push(start));
    else desk.running += 1;
    try {
      const waitedMs = this.now() - queuedMs;
      if (this.now() < desk.pausedUntilMs) return refused(desk.reason, waitedMs);
      if (waitedMs > question.deadlineMs) return refused('answers too slowly for all that is asked of it', waitedMs);
      const told = await this.options.probe.ask(server, question, this.options.signal);
      this.note(server, desk, told);
      return told;
    } finally {
      const next = desk.waiting.shift();
      if (next) next();
      else desk.running -= 1;
    }
  }

  /** The names of all metrics that the matchers find now. */
  names(server: MetricsServer, matchers: readonly Matcher[], deadlineMs: number): Promise<Told<string[]>> {
    const selector = `{${matchers.map(formatMatcher).join(',')}}`;
    const start = Math.floor(Date.now() / 1000) - 3600;
    const path = `/api/v1/label/__name__/values?match[]=${encodeURIComponent(selector)}&start=${start}`;
    const question = { path, form: null, deadlineMs, read: (data: unknown) => readTexts(data, 'names') };
    return this.keep(server, `names ${selector}`, question, namesKeptMs);
  }

  /** Types, help and units; nothing where the server does not say. */
  async metadata(server: MetricsServer, deadlineMs: number): Promise<Metadata> {
    const question = { path: '/api/v1/metadata?limit_per_metric=1', form: null, deadlineMs, read: readMetadata };
    const told = await this.keep(server, 'metadata', question, metadataKeptMs);
    return told.ok ? told.data : new Map();
  }

  /** What the server says of its targets of one job; nothing where it does not say. */
  async targets(server: MetricsServer, job: string, deadlineMs: number): Promise<ToldTarget[]> {
    const path = `/api/v1/targets?state=active&scrapePool=${encodeURIComponent(job)}`;
    const told = await this.keep(server, `targets ${job}`, { path, form: null, deadlineMs, read: readToldTargets }, targetsKeptMs);
    return told.ok ? told.data : [];
  }

  private async keep<T>(server: MetricsServer, key: string, question: Question<T>, keptMs: number): Promise<Told<T>> {
    const { kept } = this.deskOf(server);
    const known = kept.get(key) as Kept<Told<T>> | undefined;
    if (known && this.now() < known.untilMs) return known.value;
    if (kept.size >= mostKept) kept.clear();
    const value = this.ask(server, question);
    const entry = { value, untilMs: this.now() + keptMs };
    kept.set(key, entry);
    const told = await value;
    if (told.ok) return told;
    // An answer that failed may be right soon; a server that lacks the endpoint stays without.
    if (told.isAway || key.startsWith('names')) kept.delete(key);
    else entry.untilMs = this.now() + failedKeptMs;
    return told;
  }

  private deskOf(server: MetricsServer): Desk {
    const settings = JSON.stringify(server);
    const known = this.desks.get(server.name);
    if (known?.settings === settings) return known;
    const desk = new Desk(settings);
    this.desks.set(server.name, desk);
    return desk;
  }

  private note(server: MetricsServer, desk: Desk, told: Told<unknown>): void {
    const failed = told.ok ? null : (told as Failed);
    if (failed && (!failed.isAway || this.options.signal?.aborted)) return;
    if (failed) {
      desk.pausedUntilMs = this.now() + pauseMs;
      desk.reason = failed.reason;
    } else desk.pausedUntilMs = 0;
    const ok = failed === null;
    if (desk.ok === ok) return;
    desk.ok = ok;
    this.options.onTurn?.(server, { ok, reason: failed?.reason ?? 'answers' });
  }

  private now(): number {
    return (this.options.now ?? (() => performance.now()))();
  }
}

const refused = (reason: string, durationMs: number): Failed => ({ ok: false, outcome: 'fail', reason, isAway: true, durationMs });
