import { isObject, type Json, listAt, member } from '../../document/normalise/json.ts';
import type { Finding, Witness } from '../../finding.ts';
import type { Trace } from '../report.ts';
import type { Side } from '../side.ts';
import { type Fixed, type Message, wishOf, writeRequest, writeResponse } from './message.ts';
import { writeSample } from './sample.ts';
import type { Search } from './schema-witness.ts';

/** Findings that are about promises and names rather than about messages. */
const silent =
  /^(operation\.(sunset|stability|deprecated)|operationId|schema\.component|param\.(sunset|deprecated|stability)|security\.(flow|oauth|openid))/;

/** What is there on one side only needs no search: the message that uses it is the witness. */
export function proveExistence(finding: Finding, trace: Trace, search: Search): Witness | undefined {
  if (silent.test(finding.id)) return undefined;
  if (finding.id.startsWith('servers.')) return proveServer(finding, search);
  const isLateHeader = finding.id === 'response.header.required.removed' || finding.id === 'response.header.became-optional';
  const validIn = isLateHeader || finding.id === 'response.media-type.generalized' ? 'to' : 'from';
  const place = trace.scope[validIn] ?? firstPlace(trace);
  const base = { validIn, refusedBecause: because(finding, trace) } as const;
  if (!place) return finding.id.startsWith('security.') ? { kind: 'request', ...base, ...credentials(search.from) } : undefined;
  try {
    if (finding.id.startsWith('response.'))
      return {
        kind: 'response',
        ...base,
        ...writeResponse(search[validIn], validIn, place, trace.part?.status ?? '200', fixedOf(finding, trace, search[validIn], validIn)),
      };
    const message = writeRequest(search[validIn], validIn, place, fixedOf(finding, trace, search[validIn], validIn));
    return { kind: 'request', ...base, ...message };
  } catch {
    return undefined;
  }
}

const firstPlace = ({ scope }: Trace) => scope.from ?? scope.to;

function because(finding: Finding, trace: Trace): string {
  if (finding.id.startsWith('operation.removed')) return 'The new revision has no such operation.';
  if (finding.id === 'response.header.required.removed') return `The old revision promises the header \`${trace.part?.name ?? ''}\`.`;
  return finding.message;
}

function fixedOf(finding: Finding, trace: Trace, side: Side, validIn: 'from' | 'to'): Fixed {
  const { part } = trace;
  if (part?.area === 'param' && part[validIn] !== undefined && !finding.id.includes('became-required'))
    return {
      parameter: { in: part.in ?? '', name: part.name ?? '', value: sampleParameter(part[validIn], side, validIn, finding.id) },
      present: [part.name ?? ''],
    };
  if (finding.id.startsWith('security.')) return { security: requirementOf(side, trace.scope[validIn]?.operation) };
  if (/^body\.(became-required|required\.added)$/.test(finding.id)) return { noBody: true };
  const usesBody = part?.area === 'body' && part.mediaType !== undefined && part[validIn] !== undefined && finding.id !== 'response.status.removed';
  if (!usesBody) return {};
  const direction = part.direction;
  return { body: { mediaType: part.mediaType, value: writeSample(side.conjunction(part[validIn]), wishOf(side, validIn, direction)) } };
}

/** A list is written with two values, so that one sees how they are told apart. */
function sampleParameter(schema: Json | undefined, side: Side, end: 'from' | 'to', id: string): Json {
  const value = writeSample(side.conjunction(schema), { ...wishOf(side, end, 'request'), isFull: true });
  const isAboutShape = id === 'param.style.changed' || id === 'param.explode.changed';
  return isAboutShape && Array.isArray(value) && value.length === 1 ? [value[0] as Json, value[0] as Json] : value;
}

function requirementOf(side: Side, operation: Json | undefined) {
  const own = member(operation, 'security');
  return [...(Array.isArray(own) ? own : listAt(side.document, 'security'))].find(isObject);
}

function credentials(side: Side): Message {
  const place = { key: '', method: 'GET', path: '/', item: {}, operation: {} };
  return { ...writeRequest(side, 'from', place, { security: requirementOf(side, undefined) }), method: null, path: null };
}

function proveServer(finding: Finding, search: Search): Witness | undefined {
  const server = listAt(search.from.document, 'servers').find(isObject);
  const url = typeof server?.url === 'string' ? server.url : '/';
  return { kind: 'request', validIn: 'from', refusedBecause: finding.message, method: null, path: url, status: null, headers: {} };
}
