import { gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { spellMs } from '#lib/model/quantity.ts';
import { describeError, type Fault, failBy, inMegabytes, isBrokenConnection, selfBy } from './fault.ts';
import type { Place } from './place.ts';

/** What came of one GET. Only with the outcome `answer` do status, headers and body count. */
export interface Answer {
  outcome: 'answer' | 'fail' | 'self';
  reason: string;
  status: number | null;
  contentType: string | null;
  location: string | null;
  body: Buffer;
  /** The body is longer than what was kept. */
  isCut: boolean;
  durationMs: number;
  /** Nothing came back at all. */
  isSilent: boolean;
}

export interface Limits {
  maxBytes: number;
  /** Keep the beginning of a longer body instead of failing. */
  mayCut: boolean;
}

type Settled = (look: Answer) => void;
type Headers = Record<string, string | string[] | undefined>;

const nothing = Buffer.alloc(0);
const ended = new Error('the look has ended');
/** A deadline that comes this late was held up by ourselves, and the time lost is given back once. */
const lateMs = 50;
/** Beyond this, a look that still ends without an answer says nothing about the target. */
const heldUpMs = 1000;

const first = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value[0] : value) ?? null;

const followers = new WeakMap<AbortSignal, Set<Look>>();

/** The looks that end with a signal. One listener a signal: adding one a look costs a third of the whole look. */
function followersOf(signal: AbortSignal): Set<Look> {
  const known = followers.get(signal);
  if (known) return known;
  const looks = new Set<Look>();
  followers.set(signal, looks);
  const abandonAll = () => {
    for (const look of looks) look.abandon();
  };
  signal.addEventListener('abort', abandonAll, { once: true });
  return looks;
}

function onDeadline(look: Look): void {
  // What has arrived while we were busy is read before the deadline counts.
  setImmediate(passDeadline, look);
}

function passDeadline(look: Look): void {
  look.passDeadline();
}

/** One GET in flight, and its result. Its own undici handler and timer target: one object a look. */
export class Look implements Dispatcher.DispatchHandler, Answer {
  outcome: Answer['outcome'] = 'answer';
  reason = '';
  status: number | null = null;
  contentType: string | null = null;
  location: string | null = null;
  body: Buffer = nothing;
  isCut = false;
  durationMs = 0;
  isSilent = false;

  private readonly place: Place;
  private readonly limits: Limits;
  private readonly deadlineMs: number;
  private readonly following: Set<Look> | null;
  private readonly settled: Settled;
  private readonly startedMs = performance.now();
  private timer: NodeJS.Timeout;
  private heldMs = 0;
  private again: Dispatcher | null;
  private controller: Dispatcher.DispatchController | null = null;
  private chunks: Buffer[] = [];
  private bytes = 0;
  private isGzip = false;
  private isUnreadable = false;
  private isSettled = false;

  /** `again` opens a new connection for the second try. */
  constructor(place: Place, limits: Limits, deadlineMs: number, signal: AbortSignal | undefined, again: Dispatcher, settled: Settled) {
    this.place = place;
    this.limits = limits;
    this.deadlineMs = deadlineMs;
    this.following = signal ? followersOf(signal) : null;
    this.again = again;
    this.settled = settled;
    this.timer = setTimeout(onDeadline, deadlineMs, this);
    if (signal?.aborted) this.abandon();
    else this.following?.add(this);
  }

  abandon(): void {
    this.fault(selfBy('the look was abandoned'));
  }

  passDeadline(): void {
    if (this.isSettled) return;
    const heldMs = performance.now() - this.startedMs - this.deadlineMs;
    if (this.heldMs === 0 && heldMs > lateMs) {
      this.heldMs = heldMs;
      this.timer = setTimeout(onDeadline, Math.min(heldMs, this.deadlineMs), this);
      return;
    }
    const stage = this.status !== null ? ', in the middle of the answer' : this.controller === null ? ', without a connection' : '';
    if (this.heldMs > heldUpMs) this.fault(selfBy(`Signalbox was held up for ${spellMs(this.heldMs)}`));
    else this.fault(failBy(`timed out after ${spellMs(this.deadlineMs)}${stage}`, this.status === null));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isSettled) controller.abort(ended);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200 || this.isSettled) return;
    this.status = status;
    this.contentType = first(headers['content-type']);
    this.location = first(headers.location);
    const encoding = first(headers['content-encoding']);
    if (encoding !== null) this.readEncoding(encoding.trim().toLowerCase());
    if (this.limits.mayCut) return;
    const announced = Number(first(headers['content-length']) ?? 0);
    if (announced > this.limits.maxBytes) this.refuseSize(inMegabytes(announced));
  }

  private readEncoding(encoding: string): void {
    this.isGzip = encoding === 'gzip' || encoding === 'x-gzip';
    if (this.isGzip || encoding === '' || encoding === 'identity') return;
    const name = /^[a-z0-9-]{1,20}$/.test(encoding) ? encoding : 'an encoding';
    if (this.limits.mayCut) this.isUnreadable = true;
    else this.fault(failBy(`answers in ${name}, which was not asked for`));
  }

  private refuseSize(size: string | null): void {
    const allowed = inMegabytes(this.limits.maxBytes);
    this.fault(failBy(size ? `sends ${size}, more than the ${allowed} allowed` : `sends more than the ${allowed} allowed`));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isSettled) return;
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes <= this.limits.maxBytes) return;
    if (this.limits.mayCut) this.cut();
    else this.refuseSize(null);
  }

  private cut(): void {
    this.isCut = true;
    this.close();
    this.controller?.abort(ended);
  }

  onResponseEnd(): void {
    this.place.origin.hasAnswered = true;
    if (!this.isSettled) this.close();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.isSettled) return;
    const again = this.again;
    if (again && this.status === null && this.place.origin.hasAnswered && isBrokenConnection(error)) {
      this.again = null;
      this.controller = null;
      again.dispatch(this.place.request, this);
      return;
    }
    this.fault(describeError(error, this.status !== null));
  }

  /** The whole answer is here. */
  private close(): void {
    const [only] = this.chunks;
    if (this.isUnreadable) this.body = nothing;
    else this.body = this.chunks.length === 1 && only ? only : Buffer.concat(this.chunks);
    if (this.isCut) this.body = this.body.subarray(0, this.limits.maxBytes);
    if (this.isGzip && this.bytes > 0) this.decode();
    else this.settle();
  }

  private decode(): void {
    this.stopClock();
    gunzip(this.body, { maxOutputLength: this.limits.maxBytes, chunkSize: 65_536 }, (error, body) => {
      if (!error) this.body = body;
      else if (!this.limits.mayCut) this.takeFault(this.describeGzip(error));
      else this.body = nothing;
      this.finish();
    });
  }

  private describeGzip(error: NodeJS.ErrnoException): Fault {
    const allowed = inMegabytes(this.limits.maxBytes);
    if (error.code === 'ERR_BUFFER_TOO_LARGE') return failBy(`sends more than the ${allowed} allowed, once unpacked`);
    if (error.code === 'Z_BUF_ERROR') return failBy("the answer's gzip ends too early");
    if (error.code === 'Z_DATA_ERROR') return failBy('says gzip, but sends something else or damaged gzip');
    return selfBy(`Signalbox could not unpack the answer (${error.code ?? 'unexpected error'})`);
  }

  private takeFault(fault: Fault): void {
    this.outcome = fault.outcome;
    this.reason = fault.reason;
    this.isSilent = fault.isSilent;
    this.body = nothing;
  }

  private fault(fault: Fault): void {
    if (this.isSettled) return;
    this.takeFault(fault);
    this.settle();
    this.controller?.abort(ended);
  }

  private stopClock(): void {
    this.isSettled = true;
    this.durationMs = performance.now() - this.startedMs;
    this.chunks = [];
    clearTimeout(this.timer);
    this.following?.delete(this);
  }

  private settle(): void {
    if (this.isSettled) return;
    this.stopClock();
    this.finish();
  }

  private finish(): void {
    this.settled(this);
  }
}
