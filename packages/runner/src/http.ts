import { setMaxListeners } from 'node:events';
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** A request as it goes over the wire, credentials and all. */
export interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

/** One request and what came back: the raw truth that every finding refers to. */
export interface Exchange {
  sent: Sent;
  /** Null where no answer came; `trouble` says why. */
  status: number | null;
  headers: Record<string, string>;
  body: Buffer;
  durationMs: number;
  trouble: string | null;
  /** Nothing listens there: the same request is sent again after a moment, and the run ends where that stays so. */
  isRefused?: boolean;
}

export interface CallerOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** How requests reach the service. One is used by one run, which closes it. */
export interface Caller {
  /**
   * Sends one request; redirects are answers. What the service does wrong is `trouble`, never a rejection. Rejecting with a `RunOver`
   * ends the run and keeps what it has found; rejecting with anything else ends it without a result.
   */
  call(sent: Sent): Promise<Exchange>;
  close(): void;
}

const mostBytes = 10_000_000;

function headersOf(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
}

function describeTrouble(error: NodeJS.ErrnoException, timeoutMs: number): string {
  if (error.message === 'deadline') return `no answer within ${timeoutMs} ms`;
  if (error.message === 'too long') return `an answer of more than ${mostBytes / 1e6} MB`;
  if (error.code === 'ECONNRESET') return 'the connection was reset';
  if (error.code === 'ECONNREFUSED') return 'the connection was refused';
  return error.code ? `${error.code}: ${error.message}` : error.message;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const endless = /event-stream|ndjson|jsonl|json-seq|x-mixed-replace/i;
/** So much of a stream that need not end is read. */
const listenedMs = 300;

function readAnswer(request: ClientRequest, message: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = () => resolve({ status: message.statusCode ?? 0, headers: headersOf(message), body: Buffer.concat(chunks) });
    const leave = () => {
      done();
      request.destroy();
    };
    if (endless.test(message.headers['content-type'] ?? '')) setTimeout(leave, listenedMs);
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) request.destroy(new Error('too long'));
      else chunks.push(chunk);
    });
    message.on('error', reject);
    message.on('aborted', () => reject(Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' })));
    message.on('end', done);
  });
}

/** Calls one service over kept connections. A call never rejects for the service's fault. */
export function createCaller({ timeoutMs, signal }: CallerOptions): Caller {
  // Many requests at once listen to the same signal.
  if (signal) setMaxListeners(0, signal);
  const plain = new HttpAgent({ keepAlive: true, maxSockets: 64 });
  const secure = new HttpsAgent({ keepAlive: true, maxSockets: 64 });

  function once({ method, url, headers, body }: Sent, isSecondTry: boolean): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      const isSecure = url.startsWith('https:');
      const length = body || ['POST', 'PUT', 'PATCH'].includes(method) ? { 'content-length': String(body?.length ?? 0) } : {};
      const options = { method, headers: { ...length, ...headers }, agent: isSecure ? secure : plain, ...(signal && { signal }) };
      const request = (isSecure ? httpsRequest : httpRequest)(url, options);
      const timer = setTimeout(() => request.destroy(new Error('deadline')), timeoutMs);
      let isSettled = false;
      const settle = (error: Error | null, answer?: Answer) => {
        clearTimeout(timer);
        if (isSettled) return undefined;
        isSettled = true;
        if (answer) return resolve(answer);
        const isStale = request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET' && !isSecondTry;
        return isStale ? resolve(once({ method, url, headers, body }, true)) : reject(error);
      };
      request.on('error', (error) => settle(error));
      request.on('response', (message) =>
        readAnswer(request, message).then(
          (answer) => settle(null, answer),
          (error) => settle(error),
        ),
      );
      request.end(body);
    });
  }

  return {
    async call(sent) {
      signal?.throwIfAborted();
      const startedMs = performance.now();
      try {
        const answer = await once(sent, false);
        return { sent, ...answer, durationMs: performance.now() - startedMs, trouble: null };
      } catch (error) {
        signal?.throwIfAborted();
        const trouble = describeTrouble(error as NodeJS.ErrnoException, timeoutMs);
        const isRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
        return { sent, status: null, headers: {}, body: Buffer.alloc(0), durationMs: performance.now() - startedMs, trouble, isRefused };
      }
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** The same caller, at an even rate: at most so many requests in a second, or as fast as the service answers. */
export function paceCaller(caller: Caller, perSecond: number | undefined, signal?: AbortSignal): Caller {
  const take = createPace(perSecond, signal);
  return {
    async call(sent) {
      await take();
      return caller.call(sent);
    },
    close: () => caller.close(),
  };
}

function createPace(perSecond: number | undefined, signal: AbortSignal | undefined): () => Promise<void> {
  let nextMs = 0;
  return async () => {
    signal?.throwIfAborted();
    if (perSecond === undefined) return;
    const nowMs = performance.now();
    const waitMs = nextMs - nowMs;
    nextMs = Math.max(nowMs, nextMs) + 1000 / perSecond;
    if (waitMs > 0) await pause(waitMs, signal);
  };
}

/** Waits; ends at once, with the reason, when the signal says so. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
