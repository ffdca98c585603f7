/** One thing that is looked at again and again. */
export interface Task {
  /** Unique; its hash staggers the start. */
  key: string;
  intervalMs: number;
  /** Resolves when the look is over. `again` asks for one more look at once, `againInMs` for one before the next place. */
  run(): Promise<'done' | 'again' | { againInMs: number }>;
}

interface Entry {
  task: Task;
  dueMs: number;
  offsetMs: number;
  timer: NodeJS.Timeout | undefined;
  running: boolean;
  hurried: boolean;
}

interface Options {
  /** Monotonic clock, ms. */
  now?: () => number;
  maxRunning: number;
  onLag?: (lagMs: number) => void;
}

/** A hash of the key, spread over one interval: the same key starts at the same place in it after each restart. */
export function startOffsetMs(key: string, intervalMs: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32) * intervalMs;
}

/** Runs each task at its interval: never two looks at one target at once, a bounded number in flight, no drift. */
export class Schedule {
  private readonly entries = new Map<string, Entry>();
  private readonly waiting: Entry[] = [];
  private readonly startedMs: number;
  private readonly options: Required<Options>;
  private running = 0;
  private stopped = false;

  constructor(options: Options) {
    this.options = { now: () => performance.now(), onLag: () => {}, ...options };
    this.startedMs = this.options.now();
  }

  get size(): number {
    return this.entries.size;
  }

  /** Adds a task, or changes the one with the same key. `at: 'once'` looks at it now, and then at its places. */
  add(task: Task, at: 'once' | 'staggered' = 'staggered'): void {
    const known = this.entries.get(task.key);
    if (known) {
      const moved = known.task.intervalMs !== task.intervalMs;
      known.task = task;
      if (at === 'once') this.hurry(task.key);
      if (!moved) return;
      known.offsetMs = startOffsetMs(task.key, task.intervalMs);
      if (at === 'staggered') this.plan(known, this.placeAfter(known, this.options.now()));
      return;
    }
    const offsetMs = startOffsetMs(task.key, task.intervalMs);
    const entry: Entry = { task, dueMs: 0, offsetMs, timer: undefined, running: false, hurried: false };
    this.entries.set(task.key, entry);
    this.plan(entry, at === 'once' ? this.options.now() : this.placeAfter(entry, this.options.now()));
  }

  remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.entries.delete(key);
  }

  /** Looks at once; a look that is under way is followed by another. */
  hurry(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    if (entry.running) entry.hurried = true;
    else this.plan(entry, this.options.now());
  }

  /** Starts nothing more. Looks in flight end by their own signal. */
  stop(): void {
    this.stopped = true;
    for (const entry of this.entries.values()) clearTimeout(entry.timer);
    this.waiting.length = 0;
  }

  /** The next of the task's places, one interval apart, that is later than `afterMs`. */
  private placeAfter(entry: Entry, afterMs: number): number {
    const { intervalMs } = entry.task;
    const first = this.startedMs + entry.offsetMs;
    return first + Math.max(0, Math.ceil((afterMs - first) / intervalMs)) * intervalMs;
  }

  /** A look out of turn takes the place of one that would follow it within half an interval. */
  private nextPlace(entry: Entry): number {
    const { intervalMs } = entry.task;
    const phase = (((entry.dueMs - this.startedMs - entry.offsetMs) % intervalMs) + intervalMs) % intervalMs;
    const outOfTurn = Math.min(phase, intervalMs - phase) > 1;
    return this.placeAfter(entry, Math.max(this.options.now(), entry.dueMs + (outOfTurn ? intervalMs / 2 : 1)));
  }

  private plan(entry: Entry, dueMs: number): void {
    clearTimeout(entry.timer);
    if (this.stopped) return;
    entry.dueMs = dueMs;
    entry.timer = setTimeout(() => this.begin(entry), Math.max(0, dueMs - this.options.now()));
  }

  private begin(entry: Entry): void {
    if (this.stopped || entry.running || this.entries.get(entry.task.key) !== entry) return;
    entry.running = true;
    if (this.running < this.options.maxRunning) void this.look(entry);
    else this.waiting.push(entry);
  }

  private async look(entry: Entry): Promise<void> {
    this.running += 1;
    this.options.onLag(this.options.now() - entry.dueMs);
    const outcome = await entry.task.run().catch(() => 'done' as const);
    this.running -= 1;
    entry.running = false;
    const next = this.waiting.shift();
    if (next) void this.look(next);
    if (this.entries.get(entry.task.key) !== entry) return;
    const atOnce = outcome === 'again' || entry.hurried;
    entry.hurried = false;
    const place = atOnce ? this.options.now() : this.nextPlace(entry);
    this.plan(entry, typeof outcome === 'object' ? Math.min(place, this.options.now() + outcome.againInMs) : place);
  }
}
