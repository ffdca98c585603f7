import { parseDocument } from 'yaml';
import { AppError } from '#lib/errors.ts';
import { assemble } from '#lib/model/descriptor/assemble.ts';
import type { DocumentDraft, Draft, GroupDraft } from '#lib/model/descriptor/draft.ts';
import type { Entry, Known, Rejection, Remark } from '#lib/model/descriptor/entry.ts';
import { Gathering } from '#lib/model/descriptor/gathering.ts';
import { documentsIn } from '#lib/model/descriptor/list.ts';
import { recognise, type Source, splitSource } from '#lib/model/descriptor/split.ts';
import type { Json } from '#lib/model/document/tree.ts';
import { isTable, readCsv } from './csv.ts';
import { isIndentedDeeper, isNestedDeeper } from './depth.ts';
import { readJson } from './json.ts';
import { importLimits } from './limit.ts';
import { decodeFile, isHtml } from './text.ts';
import { type Packed, type Part, unpack } from './unpack.ts';
import { readYaml } from './yaml.ts';

/** Everything that an upload says, before it is compared with the catalog. */
export interface Descriptors {
  entries: Omit<Entry, 'lines'>[];
  drafts: Draft[];
  groups: GroupDraft[];
  documents: DocumentDraft[];
  rejected: Rejection[];
  notes: Remark[];
}

const knownFormats =
  'Known are Signalbox YAML, Backstage catalog-info.yaml, Datadog service.datadog.yaml, opslevel.yml, compass.yml, cortex.yaml, Score, Prometheus targets and CSV.';
const descriptorName = /(catalog-info|service\.datadog|opslevel|compass|cortex|score|signalbox)[^/]*\.(ya?ml|json)$/i;

function parseText(text: string): Json {
  if (text.length > 4_000_000 || isNestedDeeper(text, importLimits.depth)) return null;
  try {
    return parseDocument(text, { logLevel: 'silent', merge: true }).toJS({ maxAliasCount: 100 }) as Json;
  } catch {
    return null;
  }
}

interface Text extends Packed {
  text: string;
  isGuess: boolean;
}

function readTexts(gathering: Gathering, files: Packed[]): Text[] {
  return files.flatMap((file) => {
    const refuse = (why: string, help: string) => gathering.refuse({ file: file.path, line: 1 }, null, why, help);
    if (file.bytes.byteLength > importLimits.fileBytes) {
      refuse(`is larger than ${importLimits.fileBytes / 1_048_576} MB`, 'Split the file: one for each part of the catalog.');
      return [];
    }
    const decoded = decodeFile(file.bytes);
    if (!decoded) refuse('is no text', `${knownFormats} Several files may come as a zip.`);
    else if (decoded.text.trim() === '') refuse('is empty', knownFormats);
    else if (isHtml(decoded.text))
      refuse('is an HTML page, probably a sign-in or an error page', 'Download the file itself, signed in, and import that.');
    else return [{ ...file, ...decoded }];
    return [];
  });
}

/** The documents of a file; undefined where it is a table, which is read at once. */
function sourcesIn(gathering: Gathering, { path, text, isGuess }: Text): Source[] | undefined {
  const isMarked = /\.(csv|tsv)$/i.test(path);
  if (isMarked || (!/\.(ya?ml|json)$/i.test(path) && isTable(text))) {
    if (isGuess) gathering.remark({ file: path, line: 1 }, null, 'is not UTF-8: read as Windows-1252');
    if (isTable(text)) readCsv(gathering, path, text);
    else
      gathering.refuse(
        { file: path, line: 1 },
        null,
        'its first row names no column “name”',
        'Begin the table with a row of field names: name,baseUrl,team,tier,…',
      );
    return undefined;
  }
  const refuse = (why: string, help: string) => gathering.refuse({ file: path, line: 1 }, null, why, help);
  if (isNestedDeeper(text, importLimits.depth) || isIndentedDeeper(text, importLimits.depth)) {
    refuse(`is nested deeper than ${importLimits.depth} levels`, 'No catalog is: look at what made the file.');
    return undefined;
  }
  const json = /^\s*[[{]/.test(text) ? readJson(path, text) : null;
  return json ? [json] : readYaml(gathering, path, text);
}

/** Splits what is recognised; answers whether anything was. */
function takeSources(gathering: Gathering, sources: Source[]): boolean {
  let isKnown = false;
  for (const source of sources.flatMap(documentsIn)) {
    const format = recognise(source.value);
    if (format === null || format === 'csv') continue;
    isKnown = true;
    splitSource(gathering, source, format);
  }
  return isKnown;
}

function readFile(gathering: Gathering, file: Text, isAlone: boolean, skipped: string[]): void {
  const rejectedBefore = gathering.rejected.length;
  const sources = sourcesIn(gathering, file);
  if (sources === undefined || takeSources(gathering, sources)) return;
  const isEmptyList = sources.length === 1 && Array.isArray(sources[0]?.value) && sources[0].value.length === 0;
  const isFaulty = gathering.rejected.length > rejectedBefore;
  if (isFaulty && !isAlone && !descriptorName.test(file.path)) gathering.rejected.length = rejectedBefore;
  if (isEmptyList) gathering.remark({ file: file.path, line: 1 }, null, 'holds an empty list');
  else if (isAlone || descriptorName.test(file.path)) {
    if (!isFaulty) gathering.refuse({ file: file.path, line: 1 }, null, 'holds no catalog entry of a known format', knownFormats);
  } else skipped.push(file.path);
}

/** Reads an upload whole: what each file says of services, teams, systems, domains and APIs. */
export function readDescriptors({ parts, known }: { parts: Part[]; known: Known }): Descriptors {
  const files = unpack(parts);
  const texts = new Map<string, string>();
  const gathering = new Gathering({ files: texts, parse: parseText, known });
  const readable = readTexts(gathering, files);
  for (const { path, text } of readable) texts.set(path, text);
  if (files.length === 0) throw new AppError('unprocessable', `The upload holds no file that can be read. ${knownFormats}`);
  const skipped: string[] = [];
  for (const file of readable) readFile(gathering, file, files.length === 1, skipped);
  if (gathering.entries.length > importLimits.entries)
    throw new AppError('payload_too_large', `The upload holds more than ${importLimits.entries} entries. Import it in pieces.`);
  assemble(gathering);
  noteSkipped(gathering, skipped);
  const { drafts, groups, documents, rejected, notes } = gathering;
  const entries = gathering.entries.map(({ lines: _lines, ...entry }) => entry);
  const inOrder = sortByPlace(rejected, files);
  return { entries, drafts: [...drafts.values()], groups: [...groups.values()], documents, rejected: inOrder, notes };
}

/** As they stand in the upload, from top to bottom. */
function sortByPlace(rejected: Rejection[], files: Packed[]): Rejection[] {
  const rank = new Map(files.map(({ path }, index) => [path, index]));
  return rejected.toSorted((a, b) => (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0) || a.line - b.line);
}

function noteSkipped(gathering: Gathering, skipped: string[]): void {
  const used = new Set(gathering.documents.map(({ fileName }) => fileName));
  const others = skipped.filter((path) => !used.has(path));
  const [first] = others;
  if (first === undefined) return;
  const names = others.slice(0, 5).join(', ') + (others.length > 5 ? ` and ${others.length - 5} more` : '');
  const text =
    others.length === 1 ? `${names} holds no catalog entry: left out` : `${others.length} files hold no catalog entry and were left out: ${names}`;
  gathering.remark({ file: first, line: 1 }, null, text);
}
