import { join } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, type ErrorDetails } from './errors.ts';

interface Question {
  id: number;
  task: string;
  input: unknown;
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

interface Waiting {
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
  /** For libraries that recurse deeply; 4 unless told. */
  stackMb?: number;
}

export interface Threads {
  /** Runs a task beside the event loop. One that overruns its deadline or its heap is ended, and only it fails. */
  run<T>(task: string, input: unknown, deadlineMs: number): Promise<T>;
  close(): Promise<void>;
}

interface Thread {
  worker: Worker;
  current: Waiting | null;
  timer: NodeJS.Timeout | undefined;
}

/** Beyond this, more work is refused instead of piled up. */
const mostWaiting = 200;

/** A task that did not come to its end; what it worked on may still be fine. */
class TaskEnded extends AppError {}

/** Whether a task was ended before it was done, for its deadline or its heap. */
export function wasEnded(error: unknown): boolean {
  return error instanceof TaskEnded;
}

/** What becomes of a thread that dies by itself: out of memory is the task's doing, anything else is ours. */
function explainDeath(cause: Error): Error {
  if ((cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new TaskEnded('unprocessable', 'The work needed more memory than it may have.', { cause });
  return new Error(`a thread broke: ${cause.message}`, { cause });
}

function errorOf({ known, code, message, details }: Fault): Error {
  return known ? new AppError(code, message, details ? { details } : {}) : new Error(message);
}

function makeWorker({ entry, maxHeapMb, stackMb = 4 }: ThreadOptions): Worker {
  return new Worker(join(/* turbopackIgnore: true */ process.cwd(), entry), {
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, stackSizeMb: stackMb },
    execArgv: ['--conditions=react-server'],
  });
}

function refuseMore(isClosed: boolean, waiting: number): void {
  if (isClosed) throw new TaskEnded('unavailable', 'The process is about to end.');
  if (waiting < mostWaiting) return;
  throw new AppError('unavailable', 'Too much of this is waiting already. Try again in a moment.', { retryAfterSeconds: 5 });
}

/** Threads for heavy or untrusted work: started on first need, one task at a time each, never in the way of an exit. */
export function openThreads(options: ThreadOptions): Threads {
  const threads = new Set<Thread>();
  const queue: Waiting[] = [];
  let lastId = 0;
  let isClosed = false;

  function start(): Thread {
    const worker = makeWorker(options);
    const thread: Thread = { worker, current: null, timer: undefined };
    worker.on('message', (answer: Answer) => settle(thread, answer));
    worker.on('messageerror', (cause) => drop(thread, explainDeath(cause as Error)));
    worker.on('error', (cause) => drop(thread, explainDeath(cause as Error)));
    worker.on('exit', () => drop(thread, new TaskEnded('unprocessable', 'The work was ended before it was done.')));
    worker.unref();
    threads.add(thread);
    return thread;
  }

  function settle(thread: Thread, { output, fault }: Answer): void {
    const { current } = thread;
    free(thread);
    if (fault) current?.reject(errorOf(fault));
    else current?.resolve(output);
    next();
  }

  function free(thread: Thread): void {
    clearTimeout(thread.timer);
    thread.current = null;
    thread.worker.unref();
  }

  /** Lets a thread go, with whatever it was doing. */
  function drop(thread: Thread, why: Error): void {
    if (!threads.delete(thread)) return;
    const { current } = thread;
    free(thread);
    void thread.worker.terminate();
    current?.reject(why);
    next();
  }

  function next(): void {
    const waiting = isClosed ? undefined : queue[0];
    if (!waiting) return;
    const thread = [...threads].find(({ current }) => current === null) ?? (threads.size < options.size ? start() : undefined);
    if (!thread) return;
    queue.shift();
    give(thread, waiting);
  }

  function give(thread: Thread, waiting: Waiting): void {
    try {
      thread.worker.postMessage(waiting.question);
    } catch (error) {
      waiting.reject(error as Error);
      next();
      return;
    }
    thread.current = waiting;
    thread.worker.ref();
    const overrun = () => drop(thread, new TaskEnded('unprocessable', `This took longer than ${waiting.deadlineMs / 1000} s and was ended.`));
    thread.timer = setTimeout(overrun, waiting.deadlineMs);
  }

  return {
    run: <T>(task: string, input: unknown, deadlineMs: number) =>
      new Promise<T>((resolve, reject) => {
        refuseMore(isClosed, queue.length);
        lastId += 1;
        queue.push({ question: { id: lastId, task, input }, deadlineMs, resolve: resolve as (output: unknown) => void, reject });
        next();
      }),
    async close() {
      isClosed = true;
      for (const waiting of queue.splice(0)) waiting.reject(new TaskEnded('unavailable', 'The process is about to end.'));
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}

/** The other end: called once by the file that a thread runs. */
export function serveTasks(tasks: Record<string, (input: never) => unknown>): void {
  parentPort?.on('message', async ({ id, task, input }: Question) => {
    try {
      const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
      if (!run) throw new Error(`there is no task ${task}`);
      const output = await run(input as never);
      parentPort?.postMessage({ id, output } satisfies Answer);
    } catch (error) {
      parentPort?.postMessage({ id, fault: faultOf(error) } satisfies Answer);
    }
  });
}

function faultOf(error: unknown): Fault {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details, known: true };
  return { code: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error), known: false };
}
