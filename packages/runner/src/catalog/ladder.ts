import { ask } from '../ask.ts';
import { CommandError } from '../fault.ts';
import { readNumber, readOptions, readService, serverOf, signalboxOptions, signalboxUsage } from '../options.ts';
import type { World } from '../world.ts';

const usage = `signalbox ladder <name> [--at-least <level>] [--json]

The validation level of a service, from 0 to 4, and what is missing for the next.

  --at-least <level>      exit 1 below

${signalboxUsage}

Exit codes: 0 told, 1 below --at-least, 2 Signalbox did not say.`;

const options = { ...signalboxOptions, 'at-least': { type: 'string' } } as const;

interface LadderCheck {
  title: string;
  state: 'met' | 'unmet' | 'unknown';
  message: string;
  help: string | null;
}

interface LadderStep {
  level: number;
  title: string;
  met: boolean;
  checks: LadderCheck[];
}

interface Ladder {
  level: number | null;
  steps: LadderStep[];
  badgePath: string;
}

const highest = 4;
const marks = { met: '✓', unmet: '✗', unknown: '?' };

function describeCheck({ title, state, message, help }: LadderCheck): string[] {
  return [`      ${marks[state]} ${title}: ${message}`, ...(help === null ? [] : [`        to do  ${help}`])];
}

/** A level that is held is one line; of the next, everything that is missing is shown; of those above, how much. */
function describeStep({ level, title, met, checks }: LadderStep, next: number): string[] {
  const missing = checks.filter(({ state }) => state !== 'met');
  const line = `  ${met ? marks.met : marks.unmet} ${level}  ${title}`;
  if (missing.length === 0) return [line];
  return level <= next ? [line, ...missing.flatMap(describeCheck)] : [`${line} (${missing.length} of ${checks.length} missing)`];
}

function describe(name: string, { level, steps, badgePath }: Ladder, url: string): string {
  const held = steps.find((step) => step.level === level);
  const verdict = held ? `${name} holds level ${level} of ${highest}: ${held.title}.` : `${name} holds no level yet.`;
  const next = (level ?? -1) + 1;
  return [verdict, '', ...steps.flatMap((step) => describeStep(step, next)), '', `Badge  ${url.replace(/\/+$/, '')}${badgePath}`].join('\n');
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new CommandError(`Name one service.\n\n${usage}`);
  const atLeast = readNumber('at-least', values['at-least'], { least: 0, most: highest, isWhole: true }) ?? -1;
  const server = serverOf(values, world);
  const ladder = await ask<Ladder>(server, 'GET', `/services/${readService(name)}/ladder`);
  world.print(values.json ? JSON.stringify(ladder, null, 2) : describe(name, ladder, server.url));
  return (ladder.level ?? -1) < atLeast ? 1 : 0;
}

export const ladderCommand = { about: 'the validation level of a service, and what is missing', usage, options, run };
