import { type ContractResult, DocumentError, type Json, type Progress, RunOver, readContract, runContract } from '@signalbox/runner';
import { AppError } from '#lib/errors.ts';
import { countFindings, type FindingCounts } from '#lib/model/finding.ts';
import type { RunProgress } from '#lib/model/run.ts';
import type { TaskContext } from '#lib/thread.ts';
import { describeError } from '../fault.ts';
import { createHttp, type Http } from '../http.ts';
import { makePolicy, type OutboundSettings } from '../outbound.ts';
import type { Credentials } from '../place.ts';
import { createOutboundCaller } from './caller.ts';
import { type RunLimits, sizeOf } from './limits.ts';
import { inOurWords, type RunSummary, summarise } from './summary.ts';

/** A run to be made, as plain data: it is handed to a thread. */
export interface ContractTask {
  /** JSON text. */
  document: Uint8Array;
  baseUrl: string;
  credentials: Credentials;
  seed: number;
  outbound: OutboundSettings;
  userAgent: string;
  limits: RunLimits;
}

export interface ContractProof extends RunSummary {
  counts: Omit<FindingCounts, 'breaking'>;
  /** Requests that were sent. */
  calls: number;
  operations: number;
  unproven: number;
}

const tellEveryMs = 500;

/** Tells the first thing, then at most two a second, and the last: whoever listens has other things to do. */
function createTeller(tell: TaskContext['tell']) {
  let [toldMs, latest] = [Number.NEGATIVE_INFINITY, { phase: 'beginning', done: 0, of: 0, calls: 0, findings: 0 } as RunProgress];
  return {
    say(news: Partial<RunProgress>) {
      latest = { ...latest, ...news };
      if (performance.now() - toldMs < tellEveryMs) return;
      toldMs = performance.now();
      tell(latest);
    },
    /** How far it came, whether or not there is a result. */
    end: () => tell(latest),
  };
}

/** Throws in words where the address is forbidden, or cannot be found. */
async function checkReach(http: Http, baseUrl: string): Promise<void> {
  const { denial } = http.placeOf('document', new URL(baseUrl).origin, '/', { apiKey: null, bearerToken: null });
  if (denial) throw denial;
  await http.checkHost(new URL(baseUrl)).catch((error: unknown) => {
    throw error instanceof AppError ? error : new AppError('unprocessable', `${baseUrl} cannot be called: ${describeError(error, false).reason}.`);
  });
}

function inWords(error: unknown): unknown {
  return error instanceof DocumentError || error instanceof RunOver ? new AppError('unprocessable', error.message) : error;
}

/** `token` is for bearer schemes, `apiKey` for API keys: null is "not given". */
const shown = ({ apiKey, bearerToken }: Credentials) => ({ apiKey: apiKey ?? undefined, token: bearerToken ?? undefined });

function countReading(document: Json): number {
  const reading = readContract(document).operations.filter(({ method }) => method === 'GET' || method === 'HEAD').length;
  if (reading > 0) return reading;
  throw new AppError('unprocessable', 'The document has no operation that only reads (GET or HEAD), and Signalbox sends no other.');
}

/** Who restarts a service starts the run again; a worker's turn is for those that are up. */
const patienceMs = 2000;

async function send(task: ContractTask, http: Http, { signal, tell }: TaskContext): Promise<{ result: ContractResult; silence: string | null }> {
  const { baseUrl, credentials, seed, limits } = task;
  const document = JSON.parse(Buffer.from(task.document).toString()) as Json;
  const size = sizeOf(countReading(document), limits);
  const teller = createTeller(tell);
  const caller = createOutboundCaller({ http, baseUrl, limits, signal, onCall: (calls) => teller.say({ calls }) });
  try {
    const result = await runContract({
      ...{ baseUrl, seed, signal, caller, readOnly: true, document: document as object, credentials: shown(credentials) },
      ...{ requestsPerSecond: limits.perSecond, patienceMs, ...size, mostEdges: size.samples },
      onProgress: ({ calls: _, ...progress }: Progress) => teller.say(progress),
    });
    return { result: { ...result, calls: caller.calls(), notes: result.notes.map(inOurWords) }, silence: caller.silence() };
  } finally {
    teller.end();
  }
}

async function run(task: ContractTask, http: Http, context: TaskContext): Promise<ContractProof> {
  await checkReach(http, task.baseUrl);
  const { result, silence } = await send(task, http, context);
  const { findings, operations, unproven, notes, calls } = result;
  if (silence !== null) throw new AppError('unprocessable', `${task.baseUrl} did not answer: ${silence}.`);
  if (findings.length === 0 && unproven.length === operations.length)
    throw new AppError('unprocessable', describeNothing(operations.find(({ refusal }) => refusal)?.refusal, notes));
  const { breaking: _, ...counts } = countFindings(findings);
  return { ...summarise(result), counts, calls, operations: operations.length, unproven: unproven.length };
}

function describeNothing(refusal: string | undefined, notes: string[]): string {
  const why = notes.find((note) => note.includes('credentials')) ?? (refusal ? `It answers ${refusal}.` : '');
  return `No operation answered a valid request with success, so nothing could be told. ${why}`.trim();
}

/** One contract run that only reads, under the outbound policy. Throws in words where it cannot be made. */
export async function proveContract(task: ContractTask, context: TaskContext): Promise<ContractProof> {
  const http = createHttp({ policy: makePolicy(task.outbound), userAgent: task.userAgent });
  try {
    return await run(task, http, context);
  } catch (error) {
    throw inWords(error);
  } finally {
    await http.close();
  }
}
