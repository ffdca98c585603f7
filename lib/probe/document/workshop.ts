import { AppError } from '#lib/errors.ts';
import { openThreads, type Threads, wasEnded } from '#lib/thread.ts';
import type { Compared, Comparison } from './compare.ts';
import { maxDocumentBytes } from './limits.ts';
import type { Lint } from './lint.ts';
import type { ReadDocument } from './read.ts';
import { type Part, refuseLongParts } from './unpack.ts';

export type Reading = Omit<ReadDocument, 'canonical'>;

/** The threads in which documents are read, compared and linted: nothing that a document holds can stall or end the process. */
export interface Workshop {
  /**
   * Throws `unprocessable` with a sentence and `details.findings` when nothing can be used. At most 20 s; when that is not enough, up to 8 s more to read
   * the document without checking it.
   */
  read(parts: Part[]): Promise<Reading>;
  /** JSON or YAML texts; at most 10 s, and 3 s more for witnesses. When looking for witnesses does not come to an end, the findings come without. */
  compare(from: string, to: string, options: { nowMs: number; witnesses: boolean }): Promise<Comparison>;
  /** `{ from, to }`, each an object or a JSON or YAML text; with witnesses. */
  compareBody(body: Uint8Array, nowMs: number): Promise<Comparison>;
  /** At most 60 s. Given the text as it was sent, findings have lines. */
  lint(canonicalJson: string, text?: Uint8Array): Promise<Lint>;
  close(): Promise<void>;
}

const deadlinesMs = { read: 20_000, readUnchecked: 8000, compare: 10_000, witness: 3000, lint: 40_000, lintWithoutExamples: 20_000 };
/** Time for the search itself; the rest of its deadline is for reading both sides. */
const witnessSearchMs = 1800;

async function addWitnesses(threads: Threads, { findings, advice, from, to }: Compared, deadlineMs: number): Promise<Comparison> {
  try {
    return await threads.run<Comparison>('witness', { findings, from, to, deadlineMs: witnessSearchMs }, deadlineMs);
  } catch {
    return { advice, findings: findings.map((finding) => (finding.severity === 'breaking' ? { ...finding, certainty: 'possible' } : finding)) };
  }
}

export function openWorkshop(deadlines: Partial<typeof deadlinesMs> = {}): Workshop {
  const limits = { ...deadlinesMs, ...deadlines };
  const threads = openThreads({ entry: 'lib/probe/document/thread.ts', size: 2, maxHeapMb: 768, stackMb: 16 });
  return {
    async read(parts) {
      refuseLongParts(parts);
      try {
        return await threads.run<Reading>('read', { parts, checks: true }, limits.read);
      } catch (error) {
        if (!wasEnded(error)) throw error;
        return threads.run<Reading>('read', { parts, checks: false }, limits.readUnchecked);
      }
    },
    async compare(from, to, { nowMs, witnesses }) {
      const compared = await threads.run<Compared>('compare', { from, to, nowMs }, limits.compare);
      return witnesses ? addWitnesses(threads, compared, limits.witness) : { findings: compared.findings, advice: compared.advice };
    },
    async compareBody(body, nowMs) {
      if (body.byteLength > 2 * maxDocumentBytes)
        throw new AppError('payload_too_large', `The two documents are longer than ${(2 * maxDocumentBytes) / 1_000_000} MB together.`);
      return addWitnesses(threads, await threads.run<Compared>('compareBody', { body, nowMs }, limits.compare), limits.witness);
    },
    async lint(canonicalJson, text) {
      try {
        return await threads.run<Lint>('lint', { canonicalJson, text, examples: true }, limits.lint);
      } catch (error) {
        if (!wasEnded(error)) throw error;
        return threads.run<Lint>('lint', { canonicalJson, text, examples: false }, limits.lintWithoutExamples);
      }
    },
    close: () => threads.close(),
  };
}
