import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { Server } from './ask.ts';
import { CommandError } from './fault.ts';
import type { World } from './world.ts';

type Read<Options extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; args: string[] }>>;

/** The options of a command line; what is not understood is answered with the usage. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(args: string[], options: Options, usage: string): Read<Options> {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

/** A number of an option, or undefined where it was not given. */
export function readNumber(
  name: string,
  text: string | undefined,
  { least, most = Number.MAX_SAFE_INTEGER, isWhole = false }: { least: number; most?: number; isWhole?: boolean },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  const isFit = text.trim() !== '' && Number.isFinite(value) && value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (!isFit) {
    const range = `from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}`;
    throw new CommandError(`--${name} takes a ${isWhole ? 'whole ' : ''}number ${range}, not ${text}.`);
  }
  return value;
}

export function readChoice<const Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new CommandError(`--${name} takes ${choices.join(', ')}, not ${text}.`);
  return found;
}

/** The options of every command that asks Signalbox. */
export const signalboxOptions = {
  url: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const signalboxUsage = 'Signalbox is at --url <address> or SIGNALBOX_URL, the API token is --token <token> or SIGNALBOX_TOKEN.';

/** Where Signalbox is: `--url` or SIGNALBOX_URL, else this machine. A variable that CI left empty is none. */
export const serverOf = (values: { url?: string | undefined; token?: string | undefined }, { env }: World): Server => ({
  url: values.url ?? (env.SIGNALBOX_URL || 'http://127.0.0.1:3000'),
  token: values.token ?? env.SIGNALBOX_TOKEN,
});

const slug = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The name of a service, as Signalbox takes it. */
export function readService(name: string): string {
  if (!slug.test(name)) throw new CommandError(`${name} is no name of a service: lower-case letters, digits and hyphens.`);
  return name;
}
