import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pause } from '../http.ts';
import type { Random } from '../random.ts';
import type { Toxic } from './toxic.ts';

export interface HttpFaultsOptions {
  upstream: () => { host: string; port: number };
  /** The faults of HTTP, as they are now. */
  toxics: () => Toxic[];
  random: Random;
  onHit: (toxic: Toxic) => void;
  onRequest: () => void;
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, { attributes }: Toxic): void {
  const { status = 503, retry_after: retryAfter = 0 } = attributes;
  incoming.resume();
  incoming.on('end', () => {
    outgoing.writeHead(status, { 'content-type': 'application/json', ...(retryAfter > 0 && { 'retry-after': String(retryAfter) }) });
    outgoing.end(JSON.stringify({ code: 'FAULT_INJECTED', message: `The fault proxy answers ${status}.` }));
  });
}

function truncate(answer: IncomingMessage, outgoing: ServerResponse, { attributes }: Toxic): void {
  let left = attributes.bytes ?? 0;
  // Without a length a cut body could pass for a whole one.
  const { 'transfer-encoding': _, ...headers } = answer.headers;
  outgoing.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': headers['content-length'] ?? '1000000' });
  const cut = () => outgoing.socket?.destroySoon();
  answer.on('data', (data: Buffer) => {
    if (left <= 0) return;
    const piece = data.subarray(0, left);
    left -= piece.length;
    outgoing.write(piece, () => left <= 0 && cut());
  });
  answer.on('end', () => left > 0 && cut());
  if (left === 0) outgoing.write('', cut);
}

function malform(answer: IncomingMessage, outgoing: ServerResponse): void {
  const { 'transfer-encoding': _, 'content-encoding': __, ...headers } = answer.headers;
  const body = '{"malformed": [1, 2,';
  answer.resume();
  outgoing.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': String(body.length) }).end(body);
}

function abort(incoming: IncomingMessage, outgoing: ServerResponse, { attributes }: Toxic): void {
  incoming.resume();
  setTimeout(() => outgoing.socket?.destroy(), attributes.after ?? 0);
}

const dripMs = 100;

/** `rateOf` says how fast now; undefined: the fault is gone. */
async function drip(answer: IncomingMessage, outgoing: ServerResponse, rateOf: () => number | undefined): Promise<void> {
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  outgoing.flushHeaders();
  for await (const data of answer as AsyncIterable<Buffer>)
    for (let rest = data; rest.length > 0 && !outgoing.destroyed; ) {
      const rate = rateOf();
      const size = rate === undefined ? rest.length : Math.ceil((rate * dripMs) / 1000);
      if (rate !== undefined) await pause(rate > 0 ? Math.max(dripMs, (1000 * size) / rate) : dripMs);
      outgoing.write(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  outgoing.end();
}

/** Speaks HTTP with the caller and asks the service on, so that faults can stand in the place of answers. */
export function createHttpFaults({ upstream, toxics, random, onHit, onRequest }: HttpFaultsOptions) {
  function choose(): Toxic | undefined {
    const found = toxics().find(({ toxicity }) => random.isLucky(toxicity));
    if (found) onHit(found);
    return found;
  }

  const rateNow = ({ name }: Toxic) => toxics().find((toxic) => toxic.name === name)?.attributes.rate;

  function forward(incoming: IncomingMessage, outgoing: ServerResponse, fault: Toxic | undefined): void {
    const { host, port } = upstream();
    const asked = request({ host, port, method: incoming.method, path: incoming.url, headers: incoming.headers, agent: false }, (answer) => {
      if (fault?.type === 'truncate_body') return truncate(answer, outgoing, fault);
      if (fault?.type === 'malformed_body') return malform(answer, outgoing);
      if (fault?.type === 'slow_body') return void drip(answer, outgoing, () => rateNow(fault)).catch(() => outgoing.destroy());
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    asked.on('error', () => outgoing.destroy());
    outgoing.on('close', () => asked.destroy());
    incoming.pipe(asked);
  }

  const server = createServer((incoming, outgoing) => {
    onRequest();
    const fault = choose();
    if (fault?.type === 'http_status') refuse(incoming, outgoing, fault);
    else if (fault?.type === 'abort') abort(incoming, outgoing, fault);
    else forward(incoming, outgoing, fault);
  });
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return { accept: (side: Duplex) => server.emit('connection', side) };
}
