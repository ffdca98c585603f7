import type { VersionAdvice } from '../document.ts';
import type { Finding } from '../finding.ts';

type Level = 'major' | 'minor' | 'patch' | 'none';

interface Version {
  major: number;
  minor: number;
  patch: number;
  pre: string;
}

/** `v2`, `1.4` and `1.4.0-beta.1+7` are read as well as 1.4.0. */
function readVersion(text: string | null): Version | null {
  const found = /^\s*v?(\d{1,9})(?:\.(\d{1,9})(?:\.(\d{1,9})(?:-([\w.-]+))?(?:\+[\w.-]+)?)?)?\s*$/i.exec(text ?? '');
  return found && { major: Number(found[1]), minor: Number(found[2] ?? 0), patch: Number(found[3] ?? 0), pre: found[4] ?? '' };
}

/** The version number that a change deserves, against the one it has. Below 1.0.0 a break asks for a minor step only. */
export function adviseVersion(findings: Finding[], from: string | null, to: string | null): VersionAdvice {
  const [before, after] = [readVersion(from), readVersion(to)];
  const isEarly = before?.major === 0;
  const deserved = deserve(findings, isEarly);
  const given = give(before, after, from === to);
  const suggestion = before && deserved !== 'none' ? suggest(before, deserved) : null;
  const fits = doesFit(deserved, given);
  return { from, to, deserved, given, suggestion, fits, sentence: say({ findings, from, to, deserved, given, suggestion, fits, isEarly }) };
}

const adds = /\.added$|\.widened$|\.opened$|^operation\.added$|^webhook\.added$|\.became-optional$|\.unset$/;

function deserve(findings: Finding[], isEarly: boolean): Level {
  if (findings.length === 0) return 'none';
  if (findings.some(({ severity }) => severity === 'breaking')) return isEarly ? 'minor' : 'major';
  const isNew = findings.some(({ id, severity }) => severity !== 'breaking' && adds.test(id));
  if (isNew && !isEarly) return 'minor';
  return 'patch';
}

function give(before: Version | null, after: Version | null, isSame: boolean): VersionAdvice['given'] {
  if (isSame) return 'none';
  if (!before || !after) return 'unknown';
  for (const part of ['major', 'minor', 'patch'] as const) {
    if (after[part] > before[part]) return part;
    if (after[part] < before[part]) return 'lower';
  }
  if (before.pre === after.pre) return 'none';
  if (after.pre === '') return 'patch';
  return before.pre === '' || after.pre < before.pre ? 'lower' : 'patch';
}

function suggest({ major, minor, patch }: Version, level: Level): string {
  if (level === 'major') return `${major + 1}.0.0`;
  return level === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

const steps: VersionAdvice['given'][] = ['none', 'patch', 'minor', 'major'];

function doesFit(deserved: Level, given: VersionAdvice['given']): boolean {
  if (given === 'unknown') return deserved === 'none' || deserved === 'patch';
  return given !== 'lower' && steps.indexOf(given) >= steps.indexOf(deserved);
}

interface Said extends Pick<VersionAdvice, 'from' | 'to' | 'deserved' | 'given' | 'suggestion' | 'fits'> {
  findings: Finding[];
  isEarly: boolean;
}

function say({ findings, from, to, deserved, given, suggestion, fits, isEarly }: Said): string {
  if (deserved === 'none')
    return given === 'lower'
      ? `Nothing changed, and the version went back from ${from} to ${to}.`
      : 'Nothing changed that a version number would have to say.';
  const breaking = findings.filter(({ severity }) => severity === 'breaking').length;
  const why = breaking > 0 ? `${breaking} breaking change${breaking === 1 ? '' : 's'}` : deserved === 'minor' ? 'New things' : 'Small changes';
  const verb = breaking === 1 ? 'deserves' : 'deserve';
  const step = `${why} ${verb} a ${deserved} step${breaking > 0 && isEarly ? ' below 1.0.0' : ''}`;
  if (fits) return `${step}, and ${to} says so.`;
  return `${step}${suggestion ? `: ${suggestion}` : ''}; ${saysInstead(from, to, given)}`;
}

function saysInstead(from: string | null, to: string | null, given: VersionAdvice['given']): string {
  if (given === 'unknown') return `${to ?? 'no version'} cannot be read as a version number.`;
  if (given === 'none') return `the version stayed ${to ?? 'unset'}.`;
  if (given === 'lower') return `the version went back from ${from} to ${to}.`;
  return `${from} to ${to} is only a ${given} step.`;
}
