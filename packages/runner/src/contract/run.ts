import type { Contract, Operation, Parameter } from '../document/document.ts';
import { createHider } from '../hide.ts';
import { type Caller, type Exchange, pause } from '../http.ts';
import type { Json } from '../json.ts';
import { createRandom, type Random } from '../random.ts';
import { sample } from '../schema/sample.ts';
import { compose, type Wish } from './compose.ts';
import { type Credentials, proofFor, secretsOf } from './credential.ts';
import { type Draft, noProof, type Proof, writeDraft } from './draft.ts';
import { createFindingBook, type Fault, type FindingBook } from './finding.ts';
import { declaredFor, judge, type Kind } from './judge.ts';
import { createKnowledge, type Knowledge, parameterNames, templateOf } from './knowledge.ts';
import { learn } from './learn.ts';

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
  /** Valid requests of each operation. */
  samples: number;
  /** Most invalid requests of each operation. */
  mostInvalid: number;
  signal: AbortSignal | undefined;
  onProgress: ((progress: Progress) => void) | undefined;
}

/** What was called and answered, for one method of one path. */
export interface Tally {
  calls: number;
  statuses: Map<string, number>;
  /** Answers of success, by status, and which headers were ever seen in them. */
  headers: Map<string, { answers: number; seen: Set<string>; last: Exchange }>;
  /** Some valid request was answered with success. */
  isProven: boolean;
  /** How a valid request was answered last that was not. */
  refusal: string | undefined;
  /** Requests that got no answer, and how long they were waited for. */
  silence: { calls: number; ms: number };
}

/** The run ends here, for the reason that the message says; what it has found so far is its result. */
export class RunOver extends Error {
  override name = 'RunOver';
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
  compose(operation: Operation, wish: Pick<Wish, 'size' | 'seed'> & Partial<Pick<Wish, 'mayBeForeign' | 'resource'>>): Draft | null;
  sampleFor(parameter: Parameter): Json | undefined;
  /** Sends a request, counts it, and keeps every fault of the answer. */
  ask(draft: Draft, kind: Kind, options?: { proof?: Proof; isJudged?: boolean }): Promise<Exchange>;
  faultsOf(draft: Draft, exchange: Exchange, kind: Kind): Fault[];
}

const safe = ['GET', 'HEAD'];
export const isSafe = ({ method }: Pick<Operation, 'method'>) => safe.includes(method);
export const isSuccess = ({ status }: Exchange) => status !== null && status >= 200 && status < 300;

const longestRefusal = 300;
const mostSilence = { calls: 2, ms: 2000 };
const longestWaitMs = 10_000;
const mostRetries = 3;
/** So long a run waits for a service that asks for it, all waits together. */
const mostWaitedMs = 60_000;

const gone = ({ key }: Operation, { trouble }: Exchange) => new RunOver(`The service stopped answering at ${key}: ${trouble}.`);

/** How long to wait before the same call again; null: it has its answer. */
function waitFor(exchange: Exchange): { ms: number; note: string } | null {
  if (exchange.isRefused) return { ms: 500, note: 'The service refused connections for a while.' };
  if (exchange.status !== 429) return null;
  const seconds = Number(exchange.headers['retry-after'] ?? '1');
  const ms = Math.min(longestWaitMs, Math.max(0, Number.isFinite(seconds) ? seconds * 1000 : 1000));
  return { ms, note: 'The service asked to wait (429); the run slowed down.' };
}

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

function count(tally: Tally, { operation }: Draft, exchange: Exchange, kind: Kind, hide: (text: string) => string): void {
  const status = exchange.status === null ? 'none' : String(exchange.status);
  tally.calls += 1;
  if (exchange.status === null) tally.silence = { calls: tally.silence.calls + 1, ms: tally.silence.ms + exchange.durationMs };
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  if (kind === 'valid' && !isSuccess(exchange))
    tally.refusal = `${status} ${exchange.trouble ?? hide(exchange.body.toString()).slice(0, longestRefusal)}`.trim();
  if (kind !== 'valid' || !isSuccess(exchange)) return;
  tally.isProven = true;
  const headers = tally.headers.get(status) ?? { answers: 0, seen: new Set<string>(), last: exchange };
  tally.headers.set(status, headers);
  headers.answers += 1;
  headers.last = exchange;
  for (const { name } of declaredFor(operation, exchange.status ?? 0)?.headers ?? [])
    if (exchange.headers[name.toLowerCase()] !== undefined) headers.seen.add(name);
}

/** Everything that the parts of a run have in common. */
export function openRun(contract: Contract, settings: RunSettings): Run {
  const { baseUrl, credentials, seed, isReadOnly, caller, signal } = settings;
  const namesAt = new Map(contract.operations.map(({ path }) => [templateOf(path), parameterNames(path)]));
  const knowledge = createKnowledge((template) => namesAt.get(template) ?? []);
  const hide = createHider(secretsOf(credentials));
  const book = createFindingBook(seed, hide);
  const notes = new Set<string>();
  const tallies = new Map<string, Tally>();
  let [calls, waitedMs] = [0, 0];

  async function patiently(draft: Draft, proof: Proof): Promise<Exchange> {
    const sent = writeDraft(draft, baseUrl, proof);
    for (let tries = 0; ; tries++) {
      calls += 1;
      const exchange = await caller.call(sent);
      const wait = waitFor(exchange);
      if (!wait || tries >= mostRetries) return exchange;
      notes.add(wait.note);
      waitedMs += wait.ms;
      if (waitedMs > mostWaitedMs) throw new RunOver('The service lets too few requests through (429): ask for fewer requests a second.');
      await pause(wait.ms, signal);
    }
  }

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
    calls: () => calls,
    randomFor: (label) => createRandom(`${seed}/${label}`),
    operations: contract.operations.filter((operation) => !isReadOnly || isSafe(operation)),
    isSilent,
    proofOf: (operation) => proofFor(contract, operation, credentials),
    compose: (operation, wish) =>
      isSilent(operation)
        ? null
        : compose({ contract, knowledge, operation, mayBeForeign: isSafe(operation), ...wish, seed: `${seed}/${operation.key}/${wish.seed}` }),
    sampleFor: (parameter) => sample(contract.space, parameter.schema, { seed: `${seed}/${parameter.pointer}`, size: 'least' }),
    faultsOf,
    async ask(draft, kind, { proof, isJudged = true } = {}) {
      const exchange = await patiently(draft, proof ?? proofFor(contract, draft.operation, credentials) ?? noProof);
      count(tallyOf(tallies, `${draft.method ?? draft.operation.method} ${draft.operation.path}`), draft, exchange, kind, hide);
      if (isJudged || exchange.isRefused) for (const fault of faultsOf(draft, exchange, kind)) book.add(draft.operation.key, fault, exchange);
      if (exchange.isRefused) throw gone(draft.operation, exchange);
      if (kind === 'valid') learn({ contract, knowledge, draft, exchange });
      return exchange;
    },
  };
}
