import { join } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, type ErrorDetails } from './errors.ts';

interface Question {
  id: number;
  task: string;
  input: unknown;
}

/** Said to a thread: the task with this id need not go on. */
interface Stop {
  stop: number;
}

interface Fault {
  code: ErrorCode;
  message: string;
  details?: ErrorDetails | undefined;
  /** Whether it is an `AppError`, whose message may be shown. */
  known: boolean;
}

interface Answer {
  id: number;
  output?: unknown;
  fault?: Fault;
}

/** Said by a thread while its task runs. */
interface News {
  id: number;
  news: unknown;
}

export interface RunOptions<N = unknown> {
  /** Calls the task off: one that waits does not start; one that runs is told, and is ended where it does not stop within a second. */
  signal?: AbortSignal | undefined;
  /** Hears what the task tells while it runs. */
  onNews?: ((news: N) => void) | undefined;
}

/** What a task may use beside its input. */
export interface TaskContext {
  /** Aborted when nobody wants the output any more. */
  signal: AbortSignal;
  /** Tells whoever waits how far it is. */
  tell(news: unknown): void;
}

interface Waiting extends RunOptions {
  question: Question;
  deadlineMs: number;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

export interface ThreadOptions {
  /** Source file that calls `serveTasks`, from the root of the project. */
  entry: string;
  size: number;
  maxHeapMb: number;
  /** Conditions under which the thread resolves packages, beside that of the process. */
  conditions?: string[];
  /** A thread that had nothing to do for so long is let go, with the memory that it holds; kept unless told. */
  idleMs?: number;
  /** For libraries that recurse deeply; 4 unless told. */
  stackMb?: number;
}

export interface Threads {
  /** Runs a task beside the event loop. One that overruns its deadline or its heap is ended, and only it fails. */
  run<T, N = unknown>(task: string, input: unknown, deadlineMs: number, options?: RunOptions<N>): Promise<T>;
  close(): Promise<void>;
}

interface Thread {
  worker: Worker;
  current: Waiting | null;
  timer: NodeJS.Timeout | undefined;
}

/** Beyond this, more work is refused instead of piled up. */
const mostWaiting = 200;
/** So long a task that was called off may take to stop. */
const graceMs = 1000;

/** A task that did not come to its end; what it worked on may still be fine. */
class TaskEnded extends AppError {}

/** Whether a task was ended before it was done: for its deadline or its heap, or because it was called off. */
export function wasEnded(error: unknown): boolean {
  return error instanceof TaskEnded;
}

const calledOff = () => new TaskEnded('unavailable', 'The work was called off.');

/** What becomes of a thread that dies by itself: out of memory is the task's doing, anything else is ours. */
function explainDeath(cause: Error): Error {
  if ((cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new TaskEnded('unprocessable', 'The work needed more memory than it may have.', { cause });
  return new Error(`a thread broke: ${cause.message}`, { cause });
}

function errorOf({ known, code, message, details }: Fault): Error {
  return known ? new AppError(code, message, details ? { details } : {}) : new Error(message);
}

function makeWorker({ entry, maxHeapMb, stackMb = 4, conditions = [] }: ThreadOptions): Worker {
  return new Worker(join(/* turbopackIgnore: true */ process.cwd(), entry), {
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, stackSizeMb: stackMb },
    execArgv: ['react-server', ...conditions].map((name) => `--conditions=${name}`),
  });
}

function refuseMore(isClosed: boolean, waiting: number): void {
  if (isClosed) throw new TaskEnded('unavailable', 'The process is about to end.');
  if (waiting < mostWaiting) return;
  throw new AppError('unavailable', 'Too much of this is waiting already. Try again in a moment.', { retryAfterSeconds: 5 });
}

class Crew implements Threads {
  private readonly options: ThreadOptions;
  private readonly threads = new Set<Thread>();
  private readonly queue: Waiting[] = [];
  private lastId = 0;
  private isClosed = false;

  constructor(options: ThreadOptions) {
    this.options = options;
  }

  async run<T, N>(task: string, input: unknown, deadlineMs: number, { signal, onNews }: RunOptions<N> = {}): Promise<T> {
    refuseMore(this.isClosed, this.queue.length);
    if (signal?.aborted) throw calledOff();
    this.lastId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const question = { id: this.lastId, task, input };
    const waiting: Waiting = { question, deadlineMs, signal, onNews: onNews as RunOptions['onNews'], resolve, reject };
    const onAbort = () => this.callOff(waiting);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.queue.push(waiting);
    this.next();
    return promise.finally(() => signal?.removeEventListener('abort', onAbort)) as Promise<T>;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const waiting of this.queue.splice(0)) waiting.reject(new TaskEnded('unavailable', 'The process is about to end.'));
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private start(): Thread {
    const worker = makeWorker(this.options);
    const thread: Thread = { worker, current: null, timer: undefined };
    worker.on('message', (said: Answer | News) => ('news' in said ? pass(thread, said) : this.settle(thread, said)));
    worker.on('messageerror', (cause) => this.drop(thread, explainDeath(cause as Error)));
    worker.on('error', (cause) => this.drop(thread, explainDeath(cause as Error)));
    worker.on('exit', () => this.drop(thread, new TaskEnded('unprocessable', 'The work was ended before it was done.')));
    worker.unref();
    this.threads.add(thread);
    return thread;
  }

  private settle(thread: Thread, { output, fault }: Answer): void {
    const { current } = thread;
    free(thread);
    if (fault) current?.reject(current.signal?.aborted ? calledOff() : errorOf(fault));
    else current?.resolve(output);
    this.next();
    if (thread.current === null) this.rest(thread);
  }

  private rest(thread: Thread): void {
    const { idleMs } = this.options;
    if (idleMs === undefined) return;
    clearTimeout(thread.timer);
    thread.timer = setTimeout(() => this.drop(thread, calledOff()), idleMs).unref();
  }

  /** Lets a thread go, with whatever it was doing. */
  private drop(thread: Thread, why: Error): void {
    if (!this.threads.delete(thread)) return;
    const { current } = thread;
    free(thread);
    void thread.worker.terminate();
    current?.reject(why);
    this.next();
  }

  private next(): void {
    const waiting = this.isClosed ? undefined : this.queue[0];
    if (!waiting) return;
    const idle = [...this.threads].find(({ current }) => current === null);
    const thread = idle ?? (this.threads.size < this.options.size ? this.start() : undefined);
    if (!thread) return;
    this.queue.shift();
    this.give(thread, waiting);
  }

  private give(thread: Thread, waiting: Waiting): void {
    try {
      thread.worker.postMessage(waiting.question);
    } catch (error) {
      waiting.reject(error as Error);
      this.next();
      return;
    }
    clearTimeout(thread.timer);
    thread.current = waiting;
    thread.worker.ref();
    const seconds = waiting.deadlineMs / 1000;
    const overrun = () => this.drop(thread, new TaskEnded('unprocessable', `This took longer than ${seconds} s and was ended.`));
    thread.timer = setTimeout(overrun, waiting.deadlineMs);
  }

  private callOff(waiting: Waiting): void {
    const at = this.queue.indexOf(waiting);
    if (at >= 0) {
      this.queue.splice(at, 1);
      waiting.reject(calledOff());
    }
    const thread = [...this.threads].find(({ current }) => current === waiting);
    if (!thread) return;
    thread.worker.postMessage({ stop: waiting.question.id } satisfies Stop);
    clearTimeout(thread.timer);
    thread.timer = setTimeout(() => this.drop(thread, calledOff()), graceMs);
  }
}

function pass({ current }: Thread, { id, news }: News): void {
  if (current?.question.id === id) current.onNews?.(news);
}

function free(thread: Thread): void {
  clearTimeout(thread.timer);
  thread.current = null;
  thread.worker.unref();
}

/** Threads for heavy or untrusted work: started on first need, one task at a time each, never in the way of an exit. */
export function openThreads(options: ThreadOptions): Threads {
  return new Crew(options);
}

type Tasks = Record<string, (input: never, context: TaskContext) => unknown>;

async function answer(tasks: Tasks, { id, task, input }: Question, signal: AbortSignal): Promise<Answer> {
  try {
    const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
    if (!run) throw new Error(`there is no task ${task}`);
    return { id, output: await run(input as never, { signal, tell: (news) => parentPort?.postMessage({ id, news } satisfies News) }) };
  } catch (error) {
    return { id, fault: faultOf(error) };
  }
}

/** The other end: called once by the file that a thread runs. */
export function serveTasks(tasks: Tasks): void {
  const underWay = new Map<number, AbortController>();
  parentPort?.on('message', async (said: Question | Stop) => {
    if ('stop' in said) return underWay.get(said.stop)?.abort();
    const stopping = new AbortController();
    underWay.set(said.id, stopping);
    const told = await answer(tasks, said, stopping.signal);
    underWay.delete(said.id);
    try {
      parentPort?.postMessage(told);
    } catch (error) {
      parentPort?.postMessage({ id: said.id, fault: faultOf(error) } satisfies Answer);
    }
  });
}

function faultOf(error: unknown): Fault {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details, known: true };
  return { code: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error), known: false };
}
