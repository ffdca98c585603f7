import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceClient } from './client.ts';
import { checkTopic, type Event, fromCloudEvent, toCloudEvent } from './event.ts';
import { deadLetterSuffix } from './transport.ts';
import { InProcessTransport } from './transport-local.ts';

/** Who gets events over HTTP, and from whom they are taken. */
export interface HttpTopicOptions {
  /** Base URLs of the services that get what is sent, by their names, or a list: then metrics call them by their host. None: the service only receives. */
  urls?: Readonly<Record<string, string>> | readonly string[];
  /** Sent as `Authorization: Bearer` to each of them. */
  token?: string;
  /** What a sender must show as `Authorization: Bearer`. Without it everybody who reaches the port may send. */
  acceptToken?: string;
  /** Longest time of one delivery, ms. 30,000 by default. */
  timeoutMs?: number;
}

const topicPath = /^\/topics\/([^/?]+)\/events(?:\?|$)/;
const mostBytes = 1024 * 1024;
const contentType = 'application/cloudevents+json';
/** An address that is none is refused in words by the client. */
const hostOf = (url: string) => URL.parse(url)?.host || 'topics';
const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Carries events from service to service by `POST /topics/{topic}/events`, CloudEvents in JSON. The answer is 202 once every
 * subscribed group took the event, 404 where nobody subscribes, 503 where it must come again. Dead letters stay with the
 * service whose handler failed, in memory.
 */
export class HttpTopicTransport extends InProcessTransport {
  readonly #receivers: ServiceClient[];
  readonly #accepted: Buffer | undefined;

  constructor({ urls = [], token, acceptToken, timeoutMs = 30_000 }: HttpTopicOptions = {}) {
    super();
    const secret = token === undefined ? {} : { jwtToken: token };
    // The sender repeats with its own back-off; a breaker that stays open for a minute would only make a restart seem longer.
    const policy = { timeoutMs, maxRetries: 0, circuitBreakerTimeoutMs: 5000 };
    const named = Array.isArray(urls) ? urls.map((url: string) => [hostOf(url), url] as const) : Object.entries(urls);
    this.#receivers = named.map(([name, baseUrl]) => new ServiceClient({ name, baseUrl, ...policy, ...secret }));
    this.#accepted = acceptToken === undefined ? undefined : digest(`Bearer ${acceptToken}`);
  }

  override async send(topic: string, event: Event, source = ''): Promise<void> {
    checkTopic(topic);
    if (topic.endsWith(deadLetterSuffix) || this.#receivers.length === 0) return super.send(topic, event);
    const context = { correlationId: event.correlationId, traceparent: event.traceparent };
    const options = { context, idempotencyKey: event.id, headers: { 'content-type': contentType } };
    const path = `/topics/${encodeURIComponent(topic)}/events`;
    await Promise.all(this.#receivers.map((receiver) => receiver.post(path, toCloudEvent(event, source), options)));
  }

  /** Answers `POST /topics/{topic}/events`; put it into the `endpoints` of `createService`. Returns whether the request was one. */
  readonly handle = (request: IncomingMessage, response: ServerResponse): boolean => {
    const topic = topicPath.exec(request.url ?? '')?.[1];
    if (topic === undefined) return false;
    this.#take(request, topic).then(
      ([status, message]) => {
        const headers = {
          'content-type': 'application/json',
          ...(status === 503 && { 'retry-after': '1' }),
          ...(status === 405 && { allow: 'POST' }),
        };
        // What is left of a body that nobody reads would keep the connection busy.
        if (!request.complete) response.setHeader('connection', 'close');
        response.writeHead(status, headers).end(JSON.stringify({ message }));
      },
      () => response.destroy(),
    );
    return true;
  };

  async #take(request: IncomingMessage, encodedTopic: string): Promise<[status: number, message: string]> {
    if (request.method !== 'POST') return [405, 'Events are sent with POST.'];
    if (!this.#mayEnter(request)) return [401, 'Show the token for events as Authorization: Bearer.'];
    const text = await readBody(request);
    if (text === null) return [413, `An event has at most ${mostBytes} bytes.`];
    let topic: string;
    let event: Event;
    try {
      topic = decodeURIComponent(encodedTopic);
      checkTopic(topic);
      event = fromCloudEvent(JSON.parse(text));
    } catch (error) {
      return [400, error instanceof SyntaxError ? 'The body is no JSON.' : (error as Error).message];
    }
    try {
      const groups = await this.deliver(topic, event);
      return groups > 0 ? [202, 'Taken.'] : [404, `Nobody here subscribes to ${topic}.`];
    } catch {
      return [503, 'The event could not be handled now. Send it again.'];
    }
  }

  #mayEnter(request: IncomingMessage): boolean {
    return this.#accepted === undefined || timingSafeEqual(this.#accepted, digest(request.headers.authorization ?? ''));
  }
}

/** The body as text; null when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
