import { makeFingerprint, type Severity } from '../finding.ts';
import type { Exchange } from '../http.ts';
import { curlOf } from './curl.ts';

export type { Severity } from '../finding.ts';

export interface RawExchange {
  request: { method: string; url: string; headers: Record<string, string>; body: string | null };
  response: { status: number | null; headers: Record<string, string>; body: string | null; trouble: string | null };
}

/** One place where service and document do not agree: the finding of documents, lint and comparisons, with the exchange that shows it. */
export interface ContractFinding {
  /** The rule. */
  id: string;
  source: 'contract';
  severity: Severity;
  direction: 'request' | 'response' | 'none';
  /** `POST /users`. */
  operation: string;
  /** JSON pointer into the document. */
  pointer: string;
  message: string;
  help: string;
  declared: string;
  actual: string;
  /** Without credentials. */
  curl: string;
  seed: number;
  /** How often it was seen in this run. */
  count: number;
  exchange: RawExchange;
  /** The same for the same fault, whatever the seed. */
  fingerprint: string;
}

/** What a check has seen. */
export interface Fault extends Pick<ContractFinding, 'id' | 'severity' | 'direction' | 'pointer' | 'message' | 'help' | 'declared' | 'actual'> {
  /** Tells faults of one rule at one operation apart. */
  detail: string;
}

const longest = 4000;
const secret = /authorization|cookie|token|secret|key/i;
const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

type Hide = (text: string) => string;

function withoutSecrets(headers: Record<string, string>, hide: Hide): Record<string, string> {
  const isSecret = (name: string) => secret.test(name) && !/idempotency|www-authenticate/i.test(name);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, isSecret(name) ? '…' : hide(value)]));
}

export function fingerprintOf(operation: string, { id, detail }: Pick<Fault, 'id' | 'detail'>): string {
  return makeFingerprint('contract', id, operation, detail);
}

function rawOf({ sent, status, headers, body, trouble }: Exchange, hide: Hide): RawExchange {
  const textOf = (bytes: Buffer | undefined) => (bytes && bytes.length > 0 ? cut(hide(bytes.toString())) : null);
  return {
    request: { method: sent.method, url: hide(sent.url), headers: withoutSecrets(sent.headers, hide), body: textOf(sent.body) },
    response: { status, headers: withoutSecrets(headers, hide), body: textOf(body), trouble: trouble === null ? null : hide(trouble) },
  };
}

export interface FindingBook {
  /** True where this fault was not known yet. */
  add(operation: string, fault: Fault, exchange: Exchange): boolean;
  has(operation: string, fault: Pick<Fault, 'id' | 'detail'>): boolean;
  /** Another exchange shows the same fault better. */
  replace(operation: string, fault: Fault, exchange: Exchange): void;
  list(): ContractFinding[];
  size(): number;
}

const order: Severity[] = ['error', 'warning', 'info'];

/** Keeps each fault once. `hide` takes credentials out of texts. */
export function createFindingBook(seed: number, hide: Hide): FindingBook {
  const findings = new Map<string, ContractFinding>();
  const make = (operation: string, { detail: _, ...fault }: Fault, exchange: Exchange, fingerprint: string, count: number): ContractFinding => ({
    ...fault,
    message: hide(fault.message),
    declared: hide(fault.declared),
    actual: hide(fault.actual),
    source: 'contract',
    operation,
    curl: curlOf(exchange.sent, hide),
    seed,
    count,
    exchange: rawOf(exchange, hide),
    fingerprint,
  });
  return {
    add(operation, fault, exchange) {
      const fingerprint = fingerprintOf(operation, fault);
      const known = findings.get(fingerprint);
      if (known) known.count += 1;
      else findings.set(fingerprint, make(operation, fault, exchange, fingerprint, 1));
      return !known;
    },
    has: (operation, fault) => findings.has(fingerprintOf(operation, fault)),
    replace(operation, fault, exchange) {
      const fingerprint = fingerprintOf(operation, fault);
      findings.set(fingerprint, make(operation, fault, exchange, fingerprint, findings.get(fingerprint)?.count ?? 1));
    },
    list: () => [...findings.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)),
    size: () => findings.size,
  };
}
