import { isObject, type Json, readPointer } from '../document/normalise/json.ts';
import type { Finding, Severity } from '../finding.ts';
import { fingerprint } from './fingerprint.ts';
import type { Place } from './place.ts';
import type { Area } from './rule.ts';
import type { Change, Direction } from './schema/change.ts';
import type { Pair, Step } from './schema/pair.ts';
import type { Side } from './side.ts';

/** The operation that is compared, and what lowers the weight of its differences. */
export interface Scope {
  operation: string | null;
  /** The consumer is the server: webhooks and callbacks. */
  isFlipped: boolean;
  /** Still a draft: nothing in it can break a promise. */
  isUnstable: boolean;
  /** Part of a fingerprint: where below the operation. */
  place: string;
  /** Where the operation stands on each side, for witnesses. */
  from: Place | undefined;
  to: Place | undefined;
}

/** What a witness needs to know of a finding. */
export interface Trace {
  scope: Scope;
  part?: MessagePart;
  change?: Change;
  path?: Step[];
  /** The schemas at the end of the path. */
  pair?: Pair;
}

/** The piece of a message that a schema describes. */
export interface MessagePart {
  area: Area;
  direction: Direction;
  subject: string;
  /** Of a parameter or header. */
  name?: string;
  in?: string;
  status?: string;
  mediaType?: string;
  isError?: boolean;
  from: Json | undefined;
  to: Json | undefined;
}

export interface Found {
  id: string;
  aliases?: string[];
  severity: Severity;
  direction: Finding['direction'];
  message: string;
  help?: string | undefined;
  /** Pointers into the originals. */
  fromPointer?: string | undefined;
  toPointer?: string | undefined;
  /** What tells two findings of one rule at one operation apart. */
  detail?: string;
}

export interface Report {
  findings: Finding[];
  traces: Map<string, Trace>;
  add(scope: Scope, found: Found, trace?: Omit<Trace, 'scope'>): void;
}

const longestSnippet = 600;
const mostFindings = 20_000;

export function openReport(from: Side, to: Side): Report {
  const findings: Finding[] = [];
  const traces = new Map<string, Trace>();
  return {
    findings,
    traces,
    add(scope, found, trace = {}) {
      const print = fingerprint(found.id, scope.operation ?? '', scope.place, found.detail ?? '', found.direction);
      if (traces.has(print) || findings.length >= mostFindings) return;
      traces.set(print, { scope, ...trace });
      const show = (side: Side, pointer: string | undefined) => (pointer === undefined ? undefined : snippet(readPointer(side.original, pointer)));
      findings.push({
        id: found.id,
        ...(scope.isFlipped ? {} : nonEmpty({ aliases: found.aliases })),
        source: 'compare',
        severity: scope.isUnstable ? 'info' : found.severity,
        direction: found.direction,
        operation: scope.operation,
        pointer: found.toPointer ?? found.fromPointer ?? '',
        message: found.message.charAt(0).toUpperCase() + found.message.slice(1),
        ...nonEmpty({ help: found.help, before: show(from, found.fromPointer), after: show(to, found.toPointer) }),
        fingerprint: print,
      });
    },
  };
}

type Optional = Pick<Finding, 'aliases' | 'help' | 'before' | 'after'>;

const nonEmpty = (members: { [key in keyof Optional]: Optional[key] | undefined }): Optional =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value.length > 0));

/** A value as JSON of limited length, without writing out what would be cut. */
export function snippet(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  const parts: string[] = [];
  let length = 0;
  const write = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  writeJson(value, write, () => length > longestSnippet, 0);
  const text = parts.join('');
  return text.length > longestSnippet ? `${text.slice(0, longestSnippet - 1)}…` : text;
}

function writeJson(value: Json, write: (text: string) => void, isFull: () => boolean, depth: number): void {
  if (isFull()) return;
  if (depth > 30) write('…');
  else if (Array.isArray(value)) writeList(value, write, isFull, depth);
  else if (isObject(value)) writeMembers(value, write, isFull, depth);
  else write(typeof value === 'string' ? JSON.stringify(value.slice(0, longestSnippet)) : JSON.stringify(value));
}

function writeList(value: Json[], write: (text: string) => void, isFull: () => boolean, depth: number): void {
  write('[');
  for (const [index, item] of value.entries()) {
    if (isFull()) return;
    if (index > 0) write(',');
    writeJson(item, write, isFull, depth + 1);
  }
  write(']');
}

function writeMembers(value: { [key: string]: Json }, write: (text: string) => void, isFull: () => boolean, depth: number): void {
  write('{');
  for (const [index, key] of Object.keys(value).entries()) {
    if (isFull()) return;
    write(`${index > 0 ? ',' : ''}${JSON.stringify(key)}:`);
    writeJson(value[key] as Json, write, isFull, depth + 1);
  }
  write('}');
}

export const opposite = (direction: Direction): Direction => (direction === 'request' ? 'response' : 'request');

/** The direction that counts: turned round where the consumer is the server. */
export const directionOf = (scope: Scope, direction: Direction): Direction => (scope.isFlipped ? opposite(direction) : direction);
