import type { RunProgress } from '#lib/model/run.ts';
import { openThreads, type RunOptions } from '#lib/thread.ts';
import type { OutboundPolicy } from '../outbound.ts';
import { type RunLimits, runLimits } from './limits.ts';
import type { ContractProof, ContractTask } from './prove.ts';

export type Proving = Pick<ContractTask, 'document' | 'baseUrl' | 'credentials' | 'seed'>;

/** The threads in which contract runs are made: writing samples and reading answers stall no event loop. */
export interface Prover {
  /** Throws in words where the run cannot be made, and `outbound_denied` where the policy forbids it. Tells at most two times a second, and at the end. */
  prove(proving: Proving, options: RunOptions<RunProgress>): Promise<ContractProof>;
  close(): Promise<void>;
}

export interface ProverOptions {
  policy: OutboundPolicy;
  /** Most runs at once. */
  size: number;
  limits?: Partial<RunLimits>;
  /** Signalbox's own version, for the User-Agent. */
  version?: string;
}

export function openProver({ policy, size, limits: given, version = '0.1.0' }: ProverOptions): Prover {
  const limits = { ...runLimits, ...given };
  const threads = openThreads({
    ...{ entry: 'lib/probe/contract/thread.ts', size, maxHeapMb: 768, stackMb: 16 },
    // Runs are rare, and what a thread has read of a large document is large.
    idleMs: 60_000,
    // From a checkout the runner is its sources: it is built for whoever installs it, not for us.
    conditions: ['@signalbox/source'],
  });
  const common = { outbound: policy.settings, userAgent: `Signalbox/${version}`, limits };
  return {
    prove: (proving, options) => threads.run<ContractProof, RunProgress>('prove', { ...proving, ...common }, limits.totalMs, options),
    close: () => threads.close(),
  };
}
