import { isObject, type Json, member } from '../json.ts';

/** A fault in the words of Toxiproxy, and flapping and those of HTTP beside them. Times are ms, but for the slicer's µs, which are Toxiproxy's. */
export type ToxicType =
  | 'latency'
  | 'bandwidth'
  | 'slow_close'
  | 'timeout'
  | 'reset_peer'
  | 'slicer'
  | 'limit_data'
  | 'flap'
  | 'http_status'
  | 'abort'
  | 'slow_body'
  | 'truncate_body'
  | 'malformed_body';

interface Attribute {
  default: number;
  least: number;
  most: number;
}

const ms = (value = 0): Attribute => ({ default: value, least: 0, most: 600_000 });
const bytes = (value: number): Attribute => ({ default: value, least: 0, most: 1_000_000_000 });

/** What each type takes. */
export const toxicTypes: Record<ToxicType, { about: string; attributes: Record<string, Attribute> }> = {
  latency: { about: 'delays what passes by latency ± jitter ms', attributes: { latency: ms(), jitter: ms() } },
  bandwidth: { about: 'lets rate KB pass in a second', attributes: { rate: { default: 0, least: 0, most: 1_000_000_000 } } },
  slow_close: { about: 'delays the end of the connection by delay ms', attributes: { delay: ms() } },
  timeout: { about: 'lets nothing pass, and closes after timeout ms; 0: never', attributes: { timeout: ms() } },
  reset_peer: { about: 'resets the connection after timeout ms', attributes: { timeout: ms() } },
  slicer: {
    about: 'cuts into pieces of average_size ± size_variation bytes, delay µs apart',
    attributes: { average_size: bytes(64), size_variation: bytes(0), delay: { default: 0, least: 0, most: 600_000_000 } },
  },
  limit_data: { about: 'closes after so many bytes', attributes: { bytes: bytes(0) } },
  flap: {
    about: 'takes connections for up ms, then resets them for down ms, in turn',
    attributes: { up: { ...ms(1000), least: 1 }, down: { ...ms(1000), least: 1 } },
  },
  http_status: {
    about: 'answers with this status instead of asking the service; retry_after in seconds, 0: without',
    attributes: { status: { default: 503, least: 200, most: 599 }, retry_after: { default: 0, least: 0, most: 86_400 } },
  },
  abort: { about: 'ends the connection instead of an answer, after so many ms', attributes: { after: ms() } },
  slow_body: {
    about: 'sends the head at once and then so many bytes of the body in a second',
    attributes: { rate: { default: 10, least: 0, most: 1_000_000_000 } },
  },
  truncate_body: { about: 'cuts the connection after so many bytes of an answer', attributes: { bytes: bytes(10) } },
  malformed_body: { about: 'sends a body that is not what its type says', attributes: {} },
};

const ofHttp: ToxicType[] = ['http_status', 'abort', 'slow_body', 'truncate_body', 'malformed_body'];
export const isHttpToxic = (type: ToxicType) => ofHttp.includes(type);

export interface Toxic {
  name: string;
  type: ToxicType;
  /** `downstream`: what the service sends to its caller. */
  stream: 'upstream' | 'downstream';
  /** Share of the connections concerned, 0–1; of the requests for faults of HTTP. */
  toxicity: number;
  attributes: Record<string, number>;
  /** Ends together with others; see leases. */
  lease: string | null;
}

/** What somebody asked for and cannot have, in words. */
export class ProxyError extends Error {
  override name = 'ProxyError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const isType = (value: unknown): value is ToxicType => typeof value === 'string' && Object.hasOwn(toxicTypes, value);

function readAttributes(type: ToxicType, given: Json | undefined, before: Record<string, number>): Record<string, number> {
  const known = toxicTypes[type].attributes;
  const values = isObject(given) ? given : {};
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) throw new ProxyError(400, `${type} has no attribute ${unknown}; it takes ${Object.keys(known).join(', ') || 'none'}.`);
  return Object.fromEntries(
    Object.entries(known).map(([name, { default: fallback, least, most }]) => {
      const value = values[name] ?? before[name] ?? fallback;
      if (typeof value !== 'number' || !(value >= least && value <= most))
        throw new ProxyError(400, `${name} of ${type} must be a number from ${least} to ${most}.`);
      return [name, value];
    }),
  );
}

function readStream(type: ToxicType, stream: Json): Toxic['stream'] {
  if (stream !== 'upstream' && stream !== 'downstream') throw new ProxyError(400, 'stream must be upstream or downstream.');
  if (isHttpToxic(type) && stream !== 'downstream') throw new ProxyError(400, `${type} is a fault of answers: its stream is downstream.`);
  return stream;
}

function readType(value: Json, before: Toxic | undefined): ToxicType {
  const type = member(value, 'type') ?? before?.type;
  if (!isType(type)) throw new ProxyError(400, `type must be one of ${Object.keys(toxicTypes).join(', ')}.`);
  if (before && before.type !== type) throw new ProxyError(400, 'The type of a toxic cannot change: remove it and add another.');
  return type;
}

/** Reads a toxic from JSON; what is left out is as before, or has its default. Throws a ProxyError. */
export function readToxic(value: Json, before?: Toxic): Toxic {
  const type = readType(value, before);
  const given = (key: string, fallback: Json) => member(value, key) ?? fallback;
  const stream = readStream(type, given('stream', before?.stream ?? 'downstream'));
  const name = given('name', before?.name ?? `${type}_${stream}`);
  const toxicity = given('toxicity', before?.toxicity ?? 1);
  const lease = given('lease', before?.lease ?? null);
  if (typeof name !== 'string' || !/^[\w.-]{1,100}$/.test(name)) throw new ProxyError(400, 'name must be letters, digits, _ - and dots.');
  if (typeof toxicity !== 'number' || !(toxicity >= 0 && toxicity <= 1)) throw new ProxyError(400, 'toxicity must be a number from 0 to 1.');
  if (lease !== null && typeof lease !== 'string') throw new ProxyError(400, 'lease must be the name of a lease.');
  return { name, type, stream, toxicity, attributes: readAttributes(type, member(value, 'attributes'), before?.attributes ?? {}), lease };
}
