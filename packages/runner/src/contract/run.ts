import type { Contract, DeclaredResponse, Operation, Parameter } from '../document/document.ts';
import { createHider } from '../hide.ts';
import type { Caller, Exchange } from '../http.ts';
import type { Json } from '../json.ts';
import { createRandom, type Random } from '../random.ts';
import { sample } from '../schema/sample.ts';
import { compose, type Wish } from './compose.ts';
import { type Credentials, proofFor, secretsOf } from './credential.ts';
import { type Draft, noProof, type Proof, writeDraft } from './draft.ts';
import { createFindingBook, type Fault, type FindingBook } from './finding.ts';
import { declaredFor, judge, type Kind } from './judge.ts';
import { createKnowledge, type Knowledge, parameterNames, type Resource, templateOf } from './knowledge.ts';
import { learn } from './learn.ts';
import { createPatientCaller, RunOver } from './patience.ts';

export interface Progress {
  phase: string;
  /** Operations done of all in this phase. */
  done: number;
  of: number;
  calls: number;
  findings: number;
}

export interface RunSettings {
  baseUrl: string;
  credentials: Credentials;
  seed: number;
  isReadOnly: boolean;
  caller: Caller;
  /** How long to wait for a service that refuses connections, ms. */
  patienceMs: number;
  /** Valid requests of each operation. */
  samples: number;
  /** Most valid requests at the edges, of each operation and kind of body. */
  mostEdges: number;
  /** Most invalid requests of each operation. */
  mostInvalid: number;
  signal: AbortSignal | undefined;
  onProgress: ((progress: Progress) => void) | undefined;
}

/** What was called and answered, for one method of one path. */
export interface Tally {
  calls: number;
  statuses: Map<string, number>;
  /** Answers by declared status, and which headers were ever seen in them. */
  headers: Map<string, { answers: number; seen: Set<string>; last: Exchange }>;
  /** Some valid request was answered with success. */
  isProven: boolean;
  /** How a valid request was answered last that was not. */
  refusal: string | undefined;
  /** Requests that got no answer, and how long they were waited for. */
  silence: { calls: number; ms: number };
}

/** Things that are no longer as they were made, so that what changes them would be refused. */
export interface Spent {
  things: Set<Resource>;
  /** Operations that were refused for that. */
  by: Set<string>;
  /** How many things have been made anew for each operation. */
  made: Map<string, number>;
}

export interface Run {
  contract: Contract;
  settings: RunSettings;
  knowledge: Knowledge;
  book: FindingBook;
  notes: Set<string>;
  tallies: Map<string, Tally>;
  calls(): number;
  randomFor(label: string): Random;
  /** Those that may be called: reading ones alone where the run is read-only. */
  operations: Operation[];
  /** It has let several requests wait in vain: it is asked no further, so that others get their turn. */
  isSilent(operation: Operation): boolean;
  proofOf(operation: Operation): Proof | null;
  spent: Spent;
  /** Things that were there before the run and that some operations may change, with what they were like. */
  lent: { operations: Set<string>; things: Map<Resource, Json> };
  compose(operation: Operation, wish: Pick<Wish, 'size' | 'seed'> & Partial<Pick<Wish, 'mayBeForeign' | 'resource'>>): Draft | null;
  sampleFor(parameter: Parameter): Json | undefined;
  /** Sends a request, counts it, and keeps every fault of the answer. */
  ask(draft: Draft, kind: Kind, options?: { proof?: Proof; isJudged?: boolean }): Promise<Exchange>;
  faultsOf(draft: Draft, exchange: Exchange, kind: Kind): Fault[];
}

const reading = ['GET', 'HEAD'];
const harmless = [...reading, 'OPTIONS', 'TRACE', 'QUERY'];
/** What a run that only reads may send. */
const isReading = ({ method }: Pick<Operation, 'method'>) => reading.includes(method);
/** What changes nothing, by the meaning of its method. */
export const isSafe = ({ method }: Pick<Operation, 'method'>) => harmless.includes(method);
export const isSuccess = ({ status }: Exchange) => status !== null && status >= 200 && status < 300;

const longestRefusal = 300;
const mostSilence = { calls: 2, ms: 2000 };

const gone = ({ key }: Operation, { trouble }: Exchange) => new RunOver(`The service stopped answering at ${key}: ${trouble}.`);

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  const known = tallies.get(key) ?? {
    calls: 0,
    statuses: new Map(),
    headers: new Map(),
    isProven: false,
    refusal: undefined,
    silence: { calls: 0, ms: 0 },
  };
  tallies.set(key, known);
  return known;
}

function countHeaders(tally: Tally, { status, headers }: DeclaredResponse, exchange: Exchange): void {
  const found = tally.headers.get(status) ?? { answers: 0, seen: new Set<string>(), last: exchange };
  tally.headers.set(status, found);
  found.answers += 1;
  found.last = exchange;
  for (const { name } of headers) if (exchange.headers[name.toLowerCase()] !== undefined) found.seen.add(name);
}

function count(tally: Tally, { operation, method }: Draft, exchange: Exchange, kind: Kind, hide: (text: string) => string): void {
  const status = exchange.status === null ? 'none' : String(exchange.status);
  tally.calls += 1;
  if (exchange.status === null) tally.silence = { calls: tally.silence.calls + 1, ms: tally.silence.ms + exchange.durationMs };
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  if (kind === 'valid' && !isSuccess(exchange))
    tally.refusal = `${status} ${exchange.trouble ?? hide(exchange.body.toString()).slice(0, longestRefusal)}`.trim();
  if (kind === 'valid' && isSuccess(exchange)) tally.isProven = true;
  const declared = method === undefined && exchange.status !== null ? declaredFor(operation, exchange.status) : undefined;
  if (declared) countHeaders(tally, declared, exchange);
}

/** Everything that the parts of a run have in common. */
export function openRun(contract: Contract, settings: RunSettings): Run {
  const { baseUrl, credentials, seed, isReadOnly, caller, patienceMs, signal } = settings;
  const namesAt = new Map(contract.operations.map(({ path }) => [templateOf(path), parameterNames(path)]));
  const knowledge = createKnowledge((template) => namesAt.get(template) ?? []);
  const hide = createHider(secretsOf(credentials));
  const book = createFindingBook(seed, hide);
  const notes = new Set<string>();
  const tallies = new Map<string, Tally>();
  const spent: Spent = { things: new Set(), by: new Set(), made: new Map() };
  const lent: Run['lent'] = { operations: new Set(), things: new Map() };
  const onWait = (note: string) => notes.add(note);
  const patient = createPatientCaller(caller, { patienceMs, signal, onWait });

  const isSilent = ({ key }: Operation) => {
    const silence = tallies.get(key)?.silence ?? { calls: 0, ms: 0 };
    if (silence.calls < mostSilence.calls || silence.ms < mostSilence.ms) return false;
    notes.add(`${key} gives no answer in time; it was asked no further.`);
    return true;
  };
  const faultsOf: Run['faultsOf'] = (draft, exchange, kind) => judge(contract, draft.operation, exchange, kind);
  return {
    contract,
    settings,
    knowledge,
    book,
    notes,
    tallies,
    calls: patient.calls,
    randomFor: (label) => createRandom(`${seed}/${label}`),
    operations: contract.operations.filter((operation) => !isReadOnly || isReading(operation)),
    isSilent,
    proofOf: (operation) => proofFor(contract, operation, credentials),
    spent,
    lent,
    compose(operation, wish) {
      if (isSilent(operation)) return null;
      return compose({
        contract,
        knowledge,
        operation,
        mayBeForeign: isSafe(operation) || lent.operations.has(`${operation.method} ${operation.path}`),
        avoided: isSafe(operation) ? undefined : spent.things,
        ...wish,
        seed: `${seed}/${operation.key}/${wish.seed}`,
      });
    },
    sampleFor: (parameter) => sample(contract.space, parameter.schema, { seed: `${seed}/${parameter.pointer}`, size: 'least', direction: 'request' }),
    faultsOf,
    async ask(draft, kind, { proof, isJudged = true } = {}) {
      const sent = writeDraft(draft, baseUrl, proof ?? proofFor(contract, draft.operation, credentials) ?? noProof);
      const exchange = await patient.call(sent);
      count(tallyOf(tallies, `${draft.method ?? draft.operation.method} ${draft.operation.path}`), draft, exchange, kind, hide);
      if (isJudged || exchange.isRefused) for (const fault of faultsOf(draft, exchange, kind)) book.add(draft.operation.key, fault, exchange);
      if (exchange.isRefused) throw gone(draft.operation, exchange);
      if (kind === 'valid') learn({ contract, knowledge, draft, exchange });
      return exchange;
    },
  };
}
