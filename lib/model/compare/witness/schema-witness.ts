import type { Json } from '../../document/normalise/json.ts';
import type { Finding, Witness } from '../../finding.ts';
import { type MessagePart, opposite, type Trace } from '../report.ts';
import type { Side } from '../side.ts';
import { listCandidates } from './candidate.ts';
import type { Checker } from './check.ts';
import { type Fixed, type Message, wishOf, writeRequest, writeResponse } from './message.ts';
import { type Wish, writeSample } from './sample.ts';

export interface Search {
  from: Side;
  to: Side;
  checker: Checker;
  /** True once there is no time left. */
  isOver(): boolean;
}

interface Proof {
  value: Json;
  why: string;
}

const mostTried = 600;

/** Looks for a value that the one revision accepts and the other refuses, at the place that the finding names. */
export function proveSchema(finding: Finding, trace: Trace, search: Search): Witness | undefined {
  const { part, change, path, pair } = trace;
  if (!part || !change || !path || !pair) return undefined;
  const validIn = finding.direction === 'request' ? 'from' : 'to';
  const refusingIn = validIn === 'from' ? 'to' : 'from';
  const [validSide, refusingSide] = [search[validIn], search[refusingIn]];
  const direction = trace.scope.isFlipped ? opposite(part.direction) : part.direction;
  const wish: Wish = { ...wishOf(validSide, validIn, direction), path };
  const place = { valid: pair[validIn], refusing: pair[refusingIn], validSide, refusingSide, change, wish };
  let tried = 0;
  for (const value of listCandidates(place)) {
    if (tried++ > mostTried || search.isOver()) return undefined;
    const proof = check({ ...wish, value, hasValue: true }, part, direction, validIn, refusingIn, search);
    if (proof) return wrap(proof, part, trace, validIn, search);
  }
  return undefined;
}

function check(
  wish: Wish,
  part: MessagePart,
  direction: 'request' | 'response',
  validIn: 'from' | 'to',
  refusingIn: 'from' | 'to',
  search: Search,
): Proof | undefined {
  let whole: Json;
  try {
    whole = writeSample(wish.side.conjunction(part[validIn]), wish);
  } catch {
    return undefined;
  }
  if (search.checker.refuse(search[validIn], part[validIn], direction, whole) !== null) return undefined;
  const why = search.checker.refuse(search[refusingIn], part[refusingIn], direction, whole);
  return typeof why === 'string' ? { value: whole, why } : undefined;
}

function wrap({ value, why }: Proof, part: MessagePart, trace: Trace, validIn: 'from' | 'to', search: Search): Witness | undefined {
  const place = trace.scope[validIn];
  const side = search[validIn];
  const fixed: Fixed =
    part.area === 'body' ? { body: { mediaType: part.mediaType, value } } : { parameter: { in: part.in ?? 'header', name: part.name ?? '', value } };
  const kind = part.direction;
  const base = { kind, validIn, refusedBecause: why };
  try {
    if (place)
      return {
        ...base,
        ...(kind === 'request' ? writeRequest(side, validIn, place, fixed) : writeResponse(side, validIn, place, part.status ?? 'default', fixed)),
      };
  } catch {
    // What surrounds the value could not be written; the value itself is proof enough.
  }
  const bare: Message = { method: place?.method ?? null, path: place?.path ?? null, status: part.status ?? null, headers: {} };
  return { ...base, ...bare, ...(part.area === 'body' ? { body: value } : { headers: { [part.name ?? '']: String(value) } }) };
}
