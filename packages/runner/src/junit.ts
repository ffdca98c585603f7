import { escapeXml } from './xml.ts';

/** One test case of a report for CI. */
export interface JUnitCase {
  className: string;
  name: string;
  /** Why it fails, each with all that is known. */
  failures: { type: string; message: string; text: string }[];
  /** What is worth reading although it does not fail. */
  remarks?: string[];
  /** Why it could not be told. */
  skipped?: string;
}

export interface JUnitSuite {
  name: string;
  cases: JUnitCase[];
}

function writeCase({ className, name, failures, remarks = [], skipped }: JUnitCase): string {
  const inner = [
    ...failures.map(({ type, message, text }) => `<failure type="${escapeXml(type)}" message="${escapeXml(message)}">${escapeXml(text)}</failure>`),
    ...(skipped === undefined ? [] : [`<skipped message="${escapeXml(skipped)}"/>`]),
    ...remarks.map((text) => `<system-out>${escapeXml(text)}</system-out>`),
  ];
  const head = `    <testcase classname="${escapeXml(className)}" name="${escapeXml(name)}"`;
  return inner.length > 0 ? `${head}>\n${inner.map((line) => `      ${line}`).join('\n')}\n    </testcase>` : `${head}/>`;
}

const countFailures = (cases: JUnitCase[]) => cases.reduce((sum, { failures }) => sum + failures.length, 0);

function writeSuite({ name, cases }: JUnitSuite): string {
  const skipped = cases.filter((one) => one.skipped !== undefined).length;
  const counts = `tests="${cases.length}" failures="${countFailures(cases)}"${skipped > 0 ? ` skipped="${skipped}"` : ''}`;
  return `  <testsuite name="${escapeXml(name)}" ${counts}>\n${cases.map(writeCase).join('\n')}\n  </testsuite>`;
}

/** A run as JUnit XML. */
export function writeSuites(name: string, suites: JUnitSuite[], durationMs: number): string {
  const cases = suites.flatMap((suite) => suite.cases);
  const head = `<testsuites name="${escapeXml(name)}" tests="${cases.length}" failures="${countFailures(cases)}" time="${durationMs / 1000}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.map(writeSuite).join('\n')}\n</testsuites>\n`;
}
