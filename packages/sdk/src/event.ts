import { randomUUID } from 'node:crypto';
import { currentContext } from './context.ts';

/** Something that happened. */
export interface Event<T = unknown> {
  /** Unique; an event is handled once by this id. */
  id: string;
  /** Such as `user.created`. */
  type: string;
  timestamp: Date;
  /** The request that it came from. */
  correlationId: string;
  data: T;
  /** Of this form. */
  version: '1.0';
  /** The W3C trace that it belongs to. */
  traceparent?: string;
}

/** An event in the JSON form of CloudEvents 1.0. `correlationid`, `eventversion` and `traceparent` are extensions. */
export interface CloudEvent<T = unknown> {
  specversion: '1.0';
  id: string;
  /** The service that tells of it. */
  source: string;
  type: string;
  /** RFC 3339. */
  time: string;
  datacontenttype: 'application/json';
  data: T;
  correlationid: string;
  eventversion: '1.0';
  traceparent?: string;
}

/** Fields of an event that are not made up. */
export type EventFields = Partial<Pick<Event, 'id' | 'timestamp' | 'correlationId' | 'traceparent'>>;

/** A new event: with an id of its own, the present moment, and the correlation id and trace of the request being handled, unless given. */
export function createEvent<T>(type: string, data: T, fields: EventFields = {}): Event<T> {
  if (!type) throw new TypeError('An event needs a type such as user.created.');
  const context = currentContext();
  const traceparent = fields.traceparent ?? context?.traceparent;
  return {
    id: fields.id ?? randomUUID(),
    type,
    timestamp: fields.timestamp ?? new Date(),
    correlationId: fields.correlationId ?? context?.correlationId ?? randomUUID(),
    data,
    version: '1.0',
    ...(traceparent && { traceparent }),
  };
}

/** The CloudEvents form of an event; `source` is the service that tells of it. */
export function toCloudEvent<T>(event: Event<T>, source: string): CloudEvent<T> {
  const { id, type, timestamp, correlationId, data, version, traceparent } = event;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    time: timestamp.toISOString(),
    datacontenttype: 'application/json',
    data,
    correlationid: correlationId,
    eventversion: version,
    ...(traceparent && { traceparent }),
  };
}

const refuse = (what: string): never => {
  throw new TypeError(`Not an event of CloudEvents 1.0: ${what}.`);
};

/** Reads the CloudEvents form, from whoever wrote it. Throws a TypeError that says what is missing. */
export function fromCloudEvent(value: unknown): Event {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('it is no object');
  const { specversion, id, type, source, time, data, correlationid, traceparent } = value as Record<string, unknown>;
  if (specversion !== '1.0') refuse('specversion is not 1.0');
  for (const [name, text] of Object.entries({ id, type, source })) if (typeof text !== 'string' || text === '') refuse(`${name} is missing`);
  const timestamp = time === undefined ? new Date() : new Date(String(time));
  if (Number.isNaN(timestamp.getTime())) refuse('time is no date');
  return {
    id: id as string,
    type: type as string,
    timestamp,
    correlationId: typeof correlationid === 'string' && correlationid ? correlationid : (id as string),
    data,
    version: '1.0',
    ...(typeof traceparent === 'string' && { traceparent }),
  };
}

const topicPattern = /^[\w][\w.:-]{0,199}$/;

/** Throws a TypeError when the topic is no name: letters, digits and `. : - _`, at most 200. */
export function checkTopic(topic: string): void {
  if (!topicPattern.test(topic)) throw new TypeError(`${JSON.stringify(topic)} is no topic: use letters, digits and . : - _, at most 200.`);
}
