import { type Finding, worstFirst } from '../finding.ts';
import type { Check, RunReport } from './report.ts';

/** Signalbox takes bodies of a mebibyte; this leaves room for what a proxy adds. */
export const mostBytes = 1_000_000;
const most = { findings: 2000, checks: 500, tables: 20, rows: 2000, columns: 20, notes: 100 };
const mostMs = 86_400_000;
const longestText = 300;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
/** Cuts between characters, never within one. */
export const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…` : text);

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** A report on its way to fit, and what is to be said of what it lost. */
interface Fitting {
  report: RunReport;
  said: string[];
}

const withNote = ({ said }: Fitting, report: RunReport, note: string): Fitting => ({ report, said: [...said, note] });

/** Takes exchanges away, those of the least severe findings first, until it fits. */
function dropExchanges(fitting: Fitting, limit: number): Fitting {
  const { report } = fitting;
  let excess = bytesOf(report) - limit;
  const findings: Finding[] = worstFirst(report.findings);
  let dropped = 0;
  for (let at = findings.length - 1; at >= 0 && excess > 0; at--) {
    const { exchange, ...rest } = findings[at] as Finding;
    if (exchange === undefined) continue;
    excess -= bytesOf(exchange);
    findings[at] = rest;
    dropped += 1;
  }
  return dropped === 0
    ? fitting
    : withNote(fitting, { ...report, findings }, `Left out for their length: the exchanges of ${counted(dropped, 'finding')}.`);
}

function shorten(finding: Finding): Finding {
  const texts = Object.entries(finding).map(([key, value]) => [key, typeof value === 'string' ? cut(value, longestText) : value]);
  return Object.fromEntries(texts) as Finding;
}

function shortenTexts(fitting: Fitting): Fitting {
  const { report } = fitting;
  const checks = report.outcome.checks.map((check) => ({ ...check, message: cut(check.message, longestText) }));
  const shorter = { ...report, findings: report.findings.map(shorten), outcome: { ...report.outcome, checks } };
  return withNote(fitting, shorter, `Cut to ${longestText} characters: the texts of findings and checks.`);
}

/** Takes whole findings away, the least severe first. The worst always stays: it is what fails the run. */
function dropFindings(fitting: Fitting, limit: number): Fitting {
  const { report } = fitting;
  let excess = bytesOf(report) - limit;
  const findings = worstFirst(report.findings);
  while (findings.length > 1 && excess > 0) excess -= bytesOf(findings.pop()) + 1;
  const dropped = report.findings.length - findings.length;
  return dropped === 0 ? fitting : withNote(fitting, { ...report, findings }, `Left out for their number: ${counted(dropped, 'finding')}.`);
}

function dropTables(fitting: Fitting): Fitting {
  const { report } = fitting;
  if (report.outcome.tables.length === 0) return fitting;
  return withNote(fitting, { ...report, outcome: { ...report.outcome, tables: [] } }, 'Left out for their length: the tables.');
}

/** Those that failed first: they are what a list that was cut must show. */
const failedFirst = (checks: Check[]): Check[] => checks.toSorted((a, b) => Number(a.ok ?? 0.5) - Number(b.ok ?? 0.5));

function dropChecks(fitting: Fitting, limit: number): Fitting {
  const { report } = fitting;
  let excess = bytesOf(report) - limit;
  const checks = failedFirst(report.outcome.checks);
  while (checks.length > 1 && excess > 0) excess -= bytesOf(checks.pop()) + 1;
  const dropped = report.outcome.checks.length - checks.length;
  if (dropped === 0) return fitting;
  return withNote(fitting, { ...report, outcome: { ...report.outcome, checks } }, `Left out for their number: ${counted(dropped, 'check')}.`);
}

function shortenNotes({ report, said }: Fitting): Fitting {
  const { outcome } = report;
  return { report: { ...report, outcome: { ...outcome, notes: outcome.notes.map((note) => cut(note, longestText)) } }, said };
}

/** What a reader misses least goes first. */
const steps = [dropExchanges, shortenTexts, dropTables, shortenNotes, dropFindings, dropChecks];

function withinCounts({ findings, outcome, ...rest }: RunReport): Fitting {
  const { checks, tables, notes } = outcome;
  const short = tables.slice(0, most.tables).map(({ title, columns, rows }) => ({
    title: cut(title, 200),
    columns: columns.slice(0, most.columns).map((text) => cut(text, 100)),
    rows: rows.slice(0, most.rows).map((row) => row.slice(0, most.columns).map((cell) => cut(cell, 1000))),
  }));
  const report: RunReport = {
    ...rest,
    durationMs: Math.min(mostMs, Math.max(0, Math.round(rest.durationMs))),
    baseUrl: rest.baseUrl === null ? null : cut(rest.baseUrl, 2000),
    summary: cut(rest.summary, 500),
    broken: rest.broken === null ? null : cut(rest.broken, 2000),
    version: rest.version === null ? null : cut(rest.version, 100),
    findings: worstFirst(findings).slice(0, most.findings),
    outcome: {
      checks: (checks.length > most.checks ? failedFirst(checks).slice(0, most.checks) : checks).map(({ id, title, ok, message }) => ({
        ...{ id: cut(id, 200), title: cut(title, 500), ok, message: cut(message, 4000) },
      })),
      tables: short,
      notes: notes.slice(0, most.notes).map((note) => cut(note, 2000)),
    },
  };
  const gone = [
    ...(findings.length > most.findings ? [counted(findings.length - most.findings, 'finding')] : []),
    ...(checks.length > most.checks ? [counted(checks.length - most.checks, 'check')] : []),
  ];
  return { report, said: gone.length === 0 ? [] : [`Left out for their number: ${gone.join(', ')}.`] };
}

/** With what was left out said last: where there are too many notes, it takes the place of the last ones of the run. */
function withSaid({ report, said }: Fitting): RunReport {
  const { outcome } = report;
  return { ...report, outcome: { ...outcome, notes: [...outcome.notes.slice(0, most.notes - said.length), ...said] } };
}

/** The report as Signalbox takes it: within its counts and its size. What had to be left out is said in the notes. */
export function fitReport(report: RunReport, limit: number = mostBytes): RunReport {
  // The notes about what was left out need room too.
  const room = limit - 1000;
  return withSaid(steps.reduce((kept, step) => (bytesOf(kept.report) > room ? step(kept, room) : kept), withinCounts(report)));
}
