import { readContract } from '../document/contract.ts';
import type { Operation } from '../document/document.ts';
import { readDocument } from '../document/read.ts';
import { type Caller, createCaller, paceCaller } from '../http.ts';
import { findBase } from './base.ts';
import { borrow, putBack, remember } from './borrow.ts';
import type { Credentials } from './credential.ts';
import type { ContractFinding } from './finding.ts';
import { RunOver } from './patience.ts';
import { proveAccess } from './prove-access.ts';
import { proveDeletion } from './prove-deletion.ts';
import { proveEdges } from './prove-edges.ts';
import { proveMethods } from './prove-methods.ts';
import { proveRefusal } from './prove-refusal.ts';
import { inOrder, proveValid } from './prove-valid.ts';
import { reviewHeaders } from './review-headers.ts';
import { isSafe, openRun, type Progress, type Run, type Tally } from './run.ts';

export interface ContractRunOptions {
  /** Where the service answers. */
  baseUrl: string;
  /** Address or file of the document, or the document itself. By default it is looked for at the usual paths of the service. */
  document?: string | object | undefined;
  credentials?: Credentials | undefined;
  /** Another number each time by default; the result names it. */
  seed?: number | undefined;
  /** GET and HEAD alone. */
  readOnly?: boolean | undefined;
  /** Most requests in a second. No limit by default. */
  requestsPerSecond?: number | undefined;
  /** How long to wait for one answer, ms. 10,000 by default. A caller of your own keeps its own time. */
  timeoutMs?: number | undefined;
  /** Sends every request to the service, where it should not go over plain sockets: through a policy, a recorder or a proxy. */
  caller?: Caller | undefined;
  /** How long to wait for a service that refuses connections, ms: it may be starting again. 10,000 by default. */
  patienceMs?: number | undefined;
  /** Valid requests of each operation. 6 by default. */
  samples?: number | undefined;
  /** Most valid requests of each operation with values at the edges of what is allowed. 12 by default. */
  mostEdges?: number | undefined;
  /** Most invalid requests of each operation. 150 by default. */
  mostInvalid?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface OperationResult {
  operation: string;
  calls: number;
  /** How many answers had which status. */
  statuses: Record<string, number>;
  /** How a valid request was refused, where none was answered with success. */
  refusal?: string;
}

export interface ContractResult {
  title: string;
  version: string;
  baseUrl: string;
  seed: number;
  readOnly: boolean;
  findings: ContractFinding[];
  calls: number;
  operations: OperationResult[];
  /** Operations that never answered with success: little is proven about them. */
  unproven: string[];
  notes: string[];
  durationMs: number;
}

interface Phase {
  name: string;
  work: (() => Promise<void>)[];
}

function phasesOf(run: Run): Phase[] {
  const ordered = inOrder(run.operations);
  const all = ordered.filter(({ method }) => method !== 'DELETE');
  const deepestFirst = ordered.filter(({ method }) => method === 'DELETE').toSorted((a, b) => b.path.split('{').length - a.path.split('{').length);
  const harmlessFirst = [...ordered.filter(isSafe), ...ordered.filter((operation) => !isSafe(operation))];
  const paths = [...new Set(run.contract.operations.map(({ path }) => path))];
  const again = async (operation: Operation) => {
    if (run.tallies.get(operation.key)?.isProven) return;
    borrow(run, operation);
    await remember(run);
    await proveValid(run, operation);
  };
  return [
    { name: 'valid requests', work: all.map((operation) => () => proveValid(run, operation)) },
    // Some need what others have made since.
    { name: 'valid requests, again', work: all.map((operation) => () => again(operation)) },
    { name: 'edges', work: all.map((operation) => () => proveEdges(run, operation)) },
    { name: 'credentials', work: ordered.map((operation) => () => proveAccess(run, operation)) },
    { name: 'undeclared methods', work: paths.map((path) => () => proveMethods(run, path)) },
    // What is accepted here is stored: nothing that looks at answers comes after it but deletion.
    { name: 'invalid requests', work: harmlessFirst.map((operation) => () => proveRefusal(run, operation)) },
    { name: 'deletion', work: deepestFirst.map((operation) => () => proveDeletion(run, operation)) },
    { name: 'giving back', work: [() => putBack(run)] },
    { name: 'review', work: [async () => reviewHeaders(run)] },
  ];
}

async function walk(run: Run): Promise<void> {
  for (const { name, work } of phasesOf(run))
    for (const [done, step] of work.entries()) {
      run.settings.onProgress?.({ phase: name, done, of: work.length, calls: run.calls(), findings: run.book.size() });
      await step();
    }
}

function describeTally(operation: string, tally: Tally | undefined): OperationResult {
  const statuses = Object.fromEntries([...(tally?.statuses ?? [])].sort());
  const refusal = tally?.isProven ? undefined : tally?.refusal;
  return { operation, calls: tally?.calls ?? 0, statuses, ...(refusal !== undefined && { refusal }) };
}

function summarise(run: Run, baseUrl: string, startedMs: number): ContractResult {
  const { contract, settings, tallies, book, notes } = run;
  return {
    title: contract.title,
    version: contract.version,
    baseUrl,
    seed: settings.seed,
    readOnly: settings.isReadOnly,
    findings: book.list(),
    calls: run.calls(),
    operations: run.operations.map(({ key }) => describeTally(key, tallies.get(key))),
    unproven: run.operations.filter(({ key }) => !tallies.get(key)?.isProven).map(({ key }) => key),
    notes: [...notes],
    durationMs: Math.round(performance.now() - startedMs),
  };
}

async function prove(options: ContractRunOptions, caller: Caller, startedMs: number): Promise<ContractResult> {
  const { credentials = {} } = options;
  const contract = readContract(await readDocument(options.document, options.baseUrl, credentials));
  const baseUrl = await findBase(options.baseUrl, contract, credentials, caller);
  const run = openRun(contract, {
    baseUrl,
    credentials,
    caller,
    seed: options.seed ?? Math.floor(Math.random() * 1_000_000_000),
    isReadOnly: options.readOnly ?? false,
    patienceMs: options.patienceMs ?? 10_000,
    samples: options.samples ?? 6,
    mostEdges: options.mostEdges ?? 12,
    mostInvalid: options.mostInvalid ?? 150,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  try {
    await walk(run);
  } catch (error) {
    if (!(error instanceof RunOver) || run.tallies.size === 0) throw error;
    run.notes.add(`${error.message} The run ended early.`);
  }
  return summarise(run, baseUrl, startedMs);
}

/**
 * Tests whether a service does what its OpenAPI document says: valid requests, invalid ones, credentials, undeclared methods,
 * deletion. Rejects with a DocumentError where there is no document to test against.
 */
export async function runContract(options: ContractRunOptions): Promise<ContractResult> {
  const { signal, timeoutMs = 10_000, requestsPerSecond } = options;
  const caller = paceCaller(options.caller ?? createCaller({ timeoutMs, signal }), requestsPerSecond, signal);
  try {
    return await prove(options, caller, performance.now());
  } finally {
    caller.close();
  }
}
