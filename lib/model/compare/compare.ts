import { equalJson, type Json, member } from '../document/normalise/json.ts';
import type { Finding, Severity } from '../finding.ts';
import { compareAsyncApi } from './asyncapi/document.ts';
import { compareOpenApi } from './openapi/document.ts';
import { openReport, type Trace } from './report.ts';
import { openSameness } from './sameness.ts';
import { openPairs } from './schema/pairs.ts';
import { openSide, type Side } from './side.ts';

export interface TracedComparison {
  findings: Finding[];
  /** By fingerprint: what each finding was found in. */
  traces: Map<string, Trace>;
  from: Side;
  to: Side;
}

/** Which differences between two revisions break consumers: OpenAPI 2.0 to 3.2 in any mix, and AsyncAPI 2 and 3. Runs no pattern of a document. */
export function compareDocuments(from: Json, to: Json, options: { nowMs: number }): Finding[] {
  if (equalJson(from, to)) return [];
  const traced = traceComparison(from, to, options);
  comparisons.set(traced.findings, traced);
  return traced.findings;
}

/** What findings were found in, for as long as they are held: looking for witnesses need not compare once more. */
const comparisons = new WeakMap<Finding[], TracedComparison>();

/** The comparison behind the findings; made again where they have been sent or stored in between. */
export function recallComparison(findings: Finding[], from: Json, to: Json): TracedComparison {
  return comparisons.get(findings) ?? traceComparison(from, to, { nowMs: 0 });
}

function traceComparison(from: Json, to: Json, { nowMs }: { nowMs: number }): TracedComparison {
  const sides = { from: openSide(from), to: openSide(to) };
  const report = openReport(sides.from, sides.to);
  const same = openSameness(sides.from, sides.to);
  const room = { ...sides, report, same, nowMs, pairs: openPairs(sides.from, sides.to, same) };
  const isAsync = [from, to].map((document) => member(document, 'asyncapi') !== undefined);
  if (isAsync[0] !== isAsync[1])
    report.add(
      { operation: null, isFlipped: false, isUnstable: false, place: '', from: undefined, to: undefined },
      {
        id: 'document.kind.changed',
        severity: 'breaking',
        direction: 'none',
        message: 'The document describes another kind of API: OpenAPI on one side, AsyncAPI on the other.',
        fromPointer: '',
        toPointer: '',
      },
    );
  else if (isAsync[0]) compareAsyncApi(room);
  else compareOpenApi(room);
  return { findings: sortFindings(report.findings), traces: report.traces, ...sides };
}

const ranks: { [severity in Severity]: number } = { breaking: 0, error: 1, warning: 2, info: 3 };

/** Worst first, then by operation and place. */
export function sortFindings(findings: Finding[]): Finding[] {
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return findings.sort(
    (a, b) =>
      ranks[a.severity] - ranks[b.severity] ||
      byText(a.operation ?? '', b.operation ?? '') ||
      byText(a.pointer, b.pointer) ||
      byText(a.fingerprint, b.fingerprint),
  );
}
