import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { type Answer, NoAnswer, parseRetryAfter } from './answer.ts';

const maxResponseBytes = 64 * 1024 * 1024;

/** Keep-alive connections of this copy of the package. Idle ones keep no process alive. */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 10_000 } });

/** Nothing of a request has left this machine when one of these is met. */
const unsentCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export interface HttpRequest {
  origin: string;
  path: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}

interface Coded {
  code?: string;
  errors?: Coded[];
}

const codeOf = (error: unknown): string => {
  const { code, errors } = error as Coded;
  return code ?? errors?.find((one) => one.code)?.code ?? (error instanceof Error ? error.name : 'failed');
};

const broke = 'the connection broke';
const tooLarge = 'the answer is larger than 64 MB';
const words: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: broke,
  EPIPE: broke,
  UND_ERR_SOCKET: broke,
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ENOTFOUND: 'its host name is not known',
};

const oneOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

function parse(status: number, contentType: string | undefined, text: string): Pick<Answer, 'body' | 'isBroken'> {
  if (text === '' || status === 204) return { body: undefined, isBroken: false };
  if (!contentType || !/[/+]json\b/i.test(contentType)) return { body: text, isBroken: false };
  try {
    return { body: JSON.parse(text), isBroken: false };
  } catch {
    return { body: text, isBroken: true };
  }
}

/** Takes in one answer. undici's `request` would make a stream and an AbortSignal for each, which costs more than the rest of a call. */
class Receiver implements Dispatcher.DispatchHandler {
  readonly #done: (answer: Answer) => void;
  readonly #fail: (error: NoAnswer) => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;

  constructor(done: (answer: Answer) => void, fail: (error: NoAnswer) => void) {
    this.#done = done;
    this.#fail = fail;
  }

  /** Stops at once, wherever the exchange is. */
  end(fault: NoAnswer): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#controller?.abort(fault);
    this.#fail(fault);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new NoAnswer('abandoned', 'given up'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > maxResponseBytes) this.end(new NoAnswer('unreachable', tooLarge));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const [first] = this.#chunks;
    const text = this.#chunks.length > 1 ? Buffer.concat(this.#chunks, this.#bytes).toString() : (first?.toString() ?? '');
    const { body, isBroken } = parse(this.#status, oneOf(this.#headers['content-type']), text);
    const retryAfterMs = parseRetryAfter(oneOf(this.#headers['retry-after']), Date.now());
    this.#done({ status: this.#status, body, isBroken, retryAfterMs });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    const code = codeOf(error);
    this.end(new NoAnswer('unreachable', words[code] ?? `the connection failed (${code})`, unsentCodes.has(code)));
  }
}

/**
 * One request and its whole answer within `timeoutMs`. Redirects are answers like any other: they are never followed, so no
 * header reaches another origin. Rejects with NoAnswer alone.
 */
export function sendOnce(request: HttpRequest, timeoutMs: number, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new NoAnswer('abandoned', 'given up'));
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    const receiver = new Receiver(
      (answer) => {
        settle();
        resolve(answer);
      },
      (fault) => {
        settle();
        reject(fault);
      },
    );
    const timer = setTimeout(() => receiver.end(new NoAnswer('timeout', 'no answer in time')), timeoutMs);
    const giveUp = () => receiver.end(new NoAnswer('abandoned', 'given up'));
    signal?.addEventListener('abort', giveUp);
    agent.dispatch(request as Dispatcher.DispatchOptions, receiver);
  });
}
