import { CommandError } from '../fault.ts';
import { readOptions, serverOf, signalboxOptions, signalboxUsage } from '../options.ts';
import type { World } from '../world.ts';
import { type Discovery, describeFind, discover, findsOf } from './discovery.ts';

const usage = `signalbox discover <base URL> [--json]

Lets Signalbox look for health, metrics and an API document at the well-known places of a service, and says by what it knows
them. Stores nothing: that is what register is for.
${signalboxUsage}

Exit codes: 0 something was found, 1 nothing was, 2 Signalbox did not look.`;

const options = signalboxOptions;

function describe(found: Discovery): string {
  const others = found.others.map(describeFind);
  return [
    `${found.baseUrl}: ${found.reason}`,
    ...findsOf(found).map(describeFind),
    ...(others.length > 0 ? ['also answered', ...others] : []),
    ...(found.reachable ? [`signalbox register ${found.suggestion.name} ${found.baseUrl} --discover`] : []),
  ].join('\n');
}

async function run(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, options, usage);
  const [baseUrl] = positionals;
  if (baseUrl === undefined || positionals.length > 1) throw new CommandError(`Name one base URL.\n\n${usage}`);
  const found = await discover(serverOf(values, world), baseUrl);
  world.print(values.json ? JSON.stringify(found, null, 2) : describe(found));
  return findsOf(found).length > 0 ? 0 : 1;
}

export const discoverCommand = { about: 'find health, metrics and document of a service', usage, options, run };
