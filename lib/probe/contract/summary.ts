import { type ContractResult, describeFacts, fitReport } from '@signalbox/runner';
import type { Finding } from '#lib/model/finding.ts';
import type { RunOutcome } from '#lib/model/run.ts';

/** What is packed and kept of one run at most. */
const mostBytes = 8_000_000;

/** The runner speaks to people at a terminal; here credentials are kept in the settings of the service. */
export const inOurWords = (note: string) =>
  note
    .replace(/: give [^.]*--basic[^.]*\.$/, ', with a user and a password, which Signalbox does not keep.')
    .replace(/: give --[^.]*\.$/, ': keep the API key or the bearer token of the service in its settings.');

export interface RunSummary {
  summary: string;
  findings: Finding[];
  outcome: RunOutcome;
}

/** What a contract run found and proved, as it is kept: the same as of a run that was made elsewhere and pushed. */
export function summarise(result: ContractResult): RunSummary {
  const unknown = { seed: null, version: null, baseUrl: null, calls: null, operations: null, unproven: null, broken: null, readOnly: true };
  const made = { id: '', kind: 'contract', startedAt: '', durationMs: result.durationMs, environment: null, commit: null } as const;
  const { summary, findings, outcome } = fitReport({ ...unknown, ...made, ...describeFacts(result) }, mostBytes);
  return { summary, findings: findings as Finding[], outcome };
}
