import { createRequire } from 'node:module';
import type { ParseArgsOptionsConfig } from 'node:util';
import { checkCommand } from './catalog/check.ts';
import { discoverCommand } from './catalog/discover.ts';
import { ladderCommand } from './catalog/ladder.ts';
import { registerCommand } from './catalog/register.ts';
import { chaosCommand } from './chaos/command.ts';
import { contractCommand } from './contract/command.ts';
import { diffCommand } from './diff.ts';
import { CommandError } from './fault.ts';
import { loadCommand } from './load/command.ts';
import { proxyCommand } from './proxy/command.ts';
import { reportCommand } from './report/command.ts';
import { resilienceCommand } from './resilience/command.ts';
import { uploadCommand } from './upload.ts';
import type { World } from './world.ts';

interface Command {
  about: string;
  usage: string;
  options: ParseArgsOptionsConfig;
  run: (args: string[], world: World) => Promise<number>;
}

const groups: Record<string, Record<string, Command>> = {
  'Proof, with or without Signalbox': {
    contract: contractCommand,
    resilience: resilienceCommand,
    load: loadCommand,
    chaos: chaosCommand,
    proxy: proxyCommand,
  },
  'Services in Signalbox': {
    register: registerCommand,
    discover: discoverCommand,
    check: checkCommand,
    ladder: ladderCommand,
    report: reportCommand,
  },
  'Documents in Signalbox': { upload: uploadCommand, diff: diffCommand },
};

/** Every command by its name. */
export const commands: Record<string, Command> = Object.assign({}, ...Object.values(groups));

const usage = `signalbox <command> [options]

${Object.entries(groups)
  .map(([title, group]) => [title, ...Object.entries(group).map(([name, { about }]) => `  ${name.padEnd(11)} ${about}`)].join('\n'))
  .join('\n\n')}

signalbox <command> --help tells more, signalbox --version which one this is. Exit codes: 0 done, 1 findings, 2 refused or not understood.`;

/** As the package says, which lies one folder above the sources and above what is built of them. */
const readVersion = (): string => createRequire(import.meta.url)('../package.json').version;

function tellOfItself(name: string, [topic]: string[]): string | null {
  if (name === '--version' || name === '-v') return readVersion();
  if (name === '--help' || name === '-h') return usage;
  return name === 'help' ? (commands[topic ?? '']?.usage ?? usage) : null;
}

/** Runs one command. Resolves to the exit code: 0 done, 1 findings, 2 refused. */
export async function runCommand(args: string[], world: World): Promise<number> {
  const [name, ...rest] = args;
  const asksForHelp = rest.some((one) => one === '--help' || one === '-h');
  if (name === undefined) {
    world.print(usage);
    return 2;
  }
  const told = tellOfItself(name, rest);
  if (told !== null) {
    world.print(told);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command && asksForHelp) {
    world.print(command.usage);
    return 0;
  }
  try {
    if (!command) throw new CommandError(`There is no command ${name}.\n\n${usage}`);
    return await command.run(rest, world);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    world.complain(error.message);
    return 2;
  }
}
