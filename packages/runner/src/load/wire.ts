import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { type AnswerParser, createAnswerParser } from './parser.ts';

/** A request as bytes, written once and sent many times. */
export interface WireRequest {
  bytes: Buffer;
  isHead: boolean;
}

export interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** The status, or why there is none. */
export type Outcome = number | string;

export interface Wire {
  /** Calls back once: with the outcome, whenever it comes. */
  send(request: WireRequest, onDone: (outcome: Outcome) => void): void;
  /** Requests that have not had their outcome. */
  pending(): number;
  close(): void;
}

/** Writes a request down. */
export function writeRequest({ method, url, headers, body }: Request): WireRequest {
  const { host, pathname, search } = new URL(url);
  const length: Record<string, string> =
    body !== undefined || ['POST', 'PUT', 'PATCH'].includes(method) ? { 'content-length': String(Buffer.byteLength(body ?? '')) } : {};
  const all = { host, 'user-agent': 'signalbox-runner', accept: '*/*', ...length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}\r\n`);
  return { bytes: Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`), isHead: method === 'HEAD' };
}

interface Job {
  request: WireRequest;
  onDone: (outcome: Outcome) => void;
  isRepeated: boolean;
}

interface Line {
  socket: Socket;
  job: Job | null;
  parser: AnswerParser | null;
  untilMs: number;
  /** Has had an answer before: it may have been ended by the service while nothing was asked. */
  isUsed: boolean;
  hasHeard: boolean;
}

export interface WireOptions {
  /** Scheme, host and port are taken from it. */
  url: string;
  timeoutMs: number;
  maxConnections: number;
}

const sweepMs = 20;

function openSocket(url: string): Socket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:') return connectSecurely({ host, port: Number(port || 443), servername: host });
  return connect({ host, port: Number(port || 80) });
}

/** Kept connections to one service, as many as there are requests at once; more than the most wait for their turn. */
export function openWire({ url, timeoutMs, maxConnections }: WireOptions): Wire {
  const lines = new Set<Line>();
  const idle: Line[] = [];
  const queue: Job[] = [];
  let pending = 0;

  function drop(line: Line): void {
    lines.delete(line);
    const at = idle.indexOf(line);
    if (at >= 0) idle.splice(at, 1);
    line.socket.destroy();
  }

  function finish(line: Line, outcome: Outcome, isReusable: boolean): void {
    const { job } = line;
    const isStale = typeof outcome === 'string' && outcome !== 'timeout' && line.isUsed && !line.hasHeard;
    Object.assign(line, { job: null, parser: null, isUsed: true });
    if (isReusable) idle.push(line);
    else drop(line);
    if (!job) return;
    if (isStale && !job.isRepeated) {
      start({ ...job, isRepeated: true }, openLine());
      return;
    }
    pending -= 1;
    job.onDone(outcome);
    const next = queue.shift();
    if (next) start(next, idle.pop() ?? openLine());
  }

  function hear(line: Line, data: Buffer): void {
    line.hasHeard = true;
    try {
      if (!line.parser) drop(line);
      else if (line.parser.feed(data)) finish(line, line.parser.status(), line.parser.keepsOpen());
    } catch (error) {
      finish(line, (error as Error).message, false);
    }
  }

  function openLine(): Line {
    const socket = openSocket(url).setNoDelay(true);
    const line: Line = { socket, job: null, parser: null, untilMs: 0, isUsed: false, hasHeard: false };
    lines.add(line);
    socket.on('data', (data) => hear(line, data));
    socket.on('error', (error: NodeJS.ErrnoException) => finish(line, error.code ?? error.message, false));
    socket.on('close', () => finish(line, line.parser?.isWholeAtEnd() ? line.parser.status() : 'the connection ended', false));
    return line;
  }

  function start(job: Job, line: Line): void {
    const parser = createAnswerParser(job.request.isHead);
    Object.assign(line, { job, parser, hasHeard: false, untilMs: performance.now() + timeoutMs });
    line.socket.write(job.request.bytes);
  }

  const sweeper = setInterval(() => {
    const nowMs = performance.now();
    for (const line of [...lines]) if (line.job && line.untilMs < nowMs) finish(line, 'timeout', false);
  }, sweepMs);

  return {
    send(request, onDone) {
      pending += 1;
      const job = { request, onDone, isRepeated: false };
      if (idle.length === 0 && lines.size >= maxConnections) queue.push(job);
      else start(job, idle.pop() ?? openLine());
    },
    pending: () => pending,
    close() {
      clearInterval(sweeper);
      queue.length = 0;
      for (const line of lines) line.socket.destroy();
      lines.clear();
    },
  };
}
