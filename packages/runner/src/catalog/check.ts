import { ask } from '../ask.ts';
import { CommandError } from '../fault.ts';
import { readOptions, readService, serverOf, signalboxOptions, signalboxUsage } from '../options.ts';
import type { World } from '../world.ts';

const usage = `signalbox check <name> [--json]

Lets Signalbox look at a service now, and says how it is and why.
${signalboxUsage}

Exit codes: 0 it is up and was so at this look, 1 it is not, 2 Signalbox did not look.`;

const options = signalboxOptions;

interface Reading {
  url: string;
  ok: boolean;
  verdict: string;
  reason: string;
  durationMs: number;
}

/** A verdict follows several looks: one that failed alone leaves it as it was, and is said all the same. */
function describe(name: string, { url, ok, verdict, reason, durationMs }: Reading): string {
  const but = verdict === 'up' && !ok ? ' so far, but this look failed' : '';
  return `${name} is ${verdict}${but}: ${reason} (${durationMs.toFixed(0)} ms, ${url})`;
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new CommandError(`Name one service.\n\n${usage}`);
  const reading = await ask<Reading>(serverOf(values, world), 'POST', `/services/${readService(name)}/check`);
  world.print(values.json ? JSON.stringify(reading, null, 2) : describe(name, reading));
  return reading.verdict === 'up' && reading.ok ? 0 : 1;
}

export const checkCommand = { about: 'look at a service now', usage, options, run };
