import { askWith, countAtLeast } from './ask.ts';
import { CommandError } from './fault.ts';
import { readFiles } from './files.ts';
import { readChoice, readOptions, serverOf, signalboxOptions, signalboxUsage } from './options.ts';
import type { World } from './world.ts';

const marks: Record<string, string> = { breaking: '✗ breaking', warning: '! warning ', info: '· info    ' };

interface Difference {
  severity: string;
  operation: string | null;
  message: string;
  certainty?: string;
  witness?: { refusedBecause: string };
}

interface Comparison {
  findings: Difference[];
  breaking: number;
  warnings: number;
  infos: number;
  advice: { sentence: string };
}

const usage = `signalbox diff <old file> <new file> [--fail-on breaking|warning|none] [--json]

Compares two API documents in Signalbox, which stores nothing. Fails on breaking changes unless told otherwise.
${signalboxUsage}`;

/** The options that upload and diff have in common. */
export const documentOptions = { ...signalboxOptions, 'fail-on': { type: 'string' } } as const;

export const failLevels = ['breaking', 'warning', 'none'] as const;

function describe({ severity, operation, message, certainty, witness }: Difference): string {
  const lines = [`${marks[severity] ?? severity}  ${operation ? `${operation}: ` : ''}${message}`];
  if (witness) lines.push(`             ${witness.refusedBecause}`);
  else if (certainty === 'possible') lines.push('             possible: no example was found that proves it');
  return lines.join('\n');
}

async function diffFiles(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, documentOptions, usage);
  const failOn = readChoice('fail-on', values['fail-on'] ?? 'breaking', failLevels);
  if (positionals.length !== 2) throw new CommandError('signalbox diff <old file> <new file>');
  const [from, to] = await readFiles(positionals);
  const body = { from: from?.bytes.toString('utf8'), to: to?.bytes.toString('utf8') };
  const answer = await askWith<Comparison>(serverOf(values, world), 'POST', '/diff', body);
  if (values.json) world.print(JSON.stringify(answer, null, 2));
  else {
    for (const finding of answer.findings) world.print(describe(finding));
    world.print(`${answer.breaking} breaking, ${answer.warnings} warnings, ${answer.infos} other`);
    world.print(answer.advice.sentence);
  }
  return countAtLeast(failOn, answer) > 0 ? 1 : 0;
}

export const diffCommand = { about: 'compare two API documents', usage, options: documentOptions, run: diffFiles };
