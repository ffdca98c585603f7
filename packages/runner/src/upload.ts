import { ask, countAtLeast, type DocumentFinding, describeFinding, type Sending } from './ask.ts';
import { documentOptions, failLevels } from './diff.ts';
import { CommandError } from './fault.ts';
import { type DocumentFile, readFiles } from './files.ts';
import { readChoice, readOptions, serverOf, signalboxUsage } from './options.ts';
import type { World } from './world.ts';

const typeOf = (name: string) => {
  if (/\.json$/i.test(name)) return 'application/json';
  return /\.zip$/i.test(name) ? 'application/zip' : 'application/yaml';
};

function bodyOf(files: DocumentFile[]): Sending {
  const [only] = files;
  if (files.length === 1 && only)
    return { body: only.bytes, headers: { 'content-type': typeOf(only.name), 'x-file-name': encodeURIComponent(only.name) } };
  const form = new FormData();
  for (const { name, bytes } of files) form.append('file', new Blob([bytes], { type: typeOf(name) }), name);
  return { body: form };
}

interface Revision {
  number: number;
  format: string;
  title: string;
  version: string;
  operations: number;
  kind: string;
  comparedWith: number | null;
  breaking: number | null;
  warnings: number | null;
}

interface Uploaded {
  created: boolean;
  revision: Revision;
  findings: DocumentFinding[];
}

const counted = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

function describeRevision({ number, format, title, version, operations, kind }: Revision): string {
  const amount = kind === 'asyncapi' ? counted(operations, 'channel', 'channels') : counted(operations, 'operation', 'operations');
  return `revision ${number}: ${[format, [title, version].filter(Boolean).join(' '), amount].join(', ')}`;
}

function describeChange({ comparedWith, breaking: broken, warnings: warned }: Revision): string | null {
  const [breaking, warnings] = [broken ?? 0, warned ?? 0];
  if (comparedWith === null) return null;
  if (breaking === 0 && warnings === 0) return `Nothing breaks against revision ${comparedWith}.`;
  return `Against revision ${comparedWith}: ${counted(breaking, 'breaking change', 'breaking changes')}, ${counted(warnings, 'warning', 'warnings')}.`;
}

function tell({ created, revision, findings }: Uploaded, print: (line: string) => void): void {
  print(`${created ? 'Stored as' : 'Unchanged, still'} ${describeRevision(revision)}`);
  const change = created ? describeChange(revision) : null;
  if (change) print(change);
  for (const finding of findings) print(`  ${describeFinding(finding)}`);
}

const usage = `signalbox upload <service> <file or folder…> [--fail-on breaking|warning|none] [--json]

Keeps the API document of a service in Signalbox current: a changed text is a new revision.
${signalboxUsage}`;

async function uploadDocument(args: string[], world: World): Promise<number> {
  const { values, positionals } = readOptions(args, documentOptions, usage);
  const failOn = readChoice('fail-on', values['fail-on'] ?? 'none', failLevels);
  const [service, ...paths] = positionals;
  if (service === undefined || paths.length === 0) throw new CommandError('signalbox upload <service> <file or folder…>');
  const sending = bodyOf(await readFiles(paths));
  const answer = await ask<Uploaded>(serverOf(values, world), 'PUT', `/services/${encodeURIComponent(service)}/document`, sending);
  if (values.json) world.print(JSON.stringify(answer, null, 2));
  else tell(answer, world.print);
  return answer.created && countAtLeast(failOn, answer.revision) > 0 ? 1 : 0;
}

export const uploadCommand = {
  about: 'keep the API document of a service current in Signalbox',
  usage,
  options: documentOptions,
  run: uploadDocument,
};
