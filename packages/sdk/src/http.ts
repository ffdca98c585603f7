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

/**
 * One request and its whole answer within `timeoutMs`. Redirects are answers like any other: they are never followed, so no
 * header reaches another origin. Rejects with NoAnswer alone. undici's `request` would make a stream and an AbortSignal for each, which
 * costs more than the rest of a call.
 */
export function sendOnce(request: HttpRequest, timeoutMs: number, signal: AbortSignal | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let controller: Dispatcher.DispatchController | undefined;
    let isOver = false;
    const settle = () => {
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    /** Stops at once, wherever the exchange is. */
    const end = (...why: ConstructorParameters<typeof NoAnswer>) => {
      if (isOver) return;
      settle();
      const fault = new NoAnswer(...why);
      controller?.abort(fault);
      reject(fault);
    };
    const giveUp = () => end('abandoned', 'given up');
    const timer = setTimeout(() => end('timeout', 'no answer in time'), timeoutMs);
    if (signal?.aborted) return giveUp();
    signal?.addEventListener('abort', giveUp);
    agent.dispatch(request as Dispatcher.DispatchOptions, {
      onRequestStart(started) {
        controller = started;
        if (isOver) started.abort(new NoAnswer('abandoned', 'given up'));
      },
      onResponseStart(_, code, all) {
        status = code;
        headers = all;
      },
      onResponseData(_, chunk) {
        bytes += chunk.length;
        if (bytes > maxResponseBytes) end('unreachable', tooLarge);
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (isOver) return;
        settle();
        const text = chunks.length > 1 ? Buffer.concat(chunks, bytes).toString() : (chunks[0]?.toString() ?? '');
        const retryAfterMs = parseRetryAfter(oneOf(headers['retry-after']), Date.now());
        resolve({ status, ...parse(status, oneOf(headers['content-type']), text), retryAfterMs });
      },
      onResponseError(_, error) {
        const code = codeOf(error);
        end('unreachable', words[code] ?? `the connection failed (${code})`, unsentCodes.has(code));
      },
    });
  });
}
